"""Writing events. ``record`` is called inside the transaction of the change, once per action."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.utils.module_loading import import_string

from kulanz.core.clock import now

from . import jobs, wakeup
from .actor import Actor
from .catalogue import DomainEvent, kind_of
from .models import Event


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event together with the one who caused it."""

    domain_event: DomainEvent
    by: Actor


def record(domain_event: DomainEvent, *, by: Actor) -> Event:
    """Write one event and what follows it. Call it inside the transaction of the change."""
    return record_all([Recorded(domain_event, by)])[0]


def record_all(recorded: Sequence[Recorded]) -> list[Event]:
    """Write several events in their order with one statement, and what follows them at once and later."""
    at = now()
    events = Event.objects.bulk_create([_row(each, at) for each in recorded])
    for event in events:
        for reaction in _wired(event).at_once:
            import_string(reaction)(event)
    jobs.enqueue_all(_later(events))
    wakeup.EVENTS.notify_after_commit()
    return events


def _row(recorded: Recorded, at: datetime) -> Event:
    domain_event, by = recorded.domain_event, recorded.by
    kind = kind_of(type(domain_event))
    return Event(
        at=at,
        kind=kind.name,
        subject_kind=kind.subject,
        subject_id=getattr(domain_event, kind.id_field),
        actor_kind=by.kind.value,
        actor_id=by.id,
        actor_name=by.name[:200],
        data=asdict(domain_event),
    )


def _later(events: Sequence[Event]) -> list[jobs.NewJob]:
    asked = {later.heard for event in events for later in _wired(event).later if later.heard}
    heard = {each: {event.pk for event in import_string(each)(events)} for each in asked}
    return [
        jobs.NewJob("handle-event", {"event_id": event.pk, "handler": later.name}, later.priority)
        for event in events
        for later in _wired(event).later
        if not later.heard or event.pk in heard[later.heard]
    ]


def _wired(event: Event) -> Reactions:
    return _reactions.get(event.kind, _NONE)


@dataclass(frozen=True, slots=True)
class DeferredReaction:
    """A reaction after the commit, as a job of its own: the name that jobs carry, the function (dotted), a priority.

    ``heard`` is a function (dotted) that returns to which of some events it listens just now, so that no job is written
    for nothing. It is asked once for all events of an action, inside their transaction.
    """

    name: str
    function: str
    priority: int = jobs.NORMAL
    heard: str = ""


@dataclass(frozen=True, slots=True)
class Reactions:
    """What follows an event: functions (dotted) inside its transaction, in their order, and jobs after the commit.

    Each takes the stored event. One that fails ``at_once`` undoes the action that it follows; those ``later`` are
    idempotent, for they may run twice.
    """

    at_once: tuple[str, ...] = ()
    later: tuple[DeferredReaction, ...] = ()


_NONE = Reactions()
# Filled once by config/wiring.py at start: the lower room asks, the fuse box answers.
_reactions: dict[str, Reactions] = {}
_functions: dict[str, str] = {}


def wire(table: Mapping[type[DomainEvent], Reactions]) -> None:
    """Set what follows which event. Called once by the wiring table."""
    _reactions.clear()
    _reactions.update({kind_of(domain_event).name: reactions for domain_event, reactions in table.items()})
    _functions.clear()
    _functions.update({later.name: later.function for each in table.values() for later in each.later})


def handler(name: str) -> Callable[[Event], None]:
    """Return the reaction that jobs know by ``name``. Raises ``KeyError`` for an unknown one."""
    found: Callable[[Event], None] = import_string(_functions[name])
    return found
