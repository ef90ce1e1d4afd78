"""Signs of life of people of ours. No events, no history: nothing can be read from them but now."""

from __future__ import annotations

from datetime import timedelta

from kulanz.cases.access import require_user_id
from kulanz.core.clock import now
from kulanz.events.actor import Actor

from ..models import SignOfLife

FRESH = timedelta(minutes=1)  # a page gives a sign every few seconds; so often it need not be written down


def be_here(*, by: Actor) -> None:
    """Say that somebody has the desk open. One query; one more where the last sign is older than a minute."""
    me, at = require_user_id(by), now()
    if SignOfLife.objects.filter(user_id=me, seen_at__gt=at - FRESH).exists():
        return
    SignOfLife.objects.bulk_create(
        [SignOfLife(user_id=me, seen_at=at)],
        update_conflicts=True,
        unique_fields=["user"],
        update_fields=["seen_at"],
    )


def forget_signs() -> None:
    """Delete every sign of life that says nothing about now."""
    SignOfLife.objects.filter(seen_at__lt=now() - SignOfLife.LATELY).delete()
