"""Calendar parts (RFC 5545): what an invitation is about, enough to show it."""

import re
from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

from kulanz.channels.email.reading.charset import decode_bytes
from kulanz.channels.email.reading.model import Invitation

_FOLD = re.compile(r"\r?\n[ \t]")
_LINE = re.compile(r"^([A-Za-z-]+)((?:;[^:\n\"]*(?:\"[^\"\n]*\"[^:\n\"]*)*)?):([^\r\n]*)", re.MULTILINE)
_ZONE = re.compile(r"TZID=\"?([^;:\"]+)", re.IGNORECASE)
_CALLED = re.compile(r";CN=(?:\"([^\"]*)\"|([^;:]*))", re.IGNORECASE)
_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?")
_WINDOWS_ZONES = {
    "w. europe standard time": "Europe/Berlin",
    "central europe standard time": "Europe/Budapest",
    "central european standard time": "Europe/Warsaw",
    "romance standard time": "Europe/Paris",
    "gmt standard time": "Europe/London",
    "eastern standard time": "America/New_York",
    "pacific standard time": "America/Los_Angeles",
}
_ESCAPES = {"\\n": "\n", "\\N": "\n", "\\,": ",", "\\;": ";", "\\\\": "\\"}
_ESCAPE = re.compile(r"\\[nN,;\\]")
_LARGEST = 200_000


def read_invitation(data: bytes, charset: str) -> Invitation | None:
    """Read the first event of a calendar part; None when there is none."""
    text = _FOLD.sub("", decode_bytes(data[:_LARGEST], charset or "utf-8")[0])
    method = _first(text, "METHOD")
    begin = text.find("BEGIN:VEVENT")
    if begin < 0:
        return None
    stop = text.find("END:VEVENT", begin)
    fields: dict[str, tuple[str, str]] = {}
    for name, parameters, value in _LINE.findall(text[begin : stop if stop > 0 else len(text)]):
        fields.setdefault(name.upper(), (parameters, value))
    return Invitation(
        method=method.upper(),
        summary=_text(fields, "SUMMARY"),
        start=_moment(fields, "DTSTART"),
        end=_moment(fields, "DTEND"),
        organiser=re.sub("^mailto:", "", _text(fields, "ORGANIZER"), flags=re.IGNORECASE),
        organiser_name=_common_name(fields.get("ORGANIZER", ("", ""))[0]),
        location=_text(fields, "LOCATION"),
        uid=_text(fields, "UID"),
    )


def _common_name(parameters: str) -> str:
    match = _CALLED.search(parameters)
    return (match[1] or match[2] or "").strip() if match else ""


def _first(text: str, name: str) -> str:
    match = re.search(rf"^{name}:([^\r\n]*)", text, re.MULTILINE | re.IGNORECASE)
    return match[1].strip() if match else ""


def _text(fields: dict[str, tuple[str, str]], name: str) -> str:
    value = fields.get(name, ("", ""))[1].strip()
    return _ESCAPE.sub(lambda match: _ESCAPES[match[0]], value)


def _moment(fields: dict[str, tuple[str, str]], name: str) -> datetime | None:
    parameters, value = fields.get(name, ("", ""))
    match = _MOMENT.match(value.strip())
    if not match:
        return None
    year, month, day, hour, minute, second, universal = match.groups()
    try:
        moment = datetime.combine(
            date(int(year), int(month), int(day)), time(int(hour or 0), int(minute or 0), int(second or 0))
        )
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC if universal else _zone(parameters))


def _zone(parameters: str) -> tzinfo | None:
    match = _ZONE.search(parameters)
    if not match:
        return None
    name = match[1].strip()
    try:
        return ZoneInfo(_WINDOWS_ZONES.get(name.lower(), name))
    except (ValueError, OSError, KeyError):  # ZoneInfoNotFoundError is a KeyError
        return None
