"""A case in which something is promised, on a Monday morning that stands still."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from kulanz.cases import actions
from kulanz.cases.arrival import Arrival
from kulanz.cases.models import Case, Message
from kulanz.core.clock import now
from kulanz.events.actor import Actor
from kulanz.people.actors import actor_for
from kulanz.people.models import Brand
from kulanz.promises.actions import record_promise
from kulanz.promises.models import Promise

from ..conftest import Clock
from ..factories import make_brand, make_user

Answer = Callable[..., Message]
Record = Callable[..., Promise]


@pytest.fixture
def brand(db: None, clock: Clock) -> Brand:
    return make_brand()


@pytest.fixture
def agent(brand: Brand) -> Actor:
    """Mara, who promises; an answer of hers can be taken back for half a minute."""
    return actor_for(make_user(name="Mara Lindner", undo_seconds=30))


@pytest.fixture
def colleague(brand: Brand) -> Actor:
    """Jonas, who works beside her."""
    return actor_for(make_user(name="Jonas Keller"))


@pytest.fixture
def case(brand: Brand) -> Case:
    """Anna's case: her lamp has not come."""
    letter = Arrival(
        channel="email",
        brand_id=brand.pk,
        text="Wo bleibt meine Lampe?",
        at=now(),
        sender_address="anna@post.example",
        sender_name="Anna Meier",
        subject="Lampe",
    )
    return Case.objects.get(pk=actions.receive_messages([letter])[0].case_id)


@pytest.fixture
def due(clock: Clock) -> datetime:
    """Friday evening."""
    return clock.now() + timedelta(days=4, hours=8)


@pytest.fixture
def record(case: Case, agent: Actor, due: datetime) -> Record:
    """Notes a promise in Mara's draft."""

    def note(words: str = "Sie kommt am Freitag.", **more: datetime | Actor) -> Promise:
        return record_promise(**{"case_id": case.pk, "by": agent, "words": words, "due_at": due, **more})

    return note


@pytest.fixture
def answer(case: Case, agent: Actor) -> Answer:
    """Writes Mara's answer; ``sent`` lets it leave the house."""

    def write(text: str = "Sie kommt am Freitag.", *, sent: bool = True) -> Message:
        message = actions.send_reply(case_id=case.pk, by=agent, text=text)
        if sent:
            actions.mark_queued(message_id=message.pk)
            actions.mark_sent(message_id=message.pk)
        return message

    return write
