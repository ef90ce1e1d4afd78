"""Steps that all actions on one case share: write what changed, and read the records anew."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from .. import counting
from ..models import Case, Ending, Solution, Waiting
from ..rules import CaseStatus, Delivery, derive_status
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


def refresh_status(case: Case, **values: Any) -> CaseStatus:
    """Derive the status anew from the records and write it together with ``values``. Returns the new status."""
    status = derive_status(records_of(case))
    update_case(case, status=status.value, **values)
    return status


def end_waiting(case: Case, at: datetime) -> None:
    """End whatever the case waits for."""
    Waiting.objects.filter(case=case, ended_at=None).update(ended_at=at)


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
    """Give back what a step that is undone had ended in its instant ``at``: a waiting, a proposed solution."""
    # Whatever one step writes bears one instant, so equal times say what belongs to it.
    Waiting.objects.filter(case=case, ended_at=at, withdrawn_at=None).update(ended_at=None)
    asked = Solution.objects.filter(case=case, withdrawn_at=at).exclude(message__delivery=Delivery.WITHDRAWN.value)
    asked.update(withdrawn_at=None)
