"""What the coach does when something happens in a case. Each may run more than once."""

from __future__ import annotations

from kulanz.events.models import Event

from .actions import read_letter


def read_received(event: Event) -> None:
    """Read a customer's letter that has arrived."""
    read_letter(message_id=event.data["message_id"])
