"""A house in which a case can be worked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kulanz.cases import actions
from kulanz.cases.arrival import Arrival
from kulanz.cases.models import Case
from kulanz.core.clock import now
from kulanz.events.actor import Actor
from kulanz.people.actors import actor_for
from kulanz.people.models import Brand
from tests.factories import make_brand, make_user


@pytest.fixture
def brand(db: None) -> Brand:
    """A brand that waits ten working days."""
    return make_brand()


@pytest.fixture
def agent(brand: Brand) -> Actor:
    """A person who may work on every case without a team."""
    return actor_for(make_user(name="Mara Lindner"))


@pytest.fixture
def receive(brand: Brand) -> Callable[..., Case]:
    """Lets a customer's message arrive and returns its case."""

    def arrive(text: str = "Wo bleibt meine Lampe?", **more: Any) -> Case:
        values = {"sender_address": "anna@post.example", "sender_name": "Anna Meier", "subject": "Lampe", **more}
        received = actions.receive_messages(
            [Arrival(channel="email", brand_id=brand.pk, text=text, at=now(), **values)]
        )
        return Case.objects.get(pk=received[0].case_id)

    return arrive
