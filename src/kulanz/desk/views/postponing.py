"""Sending later: when the letter of the draft goes, and what can still be done with it until then."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kulanz.cases import actions, errors
from kulanz.cases.models import Case, Draft, Message
from kulanz.cases.rules import Delivery
from kulanz.core.ids import id_in
from kulanz.ui.templatetags.ui import short_when

from .. import undoing
from ..access import DeskRequest, case_view
from ..addressees import words_for
from ..composer import Composer
from ..snoozing import offered_untils, until_in, until_of
from .case import render_case
from .writing import LATER, stopped

# What the page of the letter knew, and goes with it to the moment.
CARRIED = ("meant", "anyway", "seen_message", "seen_note")


@case_view
def postponement(request: DeskRequest, case: Case) -> HttpResponse:
    """Let the letter of one's draft go at a moment ("until"); GET asks, and shows how what is typed ("words") is read.

    "then" is what the letter does when it goes; without "silent" it goes whatever its customer writes before.
    """
    draft = Draft.objects.filter(case=case, user=request.user, kind="reply").first()
    if draft is None or not draft.text.strip():
        return HttpResponseRedirect(_case_url(request, case))
    if request.method != "POST" or "until" not in request.POST:
        return _ask(request, case, draft)
    try:
        letter = _postpone(request, case, draft)
    except errors.RecipientsRefused as refused:
        composer = Composer(draft.text, people_error=words_for(refused))
        return render_case(request, case.number, status=422, composer=composer)
    except errors.OpenGaps as refused:
        return stopped(request, case, draft.text, LATER, refused.stops, gaps=refused.gaps)
    except errors.ReplyStopped as refused:
        return stopped(request, case, draft.text, LATER, refused.stops)
    except errors.UnseenEntries:
        return stopped(request, case, draft.text, LATER, (), unseen=True)
    words = _("Waits for a second pair of eyes. It goes in your name as soon as somebody has approved it.")
    if letter.delivery == Delivery.LATER.value:
        words = _("Goes %(when)s.") % {"when": short_when(letter.postponed.until)}
    undoing.remember(request, words, [("postpone", {"message_id": letter.pk})])
    return HttpResponseRedirect(_case_url(request, case))


def _ask(request: DeskRequest, case: Case, draft: Draft) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    words = given.get("words", "").strip()
    read = until_in(words, case.brand) if words else None
    context = {
        "case": case,
        "draft": draft,
        "words": words,
        "read": read if read is not None and read.moment is not None else None,
        "offered": [each for each in offered_untils(case.brand) if each.moment is not None],
        "carried": {name: given[name] for name in CARRIED if name in given},
        "is_silent": request.method != "POST" or "silent" in request.POST,
        "then": given.get("then", "wait"),
        "case_url": _case_url(request, case),
        "section": "inbox",
    }
    part = "desk/parts/postpone_reading.html" if request.headers.get("HX-Target") == "postpone-reading" else ""
    return render(request, part or "desk/postpone.html", context)


def _postpone(request: DeskRequest, case: Case, draft: Draft) -> Message:
    given, until = request.POST, until_of(request.POST["until"]).moment
    if until is None:
        raise errors.WrongState
    return actions.send_reply(
        case_id=case.pk,
        by=request.actor,
        text=draft.text,
        waits=given.get("then") == "wait",
        proposes_solution=given.get("then") == "propose",
        seen_message_id=id_in(given.get("seen_message", "")),
        seen_note_id=id_in(given.get("seen_note", "")),
        recipients=draft.recipients or None,
        answers_id=draft.answers_id,
        is_signed=draft.is_signed,
        gaps_are_meant="meant" in given,
        stops_are_known="meant" in given or "anyway" in given,
        later=actions.PostponementWish(until, only_in_silence="silent" in given),
    )


def _case_url(request: DeskRequest, case: Case) -> str:
    query = request.GET.get("list", "")
    return reverse("desk:case", args=[case.number]) + (f"?{query}" if query else "")


@require_POST
@case_view
def sending(request: DeskRequest, case: Case, message_id: int) -> None:
    """Let a postponed letter go now."""
    actions.send_postponed(message_id=message_id, by=request.actor)
    undoing.forget(request)  # "z" takes the letter back now


@require_POST
@case_view
def discarding(request: DeskRequest, case: Case, message_id: int) -> None:
    """Throw a postponed letter away."""
    actions.discard_postponed(message_id=message_id, by=request.actor)
    undoing.remember(request, _("The letter was thrown away."), [("discard", {"message_id": message_id})])
