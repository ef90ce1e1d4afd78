"""What a case weighs, thought without a database. What the case is like counts, never what a person does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

LIGHTEST, HEAVIEST = 0, 50
LEAST_CAPACITY, MOST_CAPACITY = 1, 500
LEAST_SILENCE, MOST_SILENCE = 2, 400  # working hours
GRACE = timedelta(hours=4)  # working hours for which a case that lies still is shown to its person before it goes back

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


class Because(StrEnum):
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
    LEFT = "left"  # whoever had it is no longer with us
    STILL = "still"  # nothing happened in it for the time that the team has set


@dataclass(frozen=True, slots=True)
class InPile:
    """A case that nobody has: how long its customer waits, and what makes it more or less pressing for one person.

    ``due`` is the pressure of an open promise (``OVERDUE`` or ``TODAY``), ``fits`` whether the person has the skills
    and the language that it needs.
    """

    case_id: int
    waits: timedelta
    priority: int = 0
    due: Because | None = None
    is_known: bool = False
    fits: bool = True


# What counts as much as so many hours of waiting more.
_HOURS = {Because.OVERDUE: 72, Because.TODAY: 48, Because.URGENT: 24, Because.HIGH: 8, Because.KNOWN: 4}
_LOW, _UNFIT = -8, -200


def pressure(each: InPile) -> float:
    """Return how pressing a case is for a person, in hours of waiting."""
    hours = each.waits.total_seconds() / 3600 + sum(_HOURS[why] for why in why_next(each) if why in _HOURS)
    return hours + (_LOW if each.priority < 0 else 0) + (0 if each.fits else _UNFIT)


def why_next(each: InPile) -> list[Because]:
    """Return the reasons for its place, the strongest first; that somebody waits is always one."""
    pressing = {2: Because.URGENT, 1: Because.HIGH}.get(each.priority)
    found = [each.due, pressing, Because.KNOWN if each.is_known else None]
    return [*(why for why in found if why is not None), Because.WAITS]


class NoOne(StrEnum):
    """Why a case stays in the pile."""

    AWAY = "away"  # nobody of the team is here or at work
    LANGUAGE = "language"  # nobody who is speaks its language
    SKILL = "skill"  # nobody of those has the skill
    FULL = "full"  # nobody of those has room


@dataclass(frozen=True, slots=True)
class TeamMember:
    """Somebody of the team, as one case sees them. ``given_at`` is when the house gave them a case last (aware)."""

    user_id: int
    room: int
    is_here: bool
    is_at_work: bool
    is_away: bool = False
    is_known: bool = False
    speaks: bool = True
    has_skills: bool = True
    given_at: datetime | None = None


def choose(candidates: Iterable[TeamMember], mode: Mode) -> TeamMember | NoOne:
    """Return who gets a case, or why nobody does.

    Who is away, or neither here nor at work, gets none, nor who has no room. In turn that is all that counts. For the
    best fit language and skill must be there; then the customer's known person comes first, who is here before who is
    only at work, whoever has most room, and last whoever was given none the longest.
    """
    sieves: list[tuple[NoOne, Callable[[TeamMember], bool]]] = [
        (NoOne.AWAY, lambda each: not each.is_away and (each.is_here or each.is_at_work)),
        (NoOne.LANGUAGE, lambda each: mode is Mode.ROUND or each.speaks),
        (NoOne.SKILL, lambda each: mode is Mode.ROUND or each.has_skills),
        (NoOne.FULL, lambda each: each.room > 0),
    ]
    left = list(candidates)
    for why, passes in sieves:
        left = [each for each in left if passes(each)]
        if not left:
            return why
    return min(left, key=_turn if mode is Mode.ROUND else _fit)


def _turn(each: TeamMember) -> tuple[datetime, int]:
    return each.given_at or _LONG_AGO, each.user_id


def _fit(each: TeamMember) -> tuple[bool, bool, int, datetime, int]:
    return not each.is_known, not each.is_here, -each.room, *_turn(each)


_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def own_bounds(usual: int, kept: int | None = None) -> tuple[int, int]:
    """Return within which a person sets their own capacity: half and double of what the house takes as usual.

    What is set already can be ``kept``: an administrator may have set more, or changed what is usual.
    """
    least, most = max(LEAST_CAPACITY, usual // 2), min(MOST_CAPACITY, usual * 2)
    return (least, most) if kept is None else (min(least, kept), max(most, kept))
