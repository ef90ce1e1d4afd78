"""An office with one person of each role."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from kulanz.people.models import Brand, Team, User
from tests.factories import make_brand, make_team, make_user


@pytest.fixture(autouse=True)
def _own_outbox(settings) -> None:
    """Mails take the product's own way."""
    settings.EMAIL_BACKEND = "kulanz.channels.email.system.OutboxBackend"


@pytest.fixture
def brand(db: None) -> Brand:
    """A brand."""
    return make_brand()


@pytest.fixture
def team(db: None) -> Team:
    """A team."""
    return make_team("Werkstatt")


@pytest.fixture
def people(team: Team) -> dict[str, User]:
    """One person of each role."""
    return {
        "admin": make_user(name="Nils Verwalter", is_admin=True, is_agent=False),
        "lead": make_user(is_lead=True),
        "boss": make_user(is_boss=True, is_agent=False),
        "agent": make_user(teams=(team,)),
    }


@pytest.fixture
def browser(people: dict[str, User]) -> Callable[[str], Client]:
    """Gives the browser of a role; "stranger" has signed in nowhere."""

    def of(role: str) -> Client:
        client = Client()
        if role in people:
            client.force_login(people[role])
        return client

    return of


@pytest.fixture
def office(browser: Callable[[str], Client]) -> Client:
    """The administrator's browser."""
    return browser("admin")
