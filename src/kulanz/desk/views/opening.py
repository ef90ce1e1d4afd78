"""Opening a case by hand, and finding anything by typing."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kulanz.cases import actions, errors
from kulanz.cases.actions import CallNote, FirstLetter, NewCustomer
from kulanz.cases.models import Case
from kulanz.cases.queries import ListFilter, View, case_list
from kulanz.cases.rules import Direction
from kulanz.coach.queries import advise_first
from kulanz.core.ids import id_in, public_id
from kulanz.core.newlines import unix_newlines
from kulanz.people.language import voice_for
from kulanz.people.models import Brand, Customer
from kulanz.people.rules import ContactKind
from kulanz.people.signatures import Signing

from ..access import DeskRequest, desk_view
from ..addressees import words_for as words_for_people
from ..attaching import files_in, words_for_file
from ..composer import Composer
from ..forms import LETTER, NOBODYS, NewCaseForm
from ..opening import MOST_FOUND, Typed, Who, known_one, typed_in, who_is_asked
from ..signing import is_signed
from .coaching import LONGEST_DRAFT, as_json
from .macros import macros_in_palette
from .snoozing import palette_offer
from .writing import circumstances, lead_to

LONGEST_KEY = 22
_OF_A_CASE = ("customer", "name", "phone", "address", "subject", "first", "spoke_with", "text")


@desk_view
def new_case(request: DeskRequest) -> HttpResponse:
    """Open a case by hand, with its first letter or call note; "find" only looks for whom it is about."""
    if request.method != "POST" or "find" in request.POST:
        given = request.POST if request.method == "POST" else request.GET
        who = who_is_asked(given.dict(), finds=True)
        return _page(request, NewCaseForm(initial=given.dict(), is_known=who.chosen is not None), who)
    key = _key(request)
    if key and (opened := actions.opened_by(by=request.actor, key=key)) is not None:
        return _leave(request, opened)
    who = who_is_asked(request.POST.dict(), finds=False)
    form = NewCaseForm(request.POST, is_known=who.chosen is not None)
    if not form.is_valid():
        return _page(request, form, who)
    typed = typed_in(form.cleaned_data)
    if who.chosen is None and not who.is_new:
        if (owner := typed.certain()) is not None:
            who = known_one(owner.pk)
        elif doubles := typed.doubles():
            return _page(request, form, Who(doubles=doubles))
    try:
        case = _begun(request, form.cleaned_data, who, typed)
    except errors.EmptyText:
        return _page(request, form, who, Composer("", reply_error=_("Please write something first.")))
    except (errors.UploadRefused, errors.LetterTooLarge) as refused:
        return _page(request, form, who, Composer("", reply_error=words_for_file(refused)))
    except errors.RecipientsRefused as refused:
        words = (
            words_for_people(refused) if refused.reason != "none" else _("We know no mail address of this customer.")
        )
        return _page(request, form, who, Composer("", people_error=words))
    except errors.OpenGaps as refused:
        gaps = _("Still to be filled in: %(gaps)s") % {"gaps": ", ".join(refused.gaps)}
        stops = (gaps, *(str(stop.words) for stop in refused.stops))
        return _page(request, form, who, Composer("", stops=stops, has_gaps=True))
    except errors.ReplyStopped as refused:
        return _page(request, form, who, Composer("", stops=tuple(str(stop.words) for stop in refused.stops)))
    return _leave(request, case)


def _begun(request: DeskRequest, given: dict[str, Any], who: Who, typed: Typed) -> Case:
    is_letter = given["first"] == LETTER
    return actions.begin_case(
        by=request.actor,
        key=_key(request),
        brand_id=given["brand"].pk,
        customer=who.chosen.pk if who.chosen is not None else NewCustomer(typed.called, typed.free),
        subject=given["subject"],
        team_id=given["team"].pk if given["team"] else None,
        is_mine=given["whose"] != NOBODYS,
        waits=_then(request) == "wait",
        first=_letter(request, given, who, typed) if is_letter else _call(given),
        aside=typed.news_of(who.chosen),
    )


def _key(request: DeskRequest) -> str:
    """The page and what stands in it: pressed twice it opens one case, filled in anew after going back another."""
    page = request.POST.get("submission", "")[:LONGEST_KEY]
    said = json.dumps([page, *(request.POST.get(name, "") for name in _OF_A_CASE)])
    return hashlib.sha256(said.encode()).hexdigest()[:LONGEST_KEY] if page else ""


def _then(request: DeskRequest) -> str:
    return next((request.POST[name] for name in ("meant", "anyway", "then") if name in request.POST), "")


def _letter(request: DeskRequest, given: dict[str, Any], who: Who, typed: Typed) -> FirstLetter:
    wanted = id_in(request.POST.get("to_point", ""))
    points = sorted(who.mails, key=lambda each: each.pk != wanted)
    written = [value for kind, value in typed.contacts if kind is ContactKind.MAIL]
    address = points[0].as_written if points else "" if who.chosen is not None else next(iter(written), "")
    return FirstLetter(
        unix_newlines(given["text"]),
        who.chosen.name if who.chosen is not None else typed.called,
        address,
        files_in(request),
        gaps_are_meant="meant" in request.POST,
        stops_are_known="meant" in request.POST or "anyway" in request.POST,
        is_signed=is_signed(request.POST),
    )


def _call(given: dict[str, Any]) -> CallNote:
    return CallNote(given["text"], Direction(given["direction"] or Direction.IN.value), given["spoke_with"])


def _leave(request: DeskRequest, case: Case) -> HttpResponse:
    if not Case.objects.visible_to(request.actor).filter(pk=case.pk).exists():
        messages.success(request, _("Handed over. The case is with another team now."))
        return lead_to(request, reverse("desk:inbox"))
    return lead_to(request, reverse("desk:case", args=[case.number]))


def _page(request: DeskRequest, form: NewCaseForm, who: Who, composer: Composer | None = None) -> HttpResponse:
    composer = composer or Composer()
    context = {
        "form": form,
        "who": who,
        "composer": composer,
        "then": _then(request),
        "to": id_in(request.POST.get("to_point", "")),
        "section": "inbox",
        "submission": request.POST.get("submission", "")[:LONGEST_KEY] or public_id(),
        "upload_limit": settings.LINKED_SIZE_LIMIT,
        "coach_url": reverse("desk:first-review"),
        "is_signed": is_signed(request.POST),
        **_margin(request, who),
    }
    is_refused = bool(form.errors or who.doubles or composer != Composer())
    response = render(request, "desk/new_case.html", context, status=422 if is_refused else 200)
    response["Vary"] = "HX-Request"
    return response


def _margin(request: DeskRequest, who: Who) -> dict[str, Any]:
    """What the coach's margin says of the customer, and how the letter ends; of somebody new what the brand does."""
    customer, brand = who.chosen or Customer(), Brand.objects.first() or Brand()
    voice = voice_for(brand, customer)
    return {
        "customer": customer,
        "form_of_address": voice.form,
        "case": Case(language=voice.language),
        "signature": Signing(brand, request.user).text(voice.catalogue),
        "list_query": "",
    }


