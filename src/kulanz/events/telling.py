"""Events in words: each face shows those that are meant for it, and each room says how its own are put."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import catalogue
from .catalogue import Face, Happening
from .models import Event


@dataclass(frozen=True, slots=True)
class Told:
    """An event in the words of one face: the name of an icon, and a sentence."""

    icon: str
    sentence: str


Teller = Callable[[Any, Event], "Told | None"]
_tellers: dict[tuple[Face, type[Happening]], Teller] = {}


def tells(face: Face, *happenings: type[Happening]) -> Callable[[Teller], Teller]:
    """Let a function put events of these classes into words for ``face``: it takes the happening and its stored row."""

    def register(teller: Teller) -> Teller:
        for happening in happenings:
            _tellers[face, happening] = teller
        return teller

    return register


def told(face: Face, event: Event) -> Told | None:
    """Return an event in words, ``None`` where the face has none for it. In the language that is switched on."""
    happening = event.happening()
    teller = _tellers.get((face, type(happening))) if happening is not None else None
    return teller(happening, event) if teller is not None else None


def has_words(face: Face, kind: catalogue.Kind) -> bool:
    """Say whether a face has words for a kind."""
    return (face, kind.happening) in _tellers
