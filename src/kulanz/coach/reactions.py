"""What the coach does in the very transaction in which something happens in a case."""

from __future__ import annotations

from kulanz.events.models import Event

from .actions import recall_mood


def follow_moved(event: Event) -> None:
    """Let the mood go along with a letter that was moved: both cases may sound otherwise now."""
    for case_id in (event.data["case_id"], event.data["from_case_id"]):
        recall_mood(case_id=case_id)
