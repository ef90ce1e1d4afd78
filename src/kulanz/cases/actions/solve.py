"""The end of a case: the customer's word, or silence, which is a class of its own."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kulanz.core.clock import now
from kulanz.events import log
from kulanz.events.actor import SYSTEM, Actor, ActorKind

from .. import events
from ..access import locked_case, require_staff
from ..errors import NotAllowed, WrongState
from ..models import Case, Confirmation, Lapse, Message, Reopening, Solution
from ..rules import CaseStatus
from ._steps import end_snooze, end_waiting, refresh_status

LAPSE_BATCH = 200


def confirm_solved(*, case_id: int, by: Actor, words: str = "", via: str = "page") -> Confirmation:
    """Record the customer's word that it is solved. Only the customer says it; a second click changes nothing."""
    if by.kind is not ActorKind.CUSTOMER:
        raise NotAllowed
    with transaction.atomic():
        case = locked_case(case_id, by)
        # A second click, or the same page in another tab: the word stands once.
        if case.state is CaseStatus.CONFIRMED and (last := case.confirmations.last()) is not None:
            return last
        return _confirm(case, by, words=words, via=via, message=None, accepted_by=None)


def accept_confirmation(*, message_id: int, by: Actor) -> Confirmation:
    """Take a customer's mail ("Danke, klappt") as the word that it is solved. Raises ``WrongState`` for other mail."""
    require_staff(by)
    with transaction.atomic():
        message = Message.objects.filter(pk=message_id).select_related("customer").first()
        if message is None or message.customer is None or message.is_automatic or not message.is_incoming:
            raise WrongState
        case = locked_case(message.case_id, by)
        if case.state is CaseStatus.CONFIRMED:
            raise WrongState
        return _confirm(case, by, words=message.text[:2000], via="mail", message=message, accepted_by=by.user_id)


def _confirm(
    case: Case, by: Actor, *, words: str, via: str, message: Message | None, accepted_by: int | None
) -> Confirmation:
    at = now()
    end_waiting(case, at)
    end_snooze(case, at)
    confirmation = Confirmation.objects.create(
        case=case,
        customer_id=(message.customer_id if message is not None else None) or case.customer_id,
        words=words.strip()[:2000],
        via=via,
        message=message,
        accepted_by_id=accepted_by,
        at=at,
    )
    refresh_status(case, waiting_since=None)
    log.record(events.SolutionConfirmed(case.pk, confirmation.pk, via), by=by)
    return confirmation


def decline_solution(*, case_id: int, by: Actor, words: str = "") -> None:
    """Record the customer's word that it is not solved yet: the case is ours again."""
    if by.kind is not ActorKind.CUSTOMER:
        raise NotAllowed
    with transaction.atomic():
        case = locked_case(case_id, by)
        at = now()
        end_waiting(case, at)
        end_snooze(case, at)
        Reopening.objects.create(case=case, why="not-solved", words=words.strip()[:2000], at=at)
        refresh_status(case, waiting_since=case.waiting_since or at, last_entry_at=at)
        log.record(events.SolutionDeclined(case.pk, words.strip()[:2000]), by=by)


def lapse_silent_cases(*, at: datetime | None = None) -> int:
    """End the cases whose proposed solution nobody answered within the announced time. Returns how many."""
    at = at or now()
    # Only whom it may concern: each is looked at again under its lock.
    silent = (
        Solution.objects.filter(lapses_at__lte=at, withdrawn_at=None, case__status=CaseStatus.SOLUTION_PROPOSED.value)
        .order_by("lapses_at")
        .values_list("case_id", flat=True)[:LAPSE_BATCH]
    )
    return sum(_lapse(case_id, at) for case_id in dict.fromkeys(silent))


def _lapse(case_id: int, at: datetime) -> bool:
    with transaction.atomic():
        case = locked_case(case_id, SYSTEM)
        newest = case.solutions.filter(withdrawn_at=None).last()
        # A customer who answered that it works, without a click, waits for us and is never silent.
        if case.state is not CaseStatus.SOLUTION_PROPOSED or newest is None or newest.lapses_at > at:
            return False
        if case.messages.filter(direction="in", is_automatic=False, pk__gt=newest.message_id).exists():
            return False
        end_snooze(case, at)
        Lapse.objects.create(case=case, at=at)
        refresh_status(case)
        log.record(events.CaseLapsed(case.pk), by=SYSTEM)
    return True
