"""Calendar parts (RFC 5545): what an invitation is about, enough to show it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from .charset import decode_bytes
from .model import Invitation
from .zones import zone_of

_FOLD = re.compile(r"\r?\n[ \t]")
_LINE = re.compile(r"([A-Za-z-]+)((?:;[^:\n\"]*(?:\"[^\"\n]*\"[^:\n\"]*)*)?):(.*)", re.DOTALL)
_ZONE = re.compile(r";TZID=(?:\"([^\"]*)\"|(.*))", re.IGNORECASE)
_OTHER_PARAMETER = re.compile(r";(?:VALUE|X-[A-Z-]+)=[A-Za-z-]*", re.IGNORECASE)
_CALLED = re.compile(r";CN=(?:\"([^\"]*)\"|([^;:]*))", re.IGNORECASE)
# The moment stands at the end: a zone's name without quotation marks may hold colons of its own.
_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z|[+-]\d\d:?\d\d)?)?\s*$", re.IGNORECASE)
_DURATION = re.compile(
    r"\+?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?", re.IGNORECASE
)
_MOMENTS = frozenset(("DTSTART", "DTEND", "RECURRENCE-ID"))
_ESCAPES = {"\\n": "\n", "\\N": "\n", "\\,": ",", "\\;": ";", "\\\\": "\\"}
_ESCAPE = re.compile(r"\\[nN,;\\]")
_LARGEST = 1_000_000
_MOST_EVENTS = 2_000

Event = dict[str, tuple[str, str]]


@dataclass(slots=True)
class _Calendar:
    """What stands in a calendar file: its own fields, its events, the lines of its time zones by name."""

    method: str = ""
    events: list[Event] = field(default_factory=list)
    zones: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Moment:
    """A moment and the name of its zone where nobody knows that zone."""

    at: datetime | None = None
    zone: str = ""
    whole_day: bool = False


def read_invitation(data: bytes, charset: str) -> Invitation | None:
    """Read what a calendar part invites to; None when it holds no event.

    Of a series it is the series itself, even where dates that were moved stand above it.
    """
    text = _FOLD.sub("", decode_bytes(data[:_LARGEST], charset or "utf-8")[0])
    calendar = _read_lines(text)
    if not calendar.events:
        return None
    event = next((each for each in calendar.events if "RECURRENCE-ID" not in each), calendar.events[0])
    uid = _text(event, "UID")
    single = "RECURRENCE-ID" in event
    start = _moment(event, "DTSTART", calendar.zones)
    return Invitation(
        method=calendar.method.upper(),
        summary=_text(event, "SUMMARY"),
        start=start.at,
        end=_end(event, start, calendar.zones),
        organiser=re.sub("^mailto:", "", _text(event, "ORGANIZER"), flags=re.IGNORECASE),
        organiser_name=_common_name(event.get("ORGANIZER", ("", ""))[0]),
        location=_text(event, "LOCATION"),
        uid=uid,
        whole_day=start.whole_day,
        zone=start.zone,
        repeats=_text(event, "RRULE")[:300],
        one_of_series=single,
        moved=0 if single else sum("RECURRENCE-ID" in each and _text(each, "UID") == uid for each in calendar.events),
        others=len({_text(each, "UID") for each in calendar.events} - {uid}),
    )


def _read_lines(text: str) -> _Calendar:
    """Sort the lines by the component they stand in; alarms and the like inside an event are passed over."""
    calendar = _Calendar()
    inside, zone, event = list[str](), list[str](), Event()
    for line in text.splitlines():
        match = _LINE.match(line)
        if not match:
            continue
        name, parameters, value = match[1].upper(), match[2], match[3]
        if name == "BEGIN":
            inside.append(value.strip().upper())
            if inside[-1] == "VTIMEZONE":
                zone = []
            elif inside[-1] == "VEVENT":
                event = {}
                calendar.events += [event] if len(calendar.events) < _MOST_EVENTS else []
        elif name == "END":
            if inside and inside[-1] == value.strip().upper():
                inside.pop()
        elif name == "METHOD" and not calendar.method:
            calendar.method = value.strip()
        elif inside and inside[-1] == "VEVENT":
            event.setdefault(name, (line[len(name) :], "") if name in _MOMENTS else (parameters, value))
        elif name == "TZID" and inside and inside[-1] == "VTIMEZONE":
            calendar.zones[value.strip()] = calendar.zones[_unescaped(value.strip())] = zone
        if "VTIMEZONE" in inside[-2:]:
            zone.append(line)
    return calendar


def _common_name(parameters: str) -> str:
    match = _CALLED.search(parameters)
    return (match[1] or match[2] or "").strip() if match else ""


def _text(event: Event, name: str) -> str:
    return _unescaped(event.get(name, ("", ""))[1].strip())


def _unescaped(value: str) -> str:
    return _ESCAPE.sub(lambda match: _ESCAPES[match[0]], value)


def _moment(event: Event, name: str, zones: dict[str, list[str]]) -> _Moment:
    line = event.get(name, ("", ""))[0].strip()
    match = _MOMENT.search(line)
    if not match:
        return _Moment()
    year, month, day, hour, minute, second, universal = match.groups()
    try:
        moment = datetime.combine(
            date(int(year), int(month), int(day)), time(int(hour or 0), int(minute or 0), min(int(second or 0), 59))
        )
    except ValueError:
        return _Moment()
    if universal or hour is None:
        return _Moment(moment.replace(tzinfo=_offset(universal)) if universal else moment, whole_day=hour is None)
    return _in_zone(moment, _zone_name(line[: match.start()]), zones)


def _offset(written: str) -> tzinfo:
    """UTC, or the bare offset that some programs set behind a time as in ISO 8601."""
    if written in "Zz":
        return UTC
    minutes = min(int(written[1:3]) * 60 + int(written[-2:]), 14 * 60)
    return timezone(timedelta(minutes=-minutes if written[0] == "-" else minutes))


def _zone_name(parameters: str) -> str:
    """The value of TZID, which some programs leave without the quotation marks that its colons ask for."""
    match = _ZONE.search(parameters.rstrip().removesuffix(":"))
    if not match:
        return ""
    return (match[1] if match[1] is not None else _OTHER_PARAMETER.sub("", match[2])).strip()


def _in_zone(moment: datetime, name: str, zones: dict[str, list[str]]) -> _Moment:
    zone = zone_of(name, zones) if name else None
    if zone is None:
        return _Moment(moment, name)
    try:
        aware = moment.replace(tzinfo=zone)
        aware.astimezone(UTC)
    except (ValueError, OverflowError):
        return _Moment(moment, name)
    return _Moment(aware)


def _end(event: Event, start: _Moment, zones: dict[str, list[str]]) -> datetime | None:
    """The end, or the beginning and the duration: days by the calendar, hours by the clock (RFC 5545, 3.3.6)."""
    end = _moment(event, "DTEND", zones).at
    length = _DURATION.fullmatch(_text(event, "DURATION"))
    if end is not None or start.at is None or not length or not any(length.groups()):
        return end
    weeks, days, hours, minutes, seconds = (int(number or 0) for number in length.groups())
    try:
        end = start.at + timedelta(weeks=weeks, days=days)
        exact = timedelta(hours=hours, minutes=minutes, seconds=seconds)
        if exact and end.tzinfo is not None:
            return (end.astimezone(UTC) + exact).astimezone(end.tzinfo)
        return end + exact
    except (OverflowError, ValueError):
        return None
