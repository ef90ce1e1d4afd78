"""Time zones as calendars name them: the file's own definition first (RFC 5545, 3.6.5), then the name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from io import StringIO
from zoneinfo import ZoneInfo, available_timezones

from dateutil.tz import tzical
from tzlocal.windows_tz import win_tz

_MOST_TURNS = 60
_RULE_PARTS = re.compile(
    r"FREQ=YEARLY|INTERVAL=1|WKST=[A-Z]{2}|BYMONTH=(?:[1-9]|1[0-2])|BYDAY=[+-]?[1-5]?(?:MO|TU|WE|TH|FR|SA|SU)"
    r"|BYMONTHDAY=(?P<days>-?\d{1,2}(?:,-?\d{1,2}){0,9})|UNTIL=\d{8}(?:T\d{6}Z?)?",
    re.IGNORECASE,
)
_MOMENT = re.compile(r"\d{8}T\d{6}")
_OFFSET = re.compile(r"[+-]\d{4}(?:\d\d)?")
_KEPT = ("DTSTART", "RRULE", "RDATE", "TZOFFSETFROM", "TZOFFSETTO")

_BARE_OFFSET = re.compile(r"\(?(?:UTC|GMT)?\s*([+-])(\d{1,2})(?:[:.]?(\d\d))?(?::?00)?\)?", re.IGNORECASE)
_SHOWN_OFFSET = re.compile(r"\((?:UTC|GMT)(?:\s*([+-])\s*(\d{1,2})[:.](\d\d))?\)\s*", re.IGNORECASE)
_PARTED = re.compile(r"\s*[,;&/]\s*")
_NUMBERED = re.compile(r" \d{1,2}$")
# Names without a place that programs write, and what Germans call cities that the list of zones calls otherwise.
_NAMES = {
    "utc": "UTC", "z": "UTC", "coordinated universal time": "UTC", "tzone://microsoft/utc": "UTC",
    "mez": "Europe/Berlin", "mesz": "Europe/Berlin", "cest": "Europe/Berlin", "cet/cest": "Europe/Berlin",
    "mitteleuropäische zeit": "Europe/Berlin", "mitteleuropäische sommerzeit": "Europe/Berlin",
    "mitteleuropäische normalzeit": "Europe/Berlin", "central european time": "Europe/Berlin",
    "central european summer time": "Europe/Berlin", "westeuropäische zeit": "Europe/Lisbon",
    "osteuropäische zeit": "Europe/Athens", "bst": "Europe/London", "greenwich mean time": "Europe/London",
    "eastern": "America/New_York", "central": "America/Chicago", "mountain": "America/Denver",
    "pacific": "America/Los_Angeles", "eastern time": "America/New_York", "central time": "America/Chicago",
    "mountain time": "America/Denver", "pacific time": "America/Los_Angeles", "edt": "America/New_York",
    "cst": "America/Chicago", "cdt": "America/Chicago", "mdt": "America/Denver", "pst": "America/Los_Angeles",
    "pdt": "America/Los_Angeles",
}  # fmt: skip
_CITIES = {
    "wien": "vienna", "rom": "rome", "athen": "athens", "lissabon": "lisbon", "brüssel": "brussels",
    "kopenhagen": "copenhagen", "prag": "prague", "warschau": "warsaw", "bukarest": "bucharest", "moskau": "moscow",
    "kairo": "cairo", "peking": "shanghai", "tokio": "tokyo", "osaka": "tokyo", "sapporo": "tokyo",
    "singapur": "singapore", "bern": "zurich", "zürich": "zurich", "mumbai": "kolkata", "neu-delhi": "kolkata",
    "new delhi": "kolkata", "chennai": "kolkata", "abu dhabi": "dubai", "maskat": "muscat", "kiew": "kiev",
    "kyjiw": "kiev", "teheran": "tehran", "bagdad": "baghdad", "damaskus": "damascus", "beijing": "shanghai",
    "edinburgh": "london", "mexiko-stadt": "mexico city", "havanna": "havana", "hongkong": "hong kong",
    "eastern time": "new york", "central time": "chicago", "mountain time": "denver", "pacific time": "los angeles",
    "indiana (east)": "indianapolis", "st. petersburg": "moscow", "canberra": "sydney",
}  # fmt: skip


def zone_of(name: str, definitions: dict[str, list[str]]) -> tzinfo | None:
    """Return the zone that a calendar calls ``name``; ``definitions`` are the lines of its own ones by name.

    None when it is neither defined nor known. A definition is read afresh for every file: two files may give one
    name to two zones, and only the file knows which it means.
    """
    lines = definitions.get(name)
    return (defined_zone(lines) if lines else None) or named_zone(name)


def defined_zone(lines: Iterable[str]) -> tzinfo | None:
    """Return the zone that the lines of a VTIMEZONE describe, None where they are no sound description.

    One with rules other than the usual yearly ones counts as none: working them out could take for ever.
    """
    kept, turn = list[str](), list[str]()
    turns, ends = 0, ""
    for line in lines:
        head, _, value = line.partition(":")
        field, value = head.partition(";")[0].upper(), value.strip()
        if field == "BEGIN" and value.upper() in ("STANDARD", "DAYLIGHT"):
            ends, turn = value.upper(), []
        elif field == "END" and ends and value.upper() == ends:
            whole = {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"} <= {each.partition(":")[0] for each in turn}
            if whole and turns < _MOST_TURNS:
                turns += 1
                kept += [f"BEGIN:{ends}", *turn, f"END:{ends}"]
            ends = ""
        elif ends and field in _KEPT:
            sound = _sound(field, value)
            if field == "RRULE" and not sound:
                return None
            turn += [f"{field}:{sound}"] if sound else []
    if not turns:
        return None
    text = "\r\n".join(["BEGIN:VTIMEZONE", "TZID:own", *kept, "END:VTIMEZONE", ""])
    try:
        found: tzinfo | None = tzical(StringIO(text)).get("own")
    except (ValueError, KeyError, IndexError, OverflowError):
        return None
    return found


def _sound(field: str, value: str) -> str:
    """The value of a field in a form that is safe to work with, empty where there is none."""
    if field == "DTSTART":
        found = _MOMENT.match(value)
        # A yearly rule without an end takes as long as its beginning is past; no clock was turned in 1601.
        return "" if not found else f"19700101{found[0][8:]}" if found[0] < "1970" else found[0]
    if field == "RDATE":
        moments = _MOMENT.findall(value)
        return ",".join(moments[:200])
    if field == "RRULE":
        return value if _is_yearly(value) else ""
    return found[0] if (found := _OFFSET.fullmatch(value)) else ""


def _is_yearly(rule: str) -> bool:
    parts = [_RULE_PARTS.fullmatch(part) for part in rule.strip(";").split(";")]
    if None in parts or "FREQ=YEARLY" not in rule.upper() or "BYMONTH=" not in rule.upper():
        return False
    days = [part["days"] for part in parts if part is not None and part["days"]]
    # The 30th of February would be looked for in all the years there are.
    return all(any(0 < abs(int(day)) <= 28 for day in each.split(",")) for each in days)


@lru_cache(maxsize=512)
def named_zone(name: str) -> tzinfo | None:
    """Return the zone of a name as programs write it: of the IANA list, of Windows, of a vendor's path, an offset.

    A name as it is shown ('(UTC+01:00) Amsterdam, Berlin, Rom') counts by a city that has this offset.
    """
    key = _NUMBERED.sub("", " ".join(name[:200].split()).strip("\"' ").casefold())
    zone = _NAMES.get(_SHOWN_OFFSET.sub("", key)) or _in_path(key) or _windows().get(key)
    if zone is not None:
        return UTC if zone == "UTC" else _load(zone)
    offset = _BARE_OFFSET.fullmatch(key)
    if offset:
        return _fixed(offset[1], offset[2], offset[3])
    return _by_city(key)


@cache
def _windows() -> dict[str, str]:
    """The names of Windows, and what Lotus makes of them by leaving out their ends."""
    found: dict[str, str] = {}
    for name, zone in win_tz.items():
        key = name.casefold()
        found.setdefault(key.removesuffix(" standard time"), zone)
        found[key] = zone
        found.setdefault(key.replace("standard", "daylight"), zone)
        found.setdefault(key.replace("standard", "summer"), zone)
    return found


@cache
def _known() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}


@cache
def _cities() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in sorted(available_timezones()):
        if "/" in name and not name.startswith(("Etc/", "SystemV/", "US/", "posix/", "right/")):
            found.setdefault(name.rpartition("/")[2].replace("_", " ").casefold(), []).append(name)
    return found


def _in_path(key: str) -> str | None:
    """The IANA name at the end of a vendor's path ('/mozilla.org/20070129_1/Europe/Berlin')."""
    pieces = key.replace(" ", "_").strip("/").split("/")
    for start in range(max(len(pieces) - 3, 0), len(pieces)):
        tail = "/".join(pieces[start:])
        found = _known().get(tail) or _known().get(tail.replace("-", "/", 1)) or _known().get(tail.replace("_", "/", 1))
        if found:
            return found
    return None


def _by_city(key: str) -> tzinfo | None:
    shown = _SHOWN_OFFSET.match(key)
    wanted = _fixed(shown[1], shown[2], shown[3]) if shown and shown[1] else UTC if shown else None
    words = key[shown.end() :] if shown else key
    for city in [words, *_PARTED.split(words.replace("(us & canada)", "").replace("(usa & kanada)", "").strip())]:
        for name in _cities().get(_CITIES.get(city.strip(), city.strip()), []):
            zone = _load(name)
            if zone is not None and (wanted is None or _stands_at(zone, wanted)):
                return zone
    return None


def _stands_at(zone: tzinfo, wanted: tzinfo) -> bool:
    """Whether the clocks of a zone stand at this offset in winter, north or south."""
    offset = wanted.utcoffset(None)
    return any(zone.utcoffset(datetime(2026, month, 1)) == offset for month in (1, 7))  # noqa: DTZ001 - a wall clock


def _fixed(sign: str, hours: str, minutes: str | None) -> tzinfo | None:
    away = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if away >= timedelta(hours=24):
        return None
    return timezone(away if sign == "+" else -away)


def _load(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # ZoneInfoNotFoundError is a KeyError
        return None
