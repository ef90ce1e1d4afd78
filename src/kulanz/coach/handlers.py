"""What the coach does when something happens in a case. Each may run more than once."""

from __future__ import annotations

from kulanz.events.models import Event

from .actions import read_letter, recall_mood


def read_received(event: Event) -> None:
    """Read a customer's letter that has arrived."""
    read_letter(message_id=event.data["message_id"])


def follow_moved(event: Event) -> None:
    """Let the mood go along with a letter that was moved: both cases may sound otherwise now."""
    for case_id in (event.data["case_id"], event.data["from_case_id"]):
        recall_mood(case_id=case_id)
