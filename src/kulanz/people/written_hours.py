"""Reading business hours and closed days as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, time, timedelta
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from .models import EVERY_YEAR, ClosedDay

DAYS = (
    _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
)  # fmt: skip
EARLIEST = 2000  # no closed day of the house is older; a year of one digit is a slip
LONGEST = 62  # days of one stretch of closed days
MIDNIGHT = time(0)
_CLOCK = r"(\d{1,2})(?:[:.](\d\d))?\s*(?:uhr|h)?"
_STRETCH = re.compile(rf"{_CLOCK}\s*(?:[-\u2013\u2014]|bis|to)\s*{_CLOCK}", re.ASCII | re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:[,;]|\bund\b|\band\b)\s*", re.IGNORECASE)
_DAY = r"(\d{1,2})\.\s?(\d{1,2})\.(?:\s?(\d{4})\b|(\d{2})\b)?(?!\d)"
_LINE = re.compile(rf"{_DAY}(?:\s*(?:[-\u2013\u2014]|bis|to)\s*{_DAY})?(.*)", re.ASCII | re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(.*)", re.ASCII)
Stretch = tuple[time, time]


def read_day(written: str) -> list[Stretch]:
    """Read "9-12:30, 13:00-17:00" or "22:00-06:00"; 24:00 is midnight. Raises ``ValueError`` where it is no such thing.

    A stretch that ends at or before its beginning ends on the next day.
    """
    found = sorted(_stretch(part) for part in _BETWEEN.split(written.strip()) if part)
    if any(_minutes(later[0]) < _end(earlier) for earlier, later in pairwise(found)):
        raise ValueError("stretches overlap")
    return found


def _stretch(written: str) -> Stretch:
    match = _STRETCH.fullmatch(written)
    if match is None:
        raise ValueError("no stretch of hours")
    opens = time(int(match[1]), int(match[2] or 0))
    closes = MIDNIGHT if (int(match[3]), int(match[4] or 0)) == (24, 0) else time(int(match[3]), int(match[4] or 0))
    if opens == closes != MIDNIGHT:
        raise ValueError("no time between")
    return opens, closes


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _end(stretch: Stretch) -> int:
    return _minutes(stretch[1]) + (24 * 60 if stretch[1] <= stretch[0] else 0)


def write_day(stretches: Iterable[Stretch]) -> str:
    """Write the stretches of one day as ``read_day`` reads them."""
    return ", ".join(f"{opens:%H:%M}-{_closing(closes)}" for opens, closes in stretches)


def _closing(clock: time) -> str:
    return "24:00" if clock == MIDNIGHT else f"{clock:%H:%M}"


def read_closed(line: str) -> list[tuple[date, str]]:
    """Read "24.12.2026 Heiligabend", "31.12. Silvester" (every year) or "27.12.-30.12. Betriebsruhe".

    Days of every year stand in the year ``EVERY_YEAR``. Raises ``ValueError`` where a line cannot be read.
    """
    if iso := _ISO.fullmatch(line.strip()):
        return [(_dated(iso[3], iso[2], iso[1]), _reason(iso[4]))]
    match = _LINE.fullmatch(line.strip())
    if match is None:
        raise ValueError("no date")
    first = _dated(match[1], match[2], match[3] or match[4])
    last = _dated(match[5], match[6], match[7] or match[8]) if match[5] else first
    if first.year == EVERY_YEAR != last.year:
        # "27.12.-2.1.2027": the first day lies in the year in which it comes before the last.
        first = first.replace(year=last.year - (first.replace(year=last.year) > last))
    return [(day, _reason(match[9])) for day in _days(first, last)]


def _dated(day: str, month: str, year: str | None) -> date:
    found = date(EVERY_YEAR if not year else int(year) + (EARLIEST if len(year) == 2 else 0), int(month), int(day))
    if year and found.year < EARLIEST:
        raise ValueError("too long ago")
    return found


def _days(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last; a stretch of every year may go over its turn."""
    is_yearly = first.year == EVERY_YEAR
    if is_yearly and last < first:
        last = last.replace(year=EVERY_YEAR + 1)
    if not first <= last <= first + timedelta(days=LONGEST):
        raise ValueError("no stretch of days")
    for after in range((last - first).days + 1):
        day = first + timedelta(days=after)
        yield day.replace(year=EVERY_YEAR) if is_yearly else day


def _reason(written: str) -> str:
    return written.strip(" \t:,;-\u2013\u2014")[:100]


def write_closed(day: ClosedDay) -> str:
    """Write a closed day as ``read_closed`` reads it."""
    written = f"{day.date:%d.%m.}" if day.is_yearly else f"{day.date:%d.%m.%Y}"
    return f"{written} {day.name}".strip()
