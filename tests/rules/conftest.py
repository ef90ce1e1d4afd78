"""A house on a Monday morning that stands still, with rules: Mara serves, Karin leads, Ada sets up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kulanz.cases.actions import receive_messages
from kulanz.cases.arrival import Arrival
from kulanz.cases.models import Case, Tag
from kulanz.core.clock import now
from kulanz.events.actor import Actor
from kulanz.people.actors import actor_for
from kulanz.people.models import Brand, Team, User
from kulanz.rules.actions import save_rule, switch_rule
from kulanz.rules.models import Rule
from kulanz.rules.rules import Content, RulePart
from tests.conftest import Clock
from tests.factories import make_brand, make_team, make_user

Write = Callable[..., Rule]
Receive = Callable[..., Case]


def part(kind: str, **values: Any) -> RulePart:
    """Return a condition or an effect."""
    return RulePart(kind, values)


@pytest.fixture
def brand(db: None, clock: Clock) -> Brand:
    return make_brand()


@pytest.fixture
def team(brand: Brand) -> Team:
    return make_team("Werkstatt")


@pytest.fixture
def mara(team: Team) -> User:
    return make_user(name="Mara Lindner", teams=(team,))


@pytest.fixture
def by(mara: User) -> Actor:
    """Mara, who acts."""
    return actor_for(mara)


@pytest.fixture
def lead(brand: Brand) -> Actor:
    return actor_for(make_user(name="Karin Vogt", is_lead=True))


@pytest.fixture
def admin(brand: Brand) -> Actor:
    return actor_for(make_user(name="Ada Berg", is_admin=True))


@pytest.fixture
def tag(db: None) -> Tag:
    return Tag.objects.create(name="Retoure")


@pytest.fixture
def write(admin: Actor) -> Write:
    """Writes a rule and switches it on."""

    def written(name: str, when: RulePart, *effects: RulePart, on: bool = True, **more: Any) -> Rule:
        conditions = tuple(more.pop("conditions", ()))
        content = Content(when, conditions, effects, more.pop("any_of", False))
        rule = save_rule(by=admin, name=name, content=content, **more)
        if on:
            switch_rule(rule_id=rule.pk, by=admin, on=True)
        return Rule.objects.get(pk=rule.pk)

    return written


@pytest.fixture
def receive(brand: Brand) -> Receive:
    """Lets a letter come in."""

    def received(text: str = "Das Rad kam kaputt an, ich schicke es zurück.", **fields: Any) -> Case:
        values = {
            "sender_address": "anna@post.example", "sender_name": "Anna Meier", "subject": "Mein Rad", **fields,
        }  # fmt: skip
        [got] = receive_messages([Arrival(channel="email", brand_id=brand.pk, text=text, at=now(), **values)])
        return Case.objects.get(pk=got.case_id)

    return received


@pytest.fixture
def settle(run_jobs: Callable[[], int]) -> Callable[[], None]:
    """Runs all jobs, and those that they bring."""

    def run() -> None:
        for _round in range(50):
            if not run_jobs():
                return
        raise AssertionError("jobs bring jobs without end")

    return run
