"""The thread of a case: letters, notes and what was done, in one order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from kulanz.events.models import Event

from ..models import Attachment, Message, Note


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the thread: exactly one of ``message``, ``note`` and ``events`` is set.

    ``events`` is what one person did within one minute.
    """

    at: datetime
    message: Message | None = None
    note: Note | None = None
    events: tuple[Event, ...] = ()
    files: tuple[Attachment, ...] = ()
    is_new: bool = False


def thread(
    messages: Sequence[Message],
    notes: list[Note],
    events: list[Event],
    seen_at: datetime | None,
) -> list[Entry]:
    """Return what was said and done in order of time; ``is_new`` is what came after ``seen_at``."""

    def new(at: datetime) -> bool:
        return seen_at is not None and at > seen_at

    entries = [
        *(Entry(m.at, message=m, files=_files(m), is_new=new(m.at)) for m in messages),
        *(Entry(n.at, note=n, is_new=new(n.at)) for n in notes),
        *(Entry(e.at, events=(e,)) for e in events),
    ]
    return _folded(sorted(entries, key=lambda entry: entry.at))


def _folded(entries: Sequence[Entry]) -> list[Entry]:
    """Make one entry of what one person did in a row within a minute."""
    return [_joined(list(group)) for _key, group in groupby(entries, key=_act)]


def _act(entry: Entry) -> object:
    if not entry.events:
        return id(entry)
    return entry.events[0].actor_name, entry.at.replace(second=0, microsecond=0)


def _joined(entries: list[Entry]) -> Entry:
    if len(entries) == 1:
        return entries[0]
    return Entry(entries[0].at, events=tuple(event for entry in entries for event in entry.events))


def _files(message: Message) -> tuple[Attachment, ...]:
    if not message.has_files:
        return ()
    return tuple(Attachment(message_id=message.pk, **each) for each in vars(message)["its_files"] or [])
