"""What a case weighs, thought without a database. What the case is like counts, never what a person does."""

from __future__ import annotations

from dataclasses import dataclass
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


def own_bounds(usual: int) -> tuple[int, int]:
    """Return within which a person sets their own capacity: half and double of what the house takes as usual."""
    return max(LEAST_CAPACITY, usual // 2), min(MOST_CAPACITY, usual * 2)
