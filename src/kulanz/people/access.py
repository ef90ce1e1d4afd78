"""Who may set the house up."""

from __future__ import annotations

from kulanz.core.refusals import NotAllowed
from kulanz.events.actor import Actor


def require_admin(by: Actor) -> int:
    """Return the id of the administrator who acts. Raises ``NotAllowed`` for everybody else."""
    if not by.is_admin or by.user_id is None:
        raise NotAllowed
    return by.user_id
