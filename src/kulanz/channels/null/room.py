"""The room for tests: takes plain JSON in, collects what would go out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from kulanz.cases.actions import mark_queued, mark_sent
from kulanz.cases.arrival import Arrival
from kulanz.cases.models import Message

from ..base import Reading
from ..models import RawMail

sent: list[int] = []
"""The ids of the messages that went out, oldest first."""


class NullRoom:
    """No way to anybody: answers are counted as sent at once."""

    answers_through = "null"

    def read(self, originals: Sequence[RawMail]) -> list[tuple[RawMail, dict[str, Any]]]:
        """Parse originals: objects with "address", "subject", "text" and optionally "case_id"."""
        return [(original, json.loads(bytes(original.raw))) for original in originals]

    def match(self, parsed: Sequence[tuple[RawMail, dict[str, Any]]]) -> list[Reading]:
        """Join the case that the original names, or open one."""
        return [Reading(original.pk, arrival=_arrival(original, values)) for original, values in parsed]

    def prepare(self, message: Message) -> None:
        """Collect the answer."""
        if mark_queued(message_id=message.pk):
            sent.append(message.pk)
            mark_sent(message_id=message.pk)

    def acknowledge(self, message: Message) -> None:
        """There is nobody to tell."""


def _arrival(original: RawMail, values: dict[str, Any]) -> Arrival:
    if original.channel is None:
        raise ValueError("an original of the null room names its channel")
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
