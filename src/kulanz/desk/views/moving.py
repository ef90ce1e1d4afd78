"""Letters that belong elsewhere: moved to another case by its number, or split off into one of their own."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kulanz.cases import actions, errors
from kulanz.cases.access import case_numbered
from kulanz.cases.models import Case, Message
from kulanz.cases.queries import other_cases
from kulanz.ui.panels import beside_letters

from .. import undoing
from ..access import REFUSALS, DeskRequest, back_to, case_view
from ..ending import NoSuchCase, id_of
from ..relating import of_one_brand


@case_view
def move(request: DeskRequest, case: Case, message_id: int) -> HttpResponse:
    """Move a letter to another case by its number, or split it off into its own; GET asks where to.

    "number" or "other" is where to, "same": and keep its address; "later": with all that was said after it.
    """
    given = request.POST
    if request.method != "POST":
        return _ask(request, case, message_id)
    if same := given.get("same", "").strip().upper():
        return _take_sender_in(request, case, message_id, same)
    wanted = given.get("other", "") or given.get("number", "")
    if "asked" not in given:  # a hint names the case that it means: there is no form in which a mistake could be said
        into = case_numbered(wanted.strip().upper(), request.actor).pk if wanted.strip() else None
        return _move(request, case, message_id, into)
    try:
        into = id_of(wanted, request.actor)
    except NoSuchCase as missing:
        return _ask(request, case, message_id, missing.words)
    try:
        return _move(request, case, message_id, into)
    except errors.BrandsDiffer:
        return _ask(request, case, message_id, REFUSALS[errors.BrandsDiffer]())


def _move(request: DeskRequest, case: Case, message_id: int, into: int | None) -> HttpResponse:
    target = actions.move_message(
        message_id=message_id, by=request.actor, case_id=into, with_later=request.POST.get("later") == "yes"
    )
    if target.pk != case.pk:
        words = _("It is case %(number)s now.") if into is None else _("Moved to %(number)s.")
        undoing.remember(request, words % {"number": target.number}, [("move", {"message_id": message_id})])
    return back_to(request, target.number)


def _ask(request: DeskRequest, case: Case, message_id: int, error: str = "") -> HttpResponse:
    letters = Message.objects.select_related(*beside_letters()).filter(case=case, direction="in")
    letter = letters.filter(pk=message_id).first()
    if letter is None:
        raise errors.NotFound
    context = {
        "case": case,
        "letter": letter,
        "list_query": request.GET.urlencode(),
        "section": "inbox",
        "mergeable": of_one_brand(case, other_cases(request.actor, case)),
        "has_later": case.messages.filter(at__gt=letter.at).exists(),
        "move_error": error,
        "number": request.POST.get("number", ""),
    }
    return render(request, "desk/move.html", context, status=422 if error else 200)


def _take_sender_in(request: DeskRequest, case: Case, message_id: int, number: str) -> HttpResponse:
    """Move a letter and keep its address; before anything does, say whose it is and what goes with it."""
    other = case_numbered(number, request.actor)
    if request.POST.get("sure") == "yes":
        target = actions.take_sender_in(message_id=message_id, by=request.actor, case_id=other.pk)
        return back_to(request, target.number)
    context = {
        "taking": actions.look_at_sender(message_id=message_id, by=request.actor, case_id=other.pk),
        "number": case.number,
        "message_id": message_id,
        "list_query": request.GET.urlencode(),
        "section": "inbox",
    }
    return render(request, "desk/take_sender.html", context)
