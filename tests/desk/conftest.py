"""A desk with one team, its agent signed in, and letters that can arrive."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from kulanz.cases import actions
from kulanz.cases.arrival import Arrival
from kulanz.cases.models import Case
from kulanz.core.clock import now
from kulanz.people.models import Brand, Team, User
from tests.factories import make_brand, make_team, make_user

Arrive = Callable[..., Case]
Look = Callable[[Case], str]
SignIn = Callable[[User], Client]


@pytest.fixture
def brand(db: None) -> Brand:
    """A brand."""
    return make_brand()


@pytest.fixture
def team(db: None) -> Team:
    """The agent's team."""
    return make_team("Werkstatt")


@pytest.fixture
def agent(team: Team) -> User:
    """Somebody of the team, without a time to take answers back."""
    return make_user(name="Mara Lindner", teams=(team,), undo_seconds=30)


@pytest.fixture
def desk(client: Client, agent: User) -> Client:
    """The agent's browser."""
    client.force_login(agent)
    return client


@pytest.fixture
def sign_in() -> SignIn:
    """Returns a browser in which a person is signed in."""

    def signed_in(user: User) -> Client:
        browser = Client()
        browser.force_login(user)
        return browser

    return signed_in


@pytest.fixture
def outsider(team: Team) -> Client:
    """The browser of somebody in another team."""
    browser = Client()
    browser.force_login(make_user(teams=(make_team("Versand"),)))
    return browser


@pytest.fixture
def arrive(brand: Brand, team: Team) -> Arrive:
    """Lets a customer's letter arrive for the team and returns its case."""

    def receive(text: str = "Wo bleibt meine Lampe?", *, at: datetime | None = None, **more: Any) -> Case:
        values = {
            "sender_address": "anna@post.example",
            "sender_name": "Anna Meier",
            "subject": "Lampe",
            "team_id": team.pk,
            **more,
        }
        received = actions.receive_messages(
            [Arrival(channel="email", brand_id=brand.pk, text=text, at=at or now(), **values)]
        )
        return Case.objects.get(pk=received[0].case_id)

    return receive


@pytest.fixture
def look(desk: Client) -> Look:
    """Opens a case as somebody does who looks at it: the page is fetched, and says that it is before their eyes."""

    def opened(case: Case) -> str:
        page = desk.get(f"/cases/{case.number}/").content.decode()
        said = {name: re.search(f'data-{name}="([^"]*)"', page) for name in ("read-mark", "message", "note", "until")}
        if said["read-mark"] is not None:
            fields = {name: said[name][1] for name in ("message", "note", "until")}  # type: ignore[index]
            assert desk.post(said["read-mark"][1], fields).status_code == 204
        return page

    return opened
