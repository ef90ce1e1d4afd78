"""What an answer does to its case when it begins its way out: whose the case is, and where it stands."""

from __future__ import annotations

from datetime import datetime

from kulanz.events import log
from kulanz.events.actor import Actor
from kulanz.people.actors import sight_of
from kulanz.people.hours import hours_of
from kulanz.people.models import User

from .. import events
from ..models import Assignment, Case, Message, Solution, Waiting
from ..rules import CaseStatus, WaitingFor
from ._outside import goes_outside, names_of
from ._steps import end_snooze, end_waiting, refresh_status, update_case, withdraw_proposal


def take_effect(
    case: Case, message: Message, by: Actor, *, waits: bool, was_postponed: bool = False, takes_it: bool = True
) -> None:
    """Let a locked case follow its answer, and tell it. All that this writes bears the letter's own time.

    ``takes_it``: a case that nobody has becomes its writer's.
    """
    at, proposes_solution = message.at, message.proposes_solution
    if takes_it:
        _take_if_free(case, by, at)
    end_snooze(case, at)
    is_outside = goes_outside(message)
    # Who wrote from outside is answered; the customer goes on waiting.
    since = case.waiting_since if is_outside else None
    if _changes_state(case, message, waits=waits):
        _state_after(case, message, by, waits=waits, is_outside=is_outside)
        refresh_status(case, last_entry_at=at, waiting_since=since)
    else:
        update_case(case, last_entry_at=at, waiting_since=since)
    log.record(events.ReplyWritten(case.pk, message.pk, waits, proposes_solution, was_postponed), by=by)


def could_take(case: Case, user_id: int | None) -> bool:
    """Say whether a case can become somebody's whose letter goes long after it was written. Two queries.

    Nobody looks after a case of somebody who has left since, or whose teams it has left.
    """
    user = User.objects.filter(pk=user_id or 0, is_active=True).prefetch_related("memberships").first()
    return user is not None and sight_of(user).covers(case.team_id)


def _take_if_free(case: Case, by: Actor, at: datetime) -> None:
    """Whoever answers a case that nobody has is accountable for it."""
    if case.assignee_id is None:
        Assignment.objects.create(case=case, user_id=by.user_id, team_id=case.team_id, by_id=by.user_id, at=at)
        update_case(case, assignee_id=by.user_id)


def _changes_state(case: Case, message: Message, *, waits: bool) -> bool:
    """Say whether the status can change: a plain answer leaves most cases where they are."""
    still = {CaseStatus.WITH_US, CaseStatus.SOLUTION_PROPOSED, CaseStatus.CONFIRMED, CaseStatus.ENDED}
    return waits or message.proposes_solution or case.state not in still


def _state_after(case: Case, message: Message, by: Actor, *, waits: bool, is_outside: bool) -> None:
    if case.state in {CaseStatus.WAITING_CUSTOMER, CaseStatus.WAITING_OTHERS}:
        end_waiting(case, message.at)
    if message.proposes_solution:
        withdraw_proposal(case, message.at)
        lapses_at = hours_of(case.brand).after_working_days(message.at, case.brand.silence_days)
        Solution.objects.create(
            case=case, message=message, proposed_by_id=by.user_id, lapses_at=lapses_at, at=message.at
        )
    elif waits and case.state is not CaseStatus.CONFIRMED:
        withdraw_proposal(case, message.at)
        whom = WaitingFor.OTHERS if is_outside else WaitingFor.CUSTOMER
        reason = names_of(message.recipients) if is_outside else ""
        Waiting.objects.create(case=case, whom=whom.value, reason=reason, by_id=by.user_id, at=message.at)
