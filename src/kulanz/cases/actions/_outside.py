"""Letters that reach nobody of a case: what the customer waits for stays open."""

from __future__ import annotations

from collections.abc import Sequence

from kulanz.people.rules import mail_key, name_from_address

from ..audience import Person
from ..models import Message
from ..queries.people import known_in


def goes_outside(message: Message) -> bool:
    """Say whether a letter of ours is for outside parties alone: passed on, or the answer to what one of them wrote.

    The customer has heard nothing by it. No query for all other letters, two for such an answer.
    """
    if message.is_forward:
        return True
    if message.answers is None or not message.answers.is_from_outside:
        return False
    return known_in(message.case).isdisjoint(mail_key(each["address"]) for each in message.recipients)


def names_of(recipients: Sequence[Person]) -> str:
    """Say for whom a case waits. Customers read it on their page: a name, never an address."""
    people = [each for each in recipients if each["role"] == "to"]
    return ", ".join(each.get("name") or name_from_address(mail_key(each["address"])) for each in people)[:300]
