"""Passing a letter on, or all that was said with a customer, to somebody who is not part of the case."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kulanz.cases import actions, errors
from kulanz.cases.models import Case
from kulanz.cases.queries import offered_people
from kulanz.cases.rules import CLOSED
from kulanz.core.ids import id_in
from kulanz.people.rules import mail_key

from .. import undoing
from ..access import DeskRequest, back_to, case_view
from ..addressees import words_for
from ..attaching import words_for_file
from ..composer import Composer
from ..forwarding import ForwardForm, form_asked, form_sent
from ..signing import is_signed, signature_of

LONGEST_TYPED = 100


@case_view
def forwarding(request: DeskRequest, case: Case) -> HttpResponse | None:
    """Pass on a letter ("letter": its id), or without one all that was said with the customer; GET asks.

    Whoever is not part of the case is named before it goes: "named" holds the addresses that the page has named.
    """
    letter_id = id_in(request.GET.get("letter", ""))
    try:
        form = _read(request, case, letter_id)
    except errors.NotFound:
        if letter_id is not None:
            raise
        messages.info(request, _("There is no letter in this case yet that could be passed on."))
        return back_to(request, case.number)
    if request.method != "POST":
        return _page(request, case, form, Composer())
    if form.text.strip() and form.unnamed and "meant" not in request.POST and "anyway" not in request.POST:
        return _page(request, case, form, Composer(unseen=True))
    try:
        _forward(request, case, form, letter_id)
    except errors.EmptyText:
        words = _("Please write a line to it, so that they know what is wanted.")
        return _page(request, case, form, Composer(reply_error=words))
    except errors.RecipientsRefused as refused:
        return _page(request, case, form, Composer(people_error=words_for(refused)))
    except errors.LetterTooLarge as refused:
        return _page(request, case, form, Composer(reply_error=words_for_file(refused)))
    except errors.OpenGaps as refused:
        gaps = _("Still to be filled in: %(gaps)s") % {"gaps": ", ".join(refused.gaps)}
        return _page(request, case, form, Composer(stops=(gaps, *_said(refused.stops)), has_gaps=True))
    except errors.ReplyStopped as refused:
        return _page(request, case, form, Composer(stops=_said(refused.stops)))
    undoing.forget(request)  # "z" takes the letter back now
    return None


def _read(request: DeskRequest, case: Case, letter_id: int | None) -> ForwardForm:
    if request.method != "POST":
        return form_asked(case, letter_id, request.actor)
    return form_sent(case, letter_id, request.actor, request.POST)


def _forward(request: DeskRequest, case: Case, form: ForwardForm, letter_id: int | None) -> None:
    actions.forward_message(
        case_id=case.pk,
        by=request.actor,
        text=form.text,
        recipients=form.recipients,
        letter_id=letter_id,
        file_ids=form.ticked,
        waits=form.waits,
        is_signed=is_signed(request.POST),
        gaps_are_meant="meant" in request.POST,
        stops_are_known="meant" in request.POST or "anyway" in request.POST,
    )


def _said(stops: tuple[errors.Stop, ...]) -> tuple[str, ...]:
    return tuple(str(stop.words) for stop in stops)


def _page(request: DeskRequest, case: Case, form: ForwardForm, composer: Composer) -> HttpResponse:
    query = request.GET.copy()
    query.pop("letter", None)
    context: dict[str, Any] = {
        "case": case,
        "form": form,
        "composer": composer,
        "addressees": form.addressees,
        "named": " ".join(mail_key(each["address"]) for each in form.addressees.strangers),
        "signature": signature_of(case, None, request.user),
        "is_signed": is_signed(request.POST) if request.method == "POST" else form.is_signed,
        "can_wait": case.state not in CLOSED,
        "list_query": query.urlencode(),
        "section": "inbox",
    }
    status = 200 if composer == Composer() else 422
    return render(request, "desk/forward.html", context, status=status)


@require_safe
@case_view
def people(request: DeskRequest, case: Case) -> HttpResponse:
    """Answer whom a letter in this case could be for whose name or address begins with "q": eight at most."""
    found = offered_people(case, request.GET.get("q", "")[:LONGEST_TYPED], request.actor)
    told = [{"name": each.name, "address": each.address, "part": each.is_part} for each in found]
    return JsonResponse({"people": told})
