"""What the ledger does when something happens in a case. Each may run more than once."""

from __future__ import annotations

from kulanz.events.models import Event

from .actions import loosen


def loosen_withdrawn(event: Event) -> None:
    """Put the promises of an answer that was taken back into its draft again."""
    loosen(message_id=event.data["message_id"])
