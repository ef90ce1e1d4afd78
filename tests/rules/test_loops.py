"""No set of rules runs without end, and every change that a rule made is explained by its log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from kulanz.cases import actions
from kulanz.cases.models import Tag, Waiting
from kulanz.cases.rules import WaitingFor
from kulanz.core.refusals import Refused
from kulanz.events.models import Event
from kulanz.people.actors import actor_for
from kulanz.rules.actions import run_time_rules, save_rule, switch_rule
from kulanz.rules.models import Rule, RuleRun
from kulanz.rules.rules import LONGEST_CHAIN, MOST_A_DAY, Content, RulePart
from tests.conftest import Clock
from tests.factories import make_case, make_team, make_user
from tests.stories import stories

from .conftest import part

TRIGGERS = ("new-case", "assigned", "in-pile", "tagged", "priority", "waits", "ended", "woken", "time")
# What each effect leaves behind in the log of events, so that a change without its rule would be seen.
LEAVES = {
    "tag-on": "case-tagged", "tag-off": "case-tagged", "person": "case-assigned", "team": "case-assigned",
    "priority": "case-changed", "wait": "waiting-began", "snooze": "case-snoozed", "end": "case-ended",
    "note": "note-written",
}  # fmt: skip

number = st.integers(0, 1)
effects = st.one_of(
    st.tuples(st.sampled_from(["tag-on", "tag-off"]), number),
    st.tuples(st.just("priority"), st.integers(-1, 2)),
    st.tuples(st.sampled_from(["person", "team", "wait", "snooze", "end", "note"]), number),
)
rules = st.lists(
    st.tuples(
        st.sampled_from(TRIGGERS),
        st.lists(effects, min_size=1, max_size=3),
        st.none() | st.tuples(number, st.booleans()),  # a tag that is on it, or not
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
)
steps = st.lists(
    st.tuples(st.sampled_from(["tag", "priority", "hand", "wait", "later"]), st.integers(0, 2)), max_size=5
)


class House:
    """Tags, people and teams that rules of chance name."""

    def __init__(self) -> None:
        self.admin = actor_for(make_user(is_admin=True))
        self.tags = [Tag.objects.create(name=name) for name in ("rot", "blau")]
        self.people = [make_user(is_lead=True), make_user(is_lead=True)]
        self.teams = [make_team(), make_team()]

    def effect(self, kind: str, which: int) -> RulePart:
        values: dict[str, dict[str, Any]] = {
            "person": {"user": self.people[which % 2].pk},
            "team": {"team": self.teams[which % 2].pk},
            "priority": {"level": which},
            "wait": {"whom": "others" if which else "customer", "reason": "Werkstatt", "days": None},
            "snooze": {"days": which},
            "end": {"reason": "newsletter"},
            "note": {"text": "gesehen"},
        }
        return RulePart(kind, values.get(kind, {"tag": self.tags[which % 2].pk}))

    def write(self, place: int, wish: tuple[Any, ...]) -> None:
        trigger, wanted, condition, stops = wish
        when = part(trigger)
        if trigger == "time":
            when = part("time", state="waiting-others", hours=1, clock="plain")
        asked = []
        if condition is not None:
            asked = [part("tag", how="has" if condition[1] else "not", tag=self.tags[condition[0]].pk)]
        content = Content(when, tuple(asked), tuple(self.effect(*each) for each in wanted))
        rule = save_rule(by=self.admin, name=f"Regel {place}", content=content, stops=stops)
        switch_rule(rule_id=rule.pk, by=self.admin, on=True)

    def step(self, case_id: int, what: str, which: int, clock: Clock) -> None:
        if what == "later":
            clock.advance(hours=1 + which)
            run_time_rules()
        elif what == "tag":
            actions.change_tags(case_id=case_id, by=self.admin, add=[self.tags[which % 2].name])
        elif what == "priority":
            actions.set_priority(case_id=case_id, by=self.admin, priority=which)
        elif what == "hand":
            user = self.people[which].pk if which < 2 else None
            actions.assign_case(case_id=case_id, by=self.admin, user_id=user)
        else:
            actions.wait_for(case_id=case_id, by=self.admin, whom=WaitingFor.OTHERS)


@pytest.mark.django_db
@stories(25)
@given(wanted=rules, done=steps)
def test_no_set_of_rules_loops_and_every_change_is_explained(
    wanted: list[Any], done: list[tuple[str, int]], clock: Clock, run_jobs: Callable[[], int]
) -> None:
    with transaction.atomic():
        house = House()
        for place, wish in enumerate(wanted):
            house.write(place, wish)
        case = make_case(team=house.teams[0])
        before = Event.objects.order_by("-id").values_list("id", flat=True)[0]
        for what, which in [("priority", 1), *done]:
            try:
                house.step(case.pk, what, which, clock)
            except Refused:
                continue
            _settle(run_jobs)
        explained = _is_explained(case.pk, before)
        transaction.set_rollback(True)

    assert explained


def _settle(run_jobs: Callable[[], int]) -> None:
    for _round in range(LONGEST_CHAIN + 2):
        if not run_jobs():
            return
    raise AssertionError("rules go round in circles")


def _is_explained(case_id: int, before: int) -> bool:
    runs = {run.pk: run for run in RuleRun.objects.filter(case_id=case_id)}
    for run in runs.values():
        assert len(run.chain) == len(set(run.chain)) <= LONGEST_CHAIN
        assert run.chain[-1] == run.rule_id
        assert (run.event_id is None) != (run.since is None)
    for rule in Rule.objects.all():
        assert sum(run.rule_id == rule.pk for run in runs.values() if run.fits) <= MOST_A_DAY
    told = Event.objects.filter(pk__gt=before, subject_kind="case", subject_id=case_id, actor_kind="system")
    by_rules = [event for event in told if event.actor_id is not None]
    for run in runs.values():
        did = sorted(LEAVES[effect] for effect, _words, problem in run.did if not problem)
        assert sorted(event.kind for event in by_rules if event.actor_id == run.pk) == did
        applied = [event for event in told if event.kind == "rule-applied" and event.data["run_id"] == run.pk]
        assert [event.data["did"] for event in applied] == (
            [[[effect, words] for effect, words, problem in run.did if not problem]] if did else []
        )
    assert Waiting.objects.filter(case_id=case_id, ended_at=None).count() <= 1
    return {event.actor_id for event in by_rules} <= runs.keys()
