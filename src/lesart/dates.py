"""The instant in a Date field (RFC 5322 section 3.3 and what is found instead of it)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan",
            "feb",
            "mar mär mrz mae",
            "apr",
            "may mai",
            "jun",
            "jul",
            "aug",
            "sep",
            "oct okt",
            "nov",
            "dec dez",
        ),
        1,
    )
    for name in names.split()
}
_CLOCK = r"(\d{1,2})[:.](\d{1,2})(?:[:.](\d{1,2})(?:[.,]\d+)?)?"
_ZONE = r"[ \t]*\(?([+-][ \t]?\d{1,2}:?\d{2}|[A-Za-z]{1,5})?"
_USUAL = re.compile(r"(\d{1,2})[ \t./-]+([^\W\d_]{3,9})\.?[ \t,./-]+(\d{2,4})[ \t,]+" + _CLOCK + _ZONE)
_UNIX = re.compile(r"([^\W\d_]{3,9})\.?[ \t]+(\d{1,2})[ \t]+" + _CLOCK + r"[ \t]+(?:([A-Z]{3,4})[ \t]+)?(\d{4})")
_AMERICAN = re.compile(r"([^\W\d_]{3,9})\.?[ \t]+(\d{1,2}),?[ \t]+(\d{4}),?[ \t]+" + _CLOCK + _ZONE)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ,]+" + _CLOCK + r")?" + _ZONE)
_GERMAN = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})[ \t,]+" + _CLOCK + _ZONE)
_ZONES = {
    "gmt": 0,
    "ut": 0,
    "utc": 0,
    "z": 0,
    "est": -300,
    "edt": -240,
    "cst": -360,
    "cdt": -300,
    "mst": -420,
}
_ZONES |= {"mdt": -360, "pst": -480, "pdt": -420, "cet": 60, "met": 60, "mez": 60, "cest": 120, "mesz": 120}
_ZONES |= {"mest": 120, "bst": 60, "wet": 0, "west": 60, "eet": 120, "eest": 180, "jst": 540}
_FIRST_YEAR = 1980
_AHEAD = timedelta(days=2)


def read_date(value: str, *, arrived_at: datetime) -> tuple[datetime, bool]:
    """The instant in `value` with its offset, and whether it was usable.

    A missing, unreadable or absurd date (before 1980 or two days past `arrived_at`, which is aware) gives
    `arrived_at` and False. A date without a zone counts as UTC.
    """
    found = parse_date(value) if value else None
    if found is None:
        return arrived_at, False
    try:
        if found.year < _FIRST_YEAR or found - arrived_at > _AHEAD:
            return arrived_at, False
    except OverflowError:
        return arrived_at, False
    return found, True


def parse_date(value: str) -> datetime | None:
    """Read one date in the forms mail programs write; None when there is none."""
    value = value[:200]
    match = _USUAL.search(value)
    if match:
        day, month, year, hour, minute, second, zone = match.groups()
        return _build(year, _month(month), day, hour, minute, second, zone)
    match = _UNIX.search(value)
    if match:
        month, day, hour, minute, second, zone, year = match.groups()
        return _build(year, _month(month), day, hour, minute, second, zone)
    match = _AMERICAN.search(value)
    if match:
        month, day, year, hour, minute, second, zone = match.groups()
        return _build(year, _month(month), day, hour, minute, second, zone)
    match = _ISO.search(value)
    if match:
        return _build(*match.groups())
    match = _GERMAN.search(value)
    if match:
        day, month, *rest = match.groups()
        return _build(rest[0], month, day, *rest[1:])
    return None


def _month(name: str) -> str:
    return str(_MONTHS.get(name[:3].lower(), 0))


def _build(
    year: str,
    month: str,
    day: str,
    hour: str | None,
    minute: str | None,
    second: str | None,
    zone: str | None,
) -> datetime | None:
    number = int(year)
    if len(year) == 2:
        number += 2000 if number < 70 else 1900
    elif len(year) == 3:
        number += 1900
    try:
        moment = datetime(number, int(month), int(day), int(hour or 0), int(minute or 0), tzinfo=UTC)
        # Added, since a leap second (60) is none that datetime takes.
        moment += timedelta(seconds=min(int(second or 0), 60))
        return moment.replace(tzinfo=timezone(timedelta(minutes=_minutes(zone))))
    except (ValueError, OverflowError):
        return None


def _minutes(zone: str | None) -> int:
    """Offset from UTC in minutes; an unknown or impossible zone counts as UTC."""
    if not zone:
        return 0
    if zone[0] in "+-":
        digits = re.sub(r"\D", "", zone).zfill(4)
        minutes = int(digits[:2]) * 60 + int(digits[2:])
        return (minutes if zone[0] == "+" else -minutes) if minutes < 24 * 60 else 0
    return _ZONES.get(zone.lower(), 0)
