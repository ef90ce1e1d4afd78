"""Writing events. ``record`` is called inside the transaction of the change, once per action."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from typing import Any, ClassVar, Protocol

from kulanz.core.clock import now

from . import jobs, pulse
from .actor import Actor
from .models import Event


class Happening(Protocol):
    """What a room's event class must be: a frozen dataclass that says what it is about."""

    __dataclass_fields__: ClassVar[dict[str, Any]]
    subject_kind: ClassVar[str]

    @property
    def subject_id(self) -> int:
        """The id of the thing the event is about."""
        ...


@dataclass(frozen=True, slots=True)
class Recorded:
    """A happening together with the one who caused it."""

    happening: Happening
    by: Actor


def record(happening: Happening, *, by: Actor) -> Event:
    """Write one event and the jobs of its handlers. Call it inside the transaction of the change."""
    return record_all([Recorded(happening, by)])[0]


def record_all(recorded: Sequence[Recorded]) -> list[Event]:
    """Write several events in their order, and the jobs of their handlers, with two statements in all."""
    at = now()
    events = Event.objects.bulk_create([_row(each, at) for each in recorded])
    jobs.enqueue_all(_handler_jobs(events))
    pulse.EVENTS.beat_after_commit()
    return events


def kind_of(happening: type[Happening]) -> str:
    """Return the name under which events of this class are stored: ``MessageReceived`` is ``message-received``."""
    return _kind(happening)


@cache
def _kind(cls: type) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()


def _row(recorded: Recorded, at: datetime) -> Event:
    happening, by = recorded.happening, recorded.by
    return Event(
        at=at,
        kind=_kind(type(happening)),
        subject_kind=happening.subject_kind,
        subject_id=happening.subject_id,
        actor_kind=by.kind.value,
        actor_id=by.id,
        actor_name=by.name[:200],
        data=asdict(happening),
    )


def _handler_jobs(events: Iterable[Event]) -> list[jobs.NewJob]:
    return [
        jobs.NewJob(name="handle-event", arguments={"event_id": event.pk, "handler": handler}, priority=priority)
        for event in events
        for handler, priority in _handlers.get(event.kind, ())
    ]


# Filled once by config/wiring.py at start: the lower room asks, the fuse box answers.
_handlers: dict[str, tuple[tuple[str, int], ...]] = {}


def wire(table: dict[str, tuple[tuple[str, int], ...]]) -> None:
    """Set which handlers (dotted name, priority) follow which kind of event. Called once by the wiring table."""
    _handlers.clear()
    _handlers.update(table)
