"""Rules that wait for time to pass: each looks once at a case, as long as this stays in the state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from kulanz.cases.models import Case
from kulanz.core.clock import now
from kulanz.people.hours import BusinessHours, hours_of

from ..facts import SINCE, facts_of, in_state
from ..kinds import TIME
from ..models import Rule, RuleRun
from ..rules import content_of
from ..sources import Sources
from ..thinking import failing_condition
from .running import RuleOccasion, run_in_order

PORTION, MOST = 200, 5000
Portion = list[tuple[Case, datetime]]


def run_time_rules() -> int:
    """Let time rules run where their time has passed, in portions. Returns how many cases one of them changed.

    What was due before a rule was switched on does not concern it.
    """
    rules = list(Rule.objects.active().filter(trigger=TIME))
    sources, hours = Sources(), Hours()
    return sum(_look(rule, portion, hours, sources) for rule in rules for portion in _portions(rule))


def _look(rule: Rule, portion: Portion, hours: Hours, sources: Sources) -> int:
    """Let a rule run in those of a portion that are due and fit; the others it has looked at. Returns how many ran."""
    due, passed_over = _parted(rule, portion, hours)
    facts, content = facts_of([case.pk for case, _since in due]) if due else {}, content_of(rule.content)
    fitting: Portion = []
    for case, since in due:
        known = facts.get(case.pk)
        is_meant = known is not None and failing_condition(content, known, sources) is None
        (fitting if is_meant else passed_over).append((case, since))
    _pass_over(rule, passed_over)
    return sum(run_in_order([rule], RuleOccasion(case.pk, since=since), sources) for case, since in fitting)


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


def _parted(rule: Rule, portion: Portion, hours: Hours) -> tuple[Portion, Portion]:
    """Part those whose time has passed from those whose time had passed when the rule was switched on."""
    when, at = content_of(rule.content).when, now()
    least, clock = timedelta(hours=when.values["hours"]), when.values["clock"]
    begun = rule.on_since or at
    passed = [(case, since) for case, since in portion if hours.passed(case, since, at, clock) >= least]
    was_due = [each[1] <= begun and hours.passed(*each, begun, clock) >= least for each in passed]
    return (
        [each for each, was in zip(passed, was_due, strict=True) if not was],
        [each for each, was in zip(passed, was_due, strict=True) if was],
    )


def _portions(rule: Rule) -> Iterator[Portion]:
    """Yield the cases in the state of a rule for long enough by the clock at which it has not looked yet."""
    when = content_of(rule.content).when
    looked = RuleRun.objects.filter(rule=rule, case=OuterRef("pk"), since=OuterRef(SINCE))
    latest = now() - timedelta(hours=when.values["hours"])
    rows = in_state(when.values["state"]).filter(**{f"{SINCE}__lte": latest}).exclude(Exists(looked))
    last: tuple[datetime, int] | None = None
    for _step in range(MOST // PORTION):
        found = list(_behind(rows, last).select_related("brand").order_by(SINCE, "id")[:PORTION])
        if found:
            yield [(case, vars(case)[SINCE]) for case in found]
        if len(found) < PORTION:
            return
        last = (vars(found[-1])[SINCE], found[-1].pk)


def _behind(rows: QuerySet[Case], last: tuple[datetime, int] | None) -> QuerySet[Case]:
    if last is None:
        return rows
    return rows.filter(**{f"{SINCE}__gte": last[0]}).exclude(**{SINCE: last[0]}, pk__lte=last[1])


def _pass_over(rule: Rule, portion: Portion) -> None:
    """Remember that a rule has looked at some cases. One statement."""
    looked = {"rule": rule, "version": rule.number, "fits": False, "chain": [rule.pk], "at": now()}
    RuleRun.objects.bulk_create(
        [RuleRun(case=case, since=since, **looked) for case, since in portion], ignore_conflicts=True
    )
