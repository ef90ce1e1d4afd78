"""Who else is in these cases at this moment."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from kulanz.core.clock import now
from kulanz.events.actor import Actor

from ..models import Presence
from ..models.case import seen_by


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody else who has a case open. ``doing`` is a value of ``Presence.Doing``."""

    case_id: int
    number: str
    name: str
    doing: str


def others_in(actor: Actor, *, number: str = "", case_ids: Collection[int] = ()) -> list[Other]:
    """Return who else is in a case, or in the cases of a list, as far as the actor may see these. One query.

    Who writes comes first, then by name.
    """
    rows = (
        Presence.objects.filter(Q(case__number=number) | Q(case_id__in=case_ids))
        .filter(seen_by(actor.sight, "case__"), seen_at__gte=now() - Presence.LIFE)
        .exclude(user_id=actor.user_id or 0)
        .values_list("case_id", "case__number", "user__name", "doing")
    )
    rank = {Presence.Doing.REPLY.value: 0, Presence.Doing.NOTE.value: 1}
    return sorted((Other(*row) for row in rows), key=lambda other: (rank.get(other.doing, 2), other.name))
