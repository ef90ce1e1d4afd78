"""Days and moments that people choose, up to the end of next year: what lies beyond is a slip of the finger."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.http import Http404
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


def moment_in(written: str) -> datetime:
    """Return the moment (UTC) that a page wrote into its form. Raises ``Http404`` for what no page writes.

    A moment before the year 1 and an offset of a day are none: Python reads them, and no database takes them.
    """
    try:
        moment = datetime.fromisoformat(written)
        if moment.tzinfo is None:
            raise Http404
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as wrong:
        raise Http404 from wrong
