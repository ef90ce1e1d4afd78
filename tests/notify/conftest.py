"""Mara and Jonas, who serve, and Karin, who leads, on a Monday at ten; a case of Mara's."""

from __future__ import annotations

import pytest
from django.test import Client

from kulanz.cases.models import Case
from kulanz.events.actor import Actor
from kulanz.people.actors import actor_for
from kulanz.people.models import Brand, Team, User
from tests.conftest import Clock
from tests.factories import make_brand, make_case, make_team, make_user


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
    return make_user(name="Karin Vogt", teams=(team,), is_lead=True, is_admin=True)


@pytest.fixture
def by(jonas: User) -> Actor:
    """Jonas, who acts."""
    return actor_for(jonas)


@pytest.fixture
def case(team: Team, mara: User) -> Case:
    """A case of Mara's."""
    return make_case(team=team, assignee=mara)


@pytest.fixture
def desk(client: Client, mara: User) -> Client:
    """Mara's browser."""
    client.force_login(mara)
    return client
