"""A team on a Monday morning that stands still: Mara and Jonas, who serve, and Karin, who leads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from kulanz.cases.models import Case
from kulanz.events.actor import Actor
from kulanz.people.actors import actor_for
from kulanz.people.models import Brand, Team, User
from tests.conftest import Clock
from tests.factories import make_brand, make_case, make_team, make_user

Make = Callable[..., Case]


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
def jonas(team: Team) -> User:
    return make_user(name="Jonas Keller", teams=(team,))


@pytest.fixture
def karin(team: Team) -> User:
    return make_user(name="Karin Vogt", teams=(team,), is_lead=True)


@pytest.fixture
def by(mara: User) -> Actor:
    """Mara, who acts."""
    return actor_for(mara)


@pytest.fixture
def desk(client: Client, mara: User) -> Client:
    """Mara's browser."""
    client.force_login(mara)
    return client


@pytest.fixture
def waiting(team: Team, clock: Clock) -> Make:
    """Makes an open case of the team whose customer waits since an hour."""

    def make(**fields: Any) -> Case:
        since = clock.at.replace(hour=8)
        return make_case(**{"team": team, "waiting_since": since, "opened_at": since, "last_entry_at": since, **fields})

    return make
