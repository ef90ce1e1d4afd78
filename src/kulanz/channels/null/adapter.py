"""The channel for tests: takes plain JSON in, collects what would go out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from kulanz.cases.arrival import Arrival
from kulanz.cases.models import Message
from kulanz.core.ids import public_id

from ..adapter import ChannelAdapter, Decision, NewOutgoing, Receipt, Sent
from ..models import Original, Outgoing

sent: list[int] = []
"""The ids of the messages that went out, oldest first."""


class NullAdapter(ChannelAdapter):
    """No way to anybody: what would go out counts as sent."""

    def read(self, originals: Sequence[Original]) -> list[tuple[Original, dict[str, Any]]]:
        """Parse originals: objects with "address", "subject", "text" and optionally "case_id"."""
        return [(original, json.loads(bytes(original.raw))) for original in originals]

    def match(self, parsed: Sequence[tuple[Original, dict[str, Any]]]) -> list[Decision]:
        """Join the case that the original names, or open one."""
        return [Decision(original.pk, arrival=_arrival(original, values)) for original, values in parsed]

    def compose(self, message: Message) -> NewOutgoing:
        """Return the bare text of an answer."""
        return NewOutgoing(public_id(), [each["address"] for each in message.recipients], message.text.encode())

    def send(self, outgoing: Outgoing) -> Receipt:
        """Collect an answer."""
        sent.append(outgoing.message_id or 0)
        return Sent()


def _arrival(original: Original, values: dict[str, Any]) -> Arrival:
    if original.channel is None:
        raise ValueError("an original of the null channel names its channel")
    return Arrival(
        channel="null",
        brand_id=original.channel.brand_id,
        team_id=original.channel.team_id,
        entrance_id=original.channel_id,
        case_id=values.get("case_id"),
        source_id=original.pk,
        sender_address=values["address"],
        sender_name=values.get("name", ""),
        subject=values["subject"],
        text=values["text"],
        at=original.received_at,
    )
