"""From an answer to a mail in the outbox, and back when it bounces."""

from __future__ import annotations

from kulanz.cases.models import Message

from .reading import Bounce


def prepare(message: Message) -> None:
    raise NotImplementedError


def take_back(outgoing_id: int, bounce: Bounce) -> None:
    raise NotImplementedError
