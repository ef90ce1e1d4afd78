"""What conditions ask of cases, read for any number of them with the same number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kulanz.cases.models import Case, Message, Solution, Waiting
from kulanz.cases.rules import CaseStatus, Direction
from kulanz.core.clock import now
from kulanz.fields.models import FieldValue
from kulanz.people.hours import BusinessHours, hours_of

_Tagged = Case.tags.through
SINCE = "in_state_since"


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What is known of a case ``at`` a moment (aware).

    ``letter`` is the one that an event is about, else the newest of somebody else; ``tags`` are ids of tags as they are
    shown, ``values`` what stands in own fields by their ids; ``is_known`` says that the customer has an earlier case.
    """

    case: Case
    at: datetime
    hours: BusinessHours
    letter: Message | None
    tags: frozenset[int]
    values: Mapping[int, FieldValue]
    is_known: bool

    def passed(self, since: datetime, clock: str) -> timedelta:
        """Return how much time has passed since a moment, in business hours ("business") or by the clock."""
        return self.hours.worked_between(since, self.at) if clock == "business" else self.at - since

    @property
    def mood(self) -> str:
        """How the newest letter sounds, "" where nobody has read it yet."""
        mood = getattr(self.case, "mood", None)
        return mood.level if mood is not None else ""


def facts_of(case_ids: Collection[int], letters: Mapping[int, int] | None = None) -> dict[int, CaseFacts]:
    """Return the facts of cases by their ids, those that were merged left out. Six queries.

    ``letters`` are the letters that events are about, by case.
    """
    letters, at = letters or {}, now()
    cases = list(_cases(case_ids))
    wanted = {case.pk: letters.get(case.pk) or vars(case)["newest"] for case in cases}
    known = Message.objects.in_bulk([each for each in wanted.values() if each is not None])
    tags, values = _tags(wanted), _values(wanted)
    hours = {case.brand_id: case.brand for case in cases}
    calendars = {key: hours_of(brand) for key, brand in hours.items()}
    return {
        case.pk: CaseFacts(
            case,
            at,
            calendars[case.brand_id],
            known.get(wanted[case.pk] or 0),
            frozenset(tags[case.pk]),
            values[case.pk],
            vars(case)["is_known"],
        )
        for case in cases
    }


def in_state(state: str) -> QuerySet[Case]:
    """Return the cases in a state of ``kinds.triggers.STATES``, with ``SINCE``: since when (aware)."""
    if state == "with-us":
        return Case.objects.open().filter(waiting_since__isnull=False).annotate(**{SINCE: F("waiting_since")})
    newest: QuerySet[Any] = Waiting.objects.filter(case=OuterRef("pk"), ended_at=None)
    if state == CaseStatus.SOLUTION_PROPOSED.value:
        newest = Solution.objects.filter(case=OuterRef("pk"), withdrawn_at=None)
    began = Subquery(newest.order_by("-id").values("at")[:1])
    return Case.objects.filter(status=state).annotate(**{SINCE: began}).filter(**{f"{SINCE}__isnull": False})


def _cases(case_ids: Collection[int]) -> Iterable[Case]:
    earlier = Case.with_merged.filter(customer_id=OuterRef("customer_id"), opened_at__lt=OuterRef("opened_at"))
    newest = Message.objects.filter(case_id=OuterRef("pk"), direction=Direction.IN.value).order_by("-at", "-id")
    rows = Case.objects.filter(pk__in=case_ids).annotate(
        is_known=Exists(earlier), newest=Subquery(newest.values("pk")[:1])
    )
    beside = ("brand", "customer__organisation__merged_into", "team", "assignee", "mood")
    return rows.select_related(*beside).prefetch_related("brand__opening_times", "brand__closed_days").order_by("-pk")


def _tags(case_ids: Iterable[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    rows = _Tagged.objects.filter(case_id__in=[*case_ids])
    for case_id, tag_id in rows.values_list("case_id", Coalesce(F("tag__merged_into_id"), F("tag_id"))):
        found[case_id].add(tag_id)
    return found


def _values(case_ids: Iterable[int]) -> dict[int, dict[int, FieldValue]]:
    found: dict[int, dict[int, FieldValue]] = defaultdict(dict)
    for value in FieldValue.objects.filter(case_id__in=[*case_ids]):
        found[value.case_id][value.field_id] = value
    return found
