"""Who may."""

from __future__ import annotations

from kulanz.cases.errors import NotAllowed
from kulanz.events.actor import Actor


def check_admin(by: Actor) -> None:
    """Raise ``NotAllowed`` unless an administrator acts."""
    if by.user_id is None or not by.is_admin:
        raise NotAllowed
