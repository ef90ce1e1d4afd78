"""The catalogue of what can happen. Its kinds are stored and shown for years: a class may be renamed, a kind may not.

A room writes its events as frozen dataclasses in the past tense::

    @event("promise-kept", shown_to={Face.DESK, Face.PORTAL})
    @dataclass(frozen=True, slots=True)
    class PromiseKept(PromiseEvent):
        ...
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, ClassVar, Protocol, TypeVar


class DomainEvent(Protocol):
    """An event class of a room: a frozen dataclass of JSON values, made known by ``event``."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


class Face(StrEnum):
    """Who is shown an event in words: agents in the case, the customer on its page, whoever answers for the house."""

    DESK = "desk"
    PORTAL = "portal"
    AUDIT = "audit"


@dataclass(frozen=True, slots=True)
class EventKind:
    """What is known of one kind: its stored name, what it is about and the field that says which, who is shown it.

    ``of_letter`` says that its ``message_id`` is a letter that a customer must be able to read to be told of it.
    """

    name: str
    domain_event: type[DomainEvent]
    subject: str
    id_field: str
    shown_to: frozenset[Face]
    of_letter: bool = False


H = TypeVar("H", bound=type[DomainEvent])
_by_name: dict[str, EventKind] = {}
_by_class: dict[type, EventKind] = {}


def event(
    name: str, *, subject: str = "case", id_field: str = "", shown_to: Collection[Face] = (), of_letter: bool = False
) -> Callable[[H], H]:
    """Make an event class known under ``name``. ``id_field`` is ``case_id`` for the subject "case", and so on.

    Raises ``ValueError`` for a name that another class has, and for a class that lacks the field.
    """

    def register(domain_event: H) -> H:
        kind = EventKind(name, domain_event, subject, id_field or f"{subject}_id", frozenset(shown_to), of_letter)
        known = _by_name.get(name)
        if known is not None and known.domain_event.__qualname__ != domain_event.__qualname__:
            raise ValueError(f"{name} is {known.domain_event.__qualname__} already")
        if kind.id_field not in domain_event.__dataclass_fields__:
            raise ValueError(f"{domain_event.__qualname__} has no {kind.id_field}")
        _by_name[name] = _by_class[domain_event] = kind
        return domain_event

    return register


def kind_of(domain_event: type[DomainEvent]) -> EventKind:
    """Return the kind of an event class. Raises ``KeyError`` for one that is not in the catalogue."""
    return _by_class[domain_event]


def kinds() -> list[EventKind]:
    """Return every kind, by name."""
    return [_by_name[name] for name in sorted(_by_name)]


def shown_to(face: Face, subject: str = "case") -> list[str]:
    """Return the stored names of the kinds about ``subject`` that a face shows."""
    return [kind.name for kind in kinds() if face in kind.shown_to and kind.subject == subject]


def read(name: str, data: Mapping[str, Any]) -> DomainEvent | None:
    """Give a stored event its class back; ``None`` for what this version does not know.

    What an older version did not store yet takes its default; what a newer one stored beside is left out.
    """
    kind = _by_name.get(name)
    if kind is None:
        return None
    known = {each.name for each in fields(kind.domain_event)}
    try:
        return kind.domain_event(**{key: value for key, value in data.items() if key in known})
    except TypeError:  # it lacks something that has no default
        return None
