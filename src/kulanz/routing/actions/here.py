"""Signs of life of people of ours. No events, no history: nothing can be read from them but now."""

from __future__ import annotations

from datetime import datetime, timedelta

from kulanz.cases.access import require_user_id
from kulanz.core.clock import now
from kulanz.events.actor import Actor

from ..models import OffDuty, SignOfLife

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


def go_off_duty(*, by: Actor, until: datetime) -> None:
    """Say that somebody is not at work ``until`` (aware), whatever their hours say. Nothing is kept of it later on."""
    row = OffDuty(user_id=require_user_id(by), until=until)
    OffDuty.objects.bulk_create([row], update_conflicts=True, unique_fields=["user"], update_fields=["until"])


def come_back(*, by: Actor) -> None:
    """Say that somebody is at work again before the time."""
    OffDuty.objects.filter(user_id=require_user_id(by)).delete()


def forget_signs() -> None:
    """Delete every sign of life, and every word on who is off duty, that says nothing about now."""
    OffDuty.objects.filter(until__lte=now()).delete()
    SignOfLife.objects.filter(seen_at__lt=now() - SignOfLife.LATELY).delete()
