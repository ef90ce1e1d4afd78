"""Which rooms there are. A new way to reach customers is one line here."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from .base import Room

# By name, because a room brings its libraries along and the first page need not wait for them.
ROOMS = {
    "email": "kulanz.channels.email.room:EmailRoom",
    "form": "kulanz.channels.form.room:FormRoom",
    "null": "kulanz.channels.null.room:NullRoom",
}
_BY_SOURCE = {"smtp": "email", "imap": "email", "form": "form", "null": "null"}


@cache
def room(name: str) -> Room:
    """Return a room, opened at its first use."""
    module, _, cls = ROOMS[name].partition(":")
    opened: Room = getattr(import_module(module), cls)()
    return opened


def room_of(source: str) -> Room:
    """Return the room that reads originals of this source."""
    return room(_BY_SOURCE[source])


def answering_room(channel: str) -> Room:
    """Return the room that carries answers in a case of this channel. Cases opened by hand are answered by mail."""
    return room(room(channel).answers_through if channel in ROOMS else "email")
