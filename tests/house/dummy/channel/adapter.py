"""What comes in is JSON, what goes out is one line over a socket, answered by one word."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from kulanz.cases.arrival import Arrival
from kulanz.cases.models import Message
from kulanz.core.ids import public_id

from ..adapter import ChannelAdapter, Decision, Later, NewOutgoing, NoWay, Receipt, Rejected, Sent, Uncertain
from ..models import Channel, Original, Outgoing
from .line import Line

Parsed = tuple[Original, dict[str, str]]


class DummyAdapter(ChannelAdapter):
    def read(self, originals: Sequence[Original]) -> list[Parsed]:
        return [(original, json.loads(bytes(original.raw))) for original in originals]

    def match(self, parsed: Sequence[Parsed]) -> list[Decision]:
        doors = Channel.objects.in_bulk({original.channel_id for original, _ in parsed})
        return [Decision(each.pk, arrival=_arrival(each, doors[each.channel_id], said)) for each, said in parsed]

    def compose(self, message: Message) -> NewOutgoing:
        if message.case.entrance_id is None:
            raise NoWay("The pager of this customer is not known.")
        return NewOutgoing(public_id(), ["pager"], message.text.encode(), message.subject)

    def send(self, outgoing: Outgoing) -> Receipt:
        settings = Channel.objects.get(pk=outgoing.case.entrance_id).settings
        try:
            line = Line(settings["port"])
        except OSError as error:
            return Later(f"{type(error).__name__}: {error}")
        with line:
            try:
                word = line.say(bytes(outgoing.raw))
            except OSError as error:
                return Uncertain(f"{type(error).__name__}: {error}")
        return {"taken": Sent("taken"), "busy": Later("busy")}.get(word) or Rejected(word)


def _arrival(original: Original, door: Channel, said: dict[str, Any]) -> Arrival:
    return Arrival(
        channel="dummy",
        brand_id=door.brand_id,
        team_id=door.team_id,
        entrance_id=door.pk,
        source_id=original.pk,
        sender_address=said["address"],
        sender_name=said["name"],
        subject="Pager",
        text=said["text"],
        at=original.received_at,
    )
