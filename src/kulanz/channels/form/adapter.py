"""The contact form: what was typed, kept as JSON, becomes a message. Answers go by mail."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from typing import Any

from kulanz.cases.arrival import Arrival, Upload

from ..adapter import ChannelAdapter, Decision
from ..models import Original

Typed = tuple[Original, dict[str, Any]]


class FormAdapter(ChannelAdapter):
    """The contact form."""

    def read(self, originals: Sequence[Original]) -> list[Typed]:
        """Parse what ``form.receiving`` kept."""
        return [(original, json.loads(bytes(original.raw))) for original in originals]

    def match(self, parsed: Sequence[Typed]) -> list[Decision]:
        """A form always opens a new case: whoever typed an address has not shown that it is theirs."""
        return [
            Decision(original.pk, arrival=_arrival(original, typed), sender=typed["address"].casefold()[:254])
            for original, typed in parsed
        ]


def _arrival(original: Original, typed: dict[str, Any]) -> Arrival:
    channel = original.channel
    return Arrival(
        channel="form",
        brand_id=typed["brand_id"],
        team_id=channel.team_id if channel is not None else None,
        entrance_id=original.channel_id,
        source_id=original.pk,
        sender_address=typed["address"],
        sender_name=typed["name"],
        phone=typed["phone"],
        subject=typed["subject"],
        text=typed["text"],
        language=typed["language"],
        at=original.received_at,
        hints=({"code": "spam"},) if typed.get("is_fast") else (),
        uploads=tuple(
            Upload(name=each["name"], content_type=each["content_type"], data=base64.b64decode(each["data"]))
            for each in typed["uploads"]
        ),
    )
