"""When a promise is kept, late or broken. Nothing is stored about breaking one: it follows from the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum


class PromiseState(StrEnum):
    """Where a promise stands."""

    OPEN = "open"
    KEPT = "kept"
    KEPT_LATE = "kept-late"
    BROKEN = "broken"


FURTHEST_BACK = timedelta(days=366)
FURTHEST_AHEAD = timedelta(days=3653)


def is_plausible(due_at: datetime, at: datetime) -> bool:
    """Say whether anybody would promise that at ``at``: a day of the year 9999 is a slip of the finger, or worse."""
    return at - FURTHEST_BACK <= due_at <= at + FURTHEST_AHEAD


def state_of(*, due_at: datetime, kept_at: datetime | None, at: datetime) -> PromiseState:
    """Return where a promise due at ``due_at`` stands at ``at`` (all aware). Kept in the minute it is due is kept."""
    if kept_at is not None:
        return PromiseState.KEPT if kept_at <= due_at else PromiseState.KEPT_LATE
    return PromiseState.OPEN if at <= due_at else PromiseState.BROKEN


def still_says(text: str, words: str) -> bool:
    """Say whether a letter still holds the promise's words, however its lines are broken."""
    return " ".join(words.split()).casefold() in " ".join(text.split()).casefold()
