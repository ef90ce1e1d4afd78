"""Setting up channels."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from kulanz.cases.errors import NotFound
from kulanz.events import log
from kulanz.events.actor import Actor
from kulanz.events.changes import compared, values_of
from kulanz.people.access import require_admin

from .. import events
from ..models import Channel
from ..registry import kind_of

# What the audit shows of a channel, before and after.
_OF_A_CHANNEL = ("kind", "name", "brand", "team", "is_active", "acknowledges")


def save_channel(
    *,
    by: Actor,
    kind: str,
    name: str,
    brand_id: int,
    team_id: int | None = None,
    channel_id: int | None = None,
    is_active: bool = True,
    acknowledges: bool = True,
    settings: dict[str, Any] | None = None,
) -> Channel:
    """Set up a channel or, with ``channel_id``, change it.

    Raises ``ValueError`` for a kind that no folder brings, unless the channel is of it already.
    """
    require_admin(by)
    with transaction.atomic():
        channel = Channel() if channel_id is None else Channel.objects.filter(pk=channel_id).first()
        if channel is None:
            raise NotFound
        before = values_of(channel if channel.pk else None, _OF_A_CHANNEL)
        channel.kind = kind if kind == channel.kind else kind_of(kind).key
        channel.name = name.strip()[:100]
        channel.brand_id, channel.team_id = brand_id, team_id
        channel.is_active, channel.acknowledges = is_active, acknowledges
        channel.settings = settings or {}
        channel.save()
        changes = compared(before, values_of(channel, _OF_A_CHANNEL))
        what = ["changed" if before else "made"]
        log.record(events.ChannelSaved(channel.pk, "channel", channel.name, what, changes), by=by)
    return channel
