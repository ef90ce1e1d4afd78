"""What rules do later, as jobs. Each may run twice."""

from __future__ import annotations

from kulanz.events.models import Event

from .actions import apply_rules


def apply(event: Event) -> None:
    """Let the rules run that listen to an event."""
    apply_rules(event=event)
