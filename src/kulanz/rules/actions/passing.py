"""Rules that wait for time to pass: each looks once at a case, as long as this stays in the state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from kulanz.cases.models import Case, Solution, Waiting
from kulanz.cases.rules import CaseStatus
from kulanz.core.clock import now
from kulanz.people.hours import BusinessHours, hours_of

from ..kinds import TIME
from ..models import Rule, RuleRun
from ..rules import Part, content_of
from ..sources import Sources
from .running import Occasion, run_in_order

PORTION, MOST = 200, 5000
SINCE = "in_state_since"


def run_time_rules() -> int:
    """Let time rules run where their time has passed, in portions. Returns how many cases one of them changed.

    What was due before a rule was switched on does not concern it.
    """
    rules = list(Rule.objects.active().filter(trigger=TIME))
    sources, hours = Sources(), Hours()
    return sum(
        run_in_order([rule], Occasion(case.pk, since=since), sources)
        for rule in rules
        for case, since in _due(rule, hours)
    )


class Hours:
    """The business hours of brands, each read once."""

    def __init__(self) -> None:
        self._known: dict[int, BusinessHours] = {}

    def passed(self, case: Case, since: datetime, at: datetime, clock: str) -> timedelta:
        """Return how much time lies between two moments, by the clock or in business hours of the case's brand."""
        if clock == "plain":
            return at - since
        if case.brand_id not in self._known:
            self._known[case.brand_id] = hours_of(case.brand)
        return self._known[case.brand_id].worked_between(since, at)


def _due(rule: Rule, hours: Hours) -> Iterator[tuple[Case, datetime]]:
    """Yield the cases whose time has passed since the rule was switched on, with since when they are in its state."""
    when, at = content_of(rule.content).when, now()
    least, clock = timedelta(hours=when.values["hours"]), when.values["clock"]
    begun = rule.on_since or at
    for case, since in _portions(rule, when, at - least):
        if hours.passed(case, since, at, clock) < least:
            continue
        was_due = since <= begun and hours.passed(case, since, begun, clock) >= least
        if was_due:
            _pass_over(rule, case, since)
        else:
            yield case, since


def _portions(rule: Rule, when: Part, latest: datetime) -> Iterator[tuple[Case, datetime]]:
    looked = RuleRun.objects.filter(rule=rule, case=OuterRef("pk"), since=OuterRef(SINCE))
    rows = in_state(when.values["state"]).filter(**{f"{SINCE}__lte": latest}).exclude(Exists(looked))
    last: tuple[datetime, int] | None = None
    for _step in range(MOST // PORTION):
        found = list(_behind(rows, last).select_related("brand").order_by(SINCE, "id")[:PORTION])
        for case in found:
            yield case, vars(case)[SINCE]
        if len(found) < PORTION:
            return
        last = (vars(found[-1])[SINCE], found[-1].pk)


def _behind(rows: QuerySet[Case], last: tuple[datetime, int] | None) -> QuerySet[Case]:
    if last is None:
        return rows
    return rows.filter(**{f"{SINCE}__gte": last[0]}).exclude(**{SINCE: last[0]}, pk__lte=last[1])


def in_state(state: str) -> QuerySet[Case]:
    """Return the cases in a state of ``triggers.STATES``, with ``SINCE``: since when (aware)."""
    if state == "with-us":
        return Case.objects.open().filter(waiting_since__isnull=False).annotate(**{SINCE: F("waiting_since")})
    newest: QuerySet[Any] = Waiting.objects.filter(case=OuterRef("pk"), ended_at=None)
    if state == CaseStatus.SOLUTION_PROPOSED.value:
        newest = Solution.objects.filter(case=OuterRef("pk"), withdrawn_at=None)
    began = Subquery(newest.order_by("-id").values("at")[:1])
    return Case.objects.filter(status=state).annotate(**{SINCE: began}).filter(**{f"{SINCE}__isnull": False})


def _pass_over(rule: Rule, case: Case, since: datetime) -> None:
    RuleRun.objects.get_or_create(
        rule=rule, case=case, since=since, defaults={"version": rule.number, "fits": False, "chain": [rule.pk]}
    )
