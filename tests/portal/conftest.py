"""A customer with a case and the key to its page."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from kulanz.cases import actions, queries
from kulanz.cases.arrival import Arrival
from kulanz.cases.models import Case
from kulanz.channels.models import Outgoing
from kulanz.core.clock import now
from kulanz.events.actor import Actor
from kulanz.people.actors import actor_for
from kulanz.people.models import Brand, User
from tests.factories import make_brand, make_user

Arrive = Callable[..., Case]


@pytest.fixture
def brand(db: None) -> Brand:
    """A brand that says Sie."""
    return make_brand(
        phone="030/123-45", privacy_url="https://rad.example/datenschutz", imprint_url="https://rad.example/impressum"
    )


@pytest.fixture
def person(brand: Brand) -> User:
    """Somebody of ours whom customers know by another name, without a time to take answers back."""
    return make_user(name="Mara Hollbach", service_name="Mara L.", undo_seconds=0)


@pytest.fixture
def agent(person: User) -> Actor:
    """The same person, acting."""
    return actor_for(person)


@pytest.fixture
def arrive(brand: Brand) -> Arrive:
    """Lets a customer's letter arrive and returns its case."""

    def receive(text: str = "Wo bleibt meine Lampe?", **more: Any) -> Case:
        values = {
            "sender_address": "anna@post.example", "sender_name": "Anna Meier", "subject": "Lampe", "at": now(), **more,
        }  # fmt: skip
        received = actions.receive_messages([Arrival(channel="email", brand_id=brand.pk, text=text, **values)])
        return Case.objects.get(pk=received[0].case_id)

    return receive


@pytest.fixture
def case(arrive: Arrive) -> Case:
    """A new case."""
    return arrive()


def key_of(case: Case) -> str:
    """Return the address of the case page for the case's customer."""
    link = actions.create_link(case_id=case.pk, customer_id=case.customer_id)
    return f"/c/{queries.link_token(link)}/"


@pytest.fixture
def key(case: Case) -> str:
    """The address of the case page."""
    return key_of(case)


@pytest.fixture
def enter(settings, db: None) -> Callable[..., str]:
    """Signs a customer in through the link in their mailbox, and returns where that led."""
    settings.EMAIL_BACKEND = "kulanz.channels.email.system.OutboxBackend"
    cache.clear()

    def sign_in(client: Client, address: str, **asked: object) -> str:
        client.post("/my/sign-in/", {"address": address, **asked})
        text = bytes(Outgoing.objects.latest("id").raw).decode().replace("=\r\n", "").replace("=3D", "=")
        found = re.search(r"http://\S+?(/my/sign-in/\S+)", text)
        assert found is not None, text
        return str(client.post(found[1]).headers["Location"])

    return sign_in
