"""What fields do in the very transaction in which something happens to their case."""

from __future__ import annotations

from kulanz.events.models import Event

from .actions import bring_along, give_back


def follow_merged(event: Event) -> None:
    """Let what stands in the fields of a case that is merged come along; apart again, go back."""
    follow = give_back if event.data["undone"] else bring_along
    follow(case_id=event.data["from_case_id"], target_id=event.data["case_id"])
