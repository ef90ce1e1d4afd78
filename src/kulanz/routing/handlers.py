"""What follows later, as jobs. Each may run twice."""

from __future__ import annotations

from kulanz.events.models import Event

from .actions import give_back_of


def give_back_of_leaver(event: Event) -> None:
    """Put the cases of somebody who was switched off back into the piles."""
    if event.data["thing"] == "user" and "is_active" in event.data["what"]:
        give_back_of(user_id=event.data["thing_id"])
