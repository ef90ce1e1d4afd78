"""The contact form's room: what was typed, kept as JSON, becomes a message. Answers go by mail."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from typing import Any

from kulanz.cases.arrival import Arrival, Upload
from kulanz.cases.models import Message

from ..base import Reading
from ..models import RawMail

Typed = tuple[RawMail, dict[str, Any]]


class FormRoom:
    """The contact form."""

    answers_through = "email"

    def read(self, originals: Sequence[RawMail]) -> list[Typed]:
        """Parse what ``form.receiving`` kept."""
        return [(original, json.loads(bytes(original.raw))) for original in originals]

    def match(self, parsed: Sequence[Typed]) -> list[Reading]:
        """A form always opens a new case: whoever typed an address has not shown that it is theirs."""
        return [
            Reading(original.pk, arrival=_arrival(original, typed), sender=typed["address"].casefold()[:254])
            for original, typed in parsed
        ]

    def prepare(self, message: Message) -> None:
        """Answers to forms go by mail; the registry never leads here."""
        raise NotImplementedError("answers to forms go by mail")

    def acknowledge(self, message: Message) -> None:
        """Acknowledgements go by mail as well."""
        raise NotImplementedError("answers to forms go by mail")


def _arrival(original: RawMail, typed: dict[str, Any]) -> Arrival:
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
