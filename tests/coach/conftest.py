"""A customer's letter in a case, received as in real life."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kulanz.cases import actions
from kulanz.cases.arrival import Arrival
from kulanz.cases.models import Case
from kulanz.core.clock import now
from kulanz.people.models import User
from tests.factories import make_brand, make_customer, make_team, make_user

LETTER = (
    "Guten Tag,\n\nseit drei Wochen warte ich auf mein Rad, das ist jetzt schon das zweite Mal. "
    "Ich bin sehr enttäuscht. Wann kommt das Rad? Und muss ich den Versand zahlen?\n\nMit freundlichen Grüßen\nEva Wald"
)
Receive = Callable[..., Case]


@pytest.fixture
def agent(db: None) -> User:
    return make_user(name="Tim Kern", teams=(make_team(),))


@pytest.fixture
def receive(db: None) -> Receive:
    """Receives a letter of Eva Wald and returns its case; ``case`` and ``automatic`` as given."""
    brand = make_brand()
    make_customer(name="Eva Wald", address="eva@post.example")

    def received(text: str = LETTER, *, case: Case | None = None, automatic: bool = False) -> Case:
        arrival = Arrival(
            channel="email",
            brand_id=brand.pk,
            sender_address="eva@post.example",
            sender_name="Eva Wald",
            subject="Wo bleibt mein Rad?",
            text=text,
            language="de",
            at=now(),
            case_id=case.pk if case else None,
            is_automatic=automatic,
        )
        return Case.objects.get(pk=actions.receive_messages([arrival])[0].case_id)

    return received