@require_POST
@desk_view
def first_review(request: DeskRequest) -> HttpResponse:
    """Say what the coach sees in the first letter of a case that is not opened yet, as JSON."""
    who = who_is_asked(request.POST.dict(), finds=False)
    brands = Brand.objects.select_related("voice")
    wanted = id_in(request.POST.get("brand", ""))
    brand = get_object_or_404(brands, pk=wanted) if wanted is not None else brands.first()
    if brand is None:
        return JsonResponse({"notes": [], "promises": [], "questions": []})
    draft = unix_newlines(request.POST.get("text", ""))[:LONGEST_DRAFT]
    advice = advise_first(brand=brand, customer=who.chosen, by=request.actor, draft=draft, given=circumstances(request))
    # A promise is written down in its case, and there is none yet.
    return JsonResponse({**as_json(advice), "promises": []})


@require_safe
@desk_view
def choices(request: DeskRequest) -> HttpResponse:
    """Answer which customers are meant by what is being typed ("q"): eight at most, as JSON for a field."""
    found = who_is_asked({"q": request.GET.get("q", "")}, finds=True).found
    told = [{"id": each.pk, "name": each.name, "more": _more_of(each)} for each in found[:MOST_FOUND]]
    return JsonResponse({"customers": told})


def _more_of(customer: Any) -> str:
    firm = [customer.firm.name] if customer.firm else []
    return " · ".join([*firm, *(point.as_written for point in customer.contact_points.all()[:2])])


@desk_view
def palette(request: DeskRequest) -> HttpResponse:
    """Answer the palette: cases that match what is being typed, and a moment until which the open one is snoozed."""
    words = request.GET.get("q", "").strip()[:100]
    found = case_list(request.actor, ListFilter(view=View.ALL, words=words), size=8).cases if words else []
    context = {
        "cases": found,
        "words": words,
        "title": _("Cases"),
        **macros_in_palette(request, words),
        **palette_offer(request, words),
    }
    return render(request, "desk/parts/palette.html", context)
