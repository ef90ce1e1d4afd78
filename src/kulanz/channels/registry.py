"""Which rooms there are. A new way to reach customers is one line here."""

from __future__ import annotations

from collections.abc import Mapping

from .base import Room
from .email.room import EmailRoom
from .form.room import FormRoom
from .null.room import NullRoom

ROOMS: Mapping[str, Room] = {"email": EmailRoom(), "form": FormRoom(), "null": NullRoom()}
_BY_SOURCE = {"smtp": "email", "imap": "email", "form": "form", "null": "null"}


def room_of(source: str) -> Room:
    """Return the room that reads originals of this source."""
    return ROOMS[_BY_SOURCE[source]]


def answering_room(channel: str) -> Room:
    """Return the room that carries answers in a case of this channel. Cases opened by hand are answered by mail."""
    return ROOMS[ROOMS[channel].answers_through] if channel in ROOMS else ROOMS["email"]
