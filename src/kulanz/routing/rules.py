"""What a case weighs, thought without a database. What the case is like counts, never what a person does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

LIGHTEST, HEAVIEST = 0, 50
LEAST_CAPACITY, MOST_CAPACITY = 1, 500

# What people of ours may speak beside German and English; the names come from Django.
LANGUAGES = ("de", "en", "fr", "it", "es", "nl", "pl", "tr", "da", "cs", "uk", "ru", "ar")


class Mode(StrEnum):
    """How a team's cases find their person."""

    OFF = "off"  # they wait in the pile until somebody takes them
    ROUND = "round"  # whoever was given none the longest
    FIT = "fit"  # whoever fits best


@dataclass(frozen=True, slots=True)
class Weights:
    """The table of points: by priority where a case waits for us, ``elsewhere`` where it does not.

    ``heavy`` comes on top for a letter that is upset or that hurts. ``capacity`` is what a person carries for whom
    nothing else is set.
    """

    low: int = 1
    normal: int = 2
    high: int = 3
    urgent: int = 4
    elsewhere: int = 1
    heavy: int = 2
    capacity: int = 30


def weight_of(*, priority: int, is_ours: bool, is_heavy: bool, weights: Weights) -> int:
    """Return the points of one open case; ``priority`` as in ``Case.Priority``."""
    by_priority = (weights.low, weights.normal, weights.high, weights.urgent)
    points = by_priority[min(max(priority + 1, 0), 3)] if is_ours else weights.elsewhere
    return points + (weights.heavy if is_heavy else 0)


class Why(StrEnum):
    """Why a case is next, or why somebody gets it. Stored: the words for them are in ``reasons.py``."""

    OVERDUE = "overdue"  # a promise is overdue
    TODAY = "today"  # a promise is due today
    URGENT = "urgent"
    HIGH = "high"
    WAITS = "waits"
    KNOWN = "known"  # served this customer last
    SKILL = "skill"
    LANGUAGE = "language"
    FREE = "free"  # has room, and among those the most
    TURN = "turn"  # was given none the longest


@dataclass(frozen=True, slots=True)
class InPile:
    """A case that nobody has: how long its customer waits, and what makes it more or less pressing for one person.

    ``due`` is the pressure of an open promise (``OVERDUE`` or ``TODAY``), ``fits`` whether the person has the skills
    and the language that it needs.
    """

    case_id: int
    waits: timedelta
    priority: int = 0
    due: Why | None = None
    is_known: bool = False
    fits: bool = True


# What counts as much as so many hours of waiting more.
_HOURS = {Why.OVERDUE: 72, Why.TODAY: 48, Why.URGENT: 24, Why.HIGH: 8, Why.KNOWN: 4}
_LOW, _UNFIT = -8, -200


def pressure(each: InPile) -> float:
    """Return how pressing a case is for a person, in hours of waiting."""
    hours = each.waits.total_seconds() / 3600 + sum(_HOURS[why] for why in why_next(each) if why in _HOURS)
    return hours + (_LOW if each.priority < 0 else 0) + (0 if each.fits else _UNFIT)


def why_next(each: InPile) -> list[Why]:
    """Return the reasons for its place, the strongest first; that somebody waits is always one."""
    pressing = {2: Why.URGENT, 1: Why.HIGH}.get(each.priority)
    found = [each.due, pressing, Why.KNOWN if each.is_known else None]
    return [*(why for why in found if why is not None), Why.WAITS]


def own_bounds(usual: int) -> tuple[int, int]:
    """Return within which a person sets their own capacity: half and double of what the house takes as usual."""
    return max(LEAST_CAPACITY, usual // 2), min(MOST_CAPACITY, usual * 2)
