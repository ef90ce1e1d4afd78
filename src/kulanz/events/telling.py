"""Events in words: each face shows those that are meant for it, and each room says how its own are put."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import catalogue
from .catalogue import DomainEvent, Face
from .models import Event


@dataclass(frozen=True, slots=True)
class Told:
    """An event in the words of one face: the name of an icon, and a sentence."""

    icon: str
    sentence: str


Teller = Callable[[Any, Event], "Told | None"]
_tellers: dict[tuple[Face, type[DomainEvent]], Teller] = {}


def tells(face: Face, *domain_events: type[DomainEvent]) -> Callable[[Teller], Teller]:
    """Let a function put events of these classes into words for ``face``: it takes the event and its stored row."""

    def register(teller: Teller) -> Teller:
        for domain_event in domain_events:
            _tellers[face, domain_event] = teller
        return teller

    return register


def told(face: Face, event: Event) -> Told | None:
    """Return an event in words, ``None`` where the face has none for it. In the language that is switched on."""
    domain_event = event.domain_event()
    teller = _tellers.get((face, type(domain_event))) if domain_event is not None else None
    return teller(domain_event, event) if teller is not None else None


def has_words(face: Face, kind: catalogue.EventKind) -> bool:
    """Say whether a face has words for a kind."""
    return (face, kind.domain_event) in _tellers
