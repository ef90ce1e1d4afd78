"""What is done to a case beside writing. Each is one action and leads back to the case."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kulanz.cases import actions
from kulanz.cases.models import Case, OwnReason
from kulanz.cases.queries.reasons import reasons_in_use
from kulanz.cases.rules import WaitingFor
from kulanz.notify.actions import read_notices_of

from .. import undoing
from ..access import DeskRequest, case_view, chosen_id
from ..days import chosen_day, last_day, moment_in
from ..picking import STEPS, SelectionStep


@require_POST
@case_view
def takeover(request: DeskRequest, case: Case) -> None:
    """Take a case oneself."""
    # As the list does it with many; for half a minute it can be undone.
    if (undo_step := STEPS["take"](case, SelectionStep("take"), request.actor)) is not None:
        undoing.remember(request, _("It is yours now."), [undo_step])


@case_view
def waiting(request: DeskRequest, case: Case) -> HttpResponse | None:
    """Let a case wait for the customer or for others (``reason``: for whom, ``until``: when we ask again); GET asks."""
    if request.method != "POST":
        return _ask_for_whom(request, case)
    whom = WaitingFor.CUSTOMER if request.POST.get("whom") == WaitingFor.CUSTOMER.value else WaitingFor.OTHERS
    until = chosen_day(request.POST.get("until", ""))
    actions.wait_for(
        case_id=case.pk,
        by=request.actor,
        whom=whom,
        reason=request.POST.get("reason", ""),
        until=until,
        named_id=chosen_id(request, "named"),
    )
    words = _("The case waits for the customer.") if whom is WaitingFor.CUSTOMER else _("The case waits for others.")
    undoing.remember(request, words, [("wait", {"case_id": case.pk})])
    return None


def _ask_for_whom(request: DeskRequest, case: Case) -> HttpResponse:
    days = {"at": timezone.localtime(), "last_day": last_day()}
    context = {"case": case, "list_query": request.GET.urlencode(), "section": "inbox", **days}
    context["own_reasons"] = reasons_in_use(OwnReason.Use.WAITING)
    return render(request, "desk/wait.html", context)


@require_POST
@case_view
def resumption(request: DeskRequest, case: Case) -> None:
    """Take a waiting case back to us."""
    actions.resume_case(case_id=case.pk, by=request.actor)


@require_POST
@case_view
def reopening(request: DeskRequest, case: Case) -> None:
    """Take an ended case up again."""
    actions.reopen_case(case_id=case.pk, by=request.actor)


@require_POST
@case_view
def confirmation(request: DeskRequest, case: Case, message_id: int) -> None:
    """Take the customer's mail as their word that it is solved."""
    actions.accept_confirmation(message_id=message_id, by=request.actor)


@require_POST
@case_view
def priority(request: DeskRequest, case: Case) -> None:
    """Set how urgent a matter is in our eyes."""
    value = request.POST.get("priority", "")
    if value not in {str(level.value) for level in Case.Priority}:
        raise Http404
    actions.set_priority(case_id=case.pk, by=request.actor, priority=int(value))


@require_POST
@case_view
def goal(request: DeskRequest, case: Case) -> None:
    """Write down the customer's goal in one sentence."""
    actions.set_goal(case_id=case.pk, by=request.actor, goal=request.POST.get("goal", ""))


@require_POST
@case_view
def subject(request: DeskRequest, case: Case) -> None:
    """Give a case another subject."""
    actions.set_subject(case_id=case.pk, by=request.actor, subject=request.POST.get("subject", ""))


@require_POST
@case_view
def story(request: DeskRequest, case: Case) -> None:
    """Write the story so far."""
    given = request.POST
    actions.edit_story(
        case_id=case.pk,
        by=request.actor,
        matter=given.get("matter", ""),
        promised=given.get("promised", ""),
        next_step=given.get("next_step", ""),
    )


@require_POST
@case_view
def read_mark(request: DeskRequest, case: Case) -> HttpResponse:
    """Take note that a page of the case is before somebody's eyes, with the entries it shows. Answers 204."""
    given = request.POST
    until = moment_in(given.get("until", ""))
    ids = {f"{what}_id": chosen_id(request, what) or 0 for what in ("message", "note")}
    actions.see_case(case_id=case.pk, by=request.actor, until=until, **ids)
    read_notices_of(case_id=case.pk, by=request.actor)
    return HttpResponse(status=204)


@require_POST
@case_view
def unread(request: DeskRequest, case: Case) -> HttpResponse:
    """Let a case look new again, and go back to the list."""
    actions.mark_unread(case_id=case.pk, by=request.actor)
    list_query = request.GET.urlencode()
    return HttpResponseRedirect(reverse("desk:inbox") + (f"?{list_query}" if list_query else ""))
