"""Steps that all actions on one case share: write what changed, and read the records anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any

from kulanz.events import jobs

from .. import counting
from ..models import Case, Ending, Message, Snooze, Solution, Waiting
from ..rules import NO_MOMENT, ON_ITS_WAY, CaseStatus, Delivery, derive_status
from ..standing import records_of


def update_case(case: Case, **values: Any) -> None:
    """Write the given columns of a case, and move its counters where its place changes."""
    before = counting.place_of(case)
    for name, value in values.items():
        setattr(case, name, value)
    if "status" in values:
        case.is_open = case.state.is_open
        # A copy of the status for the partial indexes of the lists; a constraint of the table holds both together.
        values["is_open"] = case.is_open
    if values:
        case.save(update_fields=list(values))
    after = counting.place_of(case)
    if before != after:
        counting.shift(Counter({before: -1, after: 1}))


def hold_letters(*case_ids: int | None) -> None:
    """Lock the answers on their way out of cases that are to be locked: before these, as whoever sends them does."""
    known = [each for each in case_ids if each is not None]
    on_their_way = Message.objects.filter(case_id__in=known, delivery__in=ON_ITS_WAY).order_by("pk")
    list(on_their_way.select_for_update().values_list("pk"))


def refresh_status(case: Case, **values: Any) -> CaseStatus:
    """Derive the status anew from the records and write it together with ``values``. Returns the new status."""
    status = derive_status(records_of(case))
    update_case(case, status=status.value, **values)
    return status


def end_waiting(case: Case, at: datetime) -> None:
    """End whatever the case waits for."""
    Waiting.objects.filter(case=case, ended_at=None).update(ended_at=at)


def end_snooze(case: Case, at: datetime) -> None:
    """Let a case that is snoozed stand among the others again."""
    if case.is_snoozed:
        end_snoozes([case.pk], at)
        update_case(case, wakes_at=None)


def end_snoozes(case_ids: Collection[int], at: datetime) -> None:
    """End the snoozing of cases whose ``wakes_at`` the caller empties."""
    if case_ids:
        Snooze.objects.filter(case_id__in=case_ids, ended_at=None).update(ended_at=at)


def take_up_snooze(case: Case, snooze: Snooze) -> None:
    """Let a case be snoozed as this standing record says, and wake at its moment."""
    update_case(case, wakes_at=snooze.until or NO_MOMENT)
    if snooze.until is not None:
        # One job for each record and moment, however often it is ended and given back.
        key = f"wake-case:{snooze.pk}"
        jobs.enqueue_all([jobs.NewJob("wake-case", {"snooze_id": snooze.pk}, due_at=snooze.until, key=key)])


def withdraw_proposal(case: Case, at: datetime) -> None:
    """Take back a proposed solution that nobody has answered."""
    if case.state is CaseStatus.SOLUTION_PROPOSED:
        Solution.objects.filter(case=case, withdrawn_at=None).update(withdrawn_at=at)


def standing_ending(case: Case) -> Ending | None:
    """Return the ending without a letter by which a case is ended now; ``None`` where it is open or ended otherwise."""
    return Ending.objects.standing().filter(case=case).select_related("of").last()


def waited_since(case: Case) -> datetime | None:
    """Return since when the customer of an ended case waits, should it be ours again: nobody has answered them."""
    ending = standing_ending(case)
    return (ending.waiting_since if ending is not None else None) or case.waiting_since


def give_back(case: Case, at: datetime) -> None:
    """Give back what a step that is undone had ended in its instant ``at``: a waiting, a solution, a snooze."""
    # Whatever one step writes bears one instant, so equal times say what belongs to it.
    Waiting.objects.filter(case=case, ended_at=at, withdrawn_at=None).update(ended_at=None)
    asked = Solution.objects.filter(case=case, withdrawn_at=at).exclude(message__delivery=Delivery.WITHDRAWN.value)
    asked.update(withdrawn_at=None)
    give_back_snooze(case, at)


def give_back_snooze(case: Case, at: datetime) -> None:
    """Give back a snooze that a step which is undone had ended in its instant ``at``."""
    snooze = Snooze.objects.filter(case=case, ended_at=at, withdrawn_at=None, returned_to=None).last()
    if snooze is not None and not case.is_snoozed:
        Snooze.objects.filter(pk=snooze.pk).update(ended_at=None)
        take_up_snooze(case, snooze)
