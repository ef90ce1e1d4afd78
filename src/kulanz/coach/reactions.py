"""What the coach does in the very transaction in which something happens in a case."""

from __future__ import annotations

from kulanz.events.models import Event

from .actions import recall_mood


def follow_letters(event: Event) -> None:
    """Let the mood go along with letters that went to another case: both may sound otherwise now."""
    for case_id in (event.data["case_id"], event.data["from_case_id"]):
        recall_mood(case_id=case_id)
