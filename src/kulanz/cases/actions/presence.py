"""Signs of life: who is in which case right now. No events, no history: nobody's pace is ever kept."""

from __future__ import annotations

from django.db import transaction

from kulanz.core.clock import now
from kulanz.events.actor import Actor

from ..access import require_user_id
from ..errors import NotFound
from ..models import Case, Presence


def be_present(*, number: str, by: Actor, doing: str) -> None:
    """Say that somebody has a case open and what they do there (``Presence.Doing``). Expired signs go along.

    Raises ``NotFound`` where there is no such case or they may not see it, ``ValueError`` for another doing.
    """
    user_id, what, at = require_user_id(by), Presence.Doing(doing), now()
    case_id = Case.objects.visible_to(by).filter(number=number).values_list("pk", flat=True).first()
    if case_id is None:
        raise NotFound
    with transaction.atomic():
        Presence.objects.filter(seen_at__lt=at - Presence.LIFE).delete()
        Presence.objects.bulk_create(
            [Presence(user_id=user_id, case_id=case_id, doing=what, seen_at=at)],
            update_conflicts=True,
            unique_fields=["user", "case"],
            update_fields=["doing", "seen_at"],
        )


def leave(*, number: str, by: Actor) -> None:
    """Forget at once that somebody had a case open."""
    Presence.objects.filter(user_id=require_user_id(by), case__number=number).delete()


def forget_absent() -> None:
    """Delete every sign of life that has expired."""
    Presence.objects.filter(seen_at__lt=now() - Presence.LIFE).delete()
