"""Days that people choose: from today to the end of next year. What lies beyond is a slip of the finger."""

from __future__ import annotations

from datetime import date

from django.utils import timezone


def last_day() -> date:
    """Return the last day that can be chosen."""
    return date(timezone.localdate().year + 1, 12, 31)


def chosen_day(written: str) -> date | None:
    """Read the day of a form; ``None`` for none, and for what makes no sense."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if timezone.localdate() <= day <= last_day() else None
