"""Where cases stand by their records: for us, and as far as their customers have been told.

What a letter began or ended bears the letter's own time: while it is held, its customer reads of neither.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery

from kulanz.core.prepared import prepared

from .models import Assignment, Case, Confirmation, Ending, Lapse, Message, Reopening, Solution, Waiting
from .rules import UNBEGUN, CaseStatus, Delivery, Direction, EndingReason, Records, WaitingFor, derive_status


@dataclass(frozen=True, slots=True)
class Standing:
    """What a customer may know: the status, what others are waited for, and until when silence changes nothing.

    ``ended_as`` is why we ended it without a letter; ``None`` where it did not end so.
    """

    status: CaseStatus
    reason: str
    lapses_at: datetime | None
    ended_as: EndingReason | None


def records_of(case: Case) -> Records:
    """Read the newest record of each kind. One query."""
    return _records(_standing_rows(case.pk)[0])


@prepared
def _standing_rows(case_id: int) -> Any:
    waiting, proposed = Waiting.objects.filter(ended_at=None), Solution.objects.filter(withdrawn_at=None)
    return _rows(Case.objects.filter(pk=case_id), waiting, proposed)


def told_standings(case_ids: Iterable[int]) -> dict[int, Standing]:
    """Return where cases stand without the letters that are still held. One query, whatever their number."""
    waiting, proposed = _told(Waiting, "ended_at"), _told(Solution, "withdrawn_at")
    rows = _rows(Case.objects.filter(pk__in=[*case_ids]), waiting, proposed).annotate(
        reason=_newest(waiting, "reason"),
        lapses_at=_newest(proposed, "lapses_at"),
        ended_as=_newest(Ending.objects.filter(withdrawn_at=None), "reason"),
    )
    return {row["pk"]: _standing(row) for row in rows}


def _told(record: Any, end: str) -> QuerySet[Any]:
    """The records that stand, had the letters that are held not been written."""
    held = Message.objects.filter(case=OuterRef("case"), delivery=Delivery.HELD.value).values("at")
    records: QuerySet[Any] = record.objects.exclude(at__in=held)
    return records.filter(Q(**{end: None}) | Q(**{f"{end}__in": held}))


def _standing(row: dict[str, Any]) -> Standing:
    records = _records(row)
    status = derive_status(records)
    reason = row["reason"] if records.waiting_for is WaitingFor.OTHERS else ""
    lapses_at = row["lapses_at"] if status is CaseStatus.SOLUTION_PROPOSED else None
    return Standing(status, reason, lapses_at, _ended_as(row["ended_as"], status, records))


def _ended_as(reason: str, status: CaseStatus, records: Records) -> EndingReason | None:
    """Why we ended a case without a letter, where it was that and not silence that ended it."""
    if status is not CaseStatus.ENDED or records.ended_at is None:
        return None
    by_silence = records.lapsed_at is not None and records.lapsed_at > records.ended_at
    return None if by_silence else EndingReason(reason)


def _rows(cases: QuerySet[Case], waiting: QuerySet[Waiting], proposed: QuerySet[Solution]) -> Any:
    mine = {"case_id": OuterRef("pk")}
    answered = Message.objects.filter(**mine, direction=Direction.OUT.value)
    return cases.values(
        "pk",
        proposed=_last(proposed),
        confirmed=_last(Confirmation.objects.all()),
        lapsed=_last(Lapse.objects.all()),
        ended=_last(Ending.objects.filter(withdrawn_at=None)),
        reopened=_last(Reopening.objects.all()),
        waits=_newest(waiting, "whom"),
        assigned=Exists(Assignment.objects.filter(**mine, withdrawn_at=None)),
        waited=Exists(Waiting.objects.filter(**mine, withdrawn_at=None)),
        answered=Exists(answered.exclude(delivery__in=UNBEGUN)),
    )


def _last(records: QuerySet[Any]) -> Subquery:
    """The time of the newest one of a case."""
    mine = records.order_by().filter(case_id=OuterRef("pk"))
    return Subquery(mine.values("case_id").annotate(newest=Max("at")).values("newest"))


def _newest(records: QuerySet[Any], field: str) -> Subquery:
    """A field of the newest one of a case."""
    return Subquery(records.filter(case_id=OuterRef("pk")).order_by("-id").values(field)[:1])


def _records(row: dict[str, Any]) -> Records:
    return Records(
        touched=row["assigned"] or row["answered"] or row["waited"],
        proposed_at=row["proposed"],
        confirmed_at=row["confirmed"],
        lapsed_at=row["lapsed"],
        ended_at=row["ended"],
        reopened_at=row["reopened"],
        waiting_for=WaitingFor(row["waits"]) if row["waits"] else None,
    )
