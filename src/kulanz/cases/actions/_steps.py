"""Steps that all actions on one case share: write what changed, and read the records anew."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from django.db.models import Exists, Max, OuterRef, Subquery

from .. import counting
from ..models import Assignment, Case, Confirmation, Lapse, Message, Reopening, Solution, Waiting
from ..rules import CaseStatus, Records, WaitingFor, derive_status


def update_case(case: Case, **values: Any) -> None:
    """Write the given columns of a case, and move its counters where its place changes."""
    before = counting.place_of(case)
    for name, value in values.items():
        setattr(case, name, value)
    if "status" in values:
        case.is_open = case.state.is_open
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


def records_of(case: Case) -> Records:
    """Read the newest record of each kind. One query."""
    mine = {"case_id": OuterRef("pk")}

    def newest(rows: Any) -> Subquery:
        return Subquery(rows.filter(**mine).values("case_id").annotate(newest=Max("at")).values("newest"))

    row = (
        Case.objects.filter(pk=case.pk)
        .values(
            proposed=newest(Solution.objects.order_by().filter(withdrawn_at=None)),
            confirmed=newest(Confirmation.objects.order_by()),
            lapsed=newest(Lapse.objects.order_by()),
            reopened=newest(Reopening.objects.order_by()),
            waits=Subquery(Waiting.objects.filter(**mine, ended_at=None).order_by("-id").values("whom")[:1]),
            assigned=Exists(Assignment.objects.filter(**mine, withdrawn_at=None)),
            waited=Exists(Waiting.objects.filter(**mine, withdrawn_at=None)),
            answered=Exists(Message.objects.filter(**mine, direction="out").exclude(delivery="withdrawn")),
        )
        .get()
    )
    return Records(
        touched=row["assigned"] or row["answered"] or row["waited"],
        proposed_at=row["proposed"],
        confirmed_at=row["confirmed"],
        lapsed_at=row["lapsed"],
        reopened_at=row["reopened"],
        waiting_for=WaitingFor(row["waits"]) if row["waits"] else None,
    )


def end_waiting(case: Case, at: datetime) -> None:
    """End whatever the case waits for."""
    Waiting.objects.filter(case=case, ended_at=None).update(ended_at=at)


def withdraw_proposal(case: Case, at: datetime) -> None:
    """Take back a proposed solution that nobody has answered."""
    if case.state is CaseStatus.SOLUTION_PROPOSED:
        Solution.objects.filter(case=case, withdrawn_at=None).update(withdrawn_at=at)
