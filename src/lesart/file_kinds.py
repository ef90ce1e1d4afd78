"""What a part is whose type says no more than that it is a file: by its name and its first lines."""

from __future__ import annotations

import re

_CALENDARS = frozenset(("text/calendar", "application/ics", "text/x-vcalendar", "application/calendar"))
_SOME_FILE = re.compile(
    r"(?:application|binary)/(?:(?:x-)?octet-stream|binary|x-[a-z0-9.-]+|unknown|(?:force-)?download)|text/plain"
)
_MAIL_START = re.compile(
    rb"\s{0,9}(?:[!-9;-~]{1,80}:[^\n]*\n(?:[ \t][^\n]*\n)*){0,200}?(?:from|date|subject|message-id)[ \t]*:",
    re.IGNORECASE,
)
_CALENDAR_NAME = re.compile(r"\.(?:ics|ical|vcs)$", re.IGNORECASE)
_CALENDAR_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*BEGIN:VCALENDAR", re.IGNORECASE)


def is_some_file(content_type: str) -> bool:
    """Whether a type says no more than 'a file', or is one of those that programs make up."""
    return _SOME_FILE.fullmatch(content_type) is not None


def is_calendar(content_type: str, name: str, data: bytes) -> bool:
    """A calendar by its type; where that says only 'a file' or 'a text', by its name or its first line."""
    if content_type in _CALENDARS:
        return True
    if not is_some_file(content_type):
        return False
    if _CALENDAR_START.match(data[:200]):
        return True
    return _CALENDAR_NAME.search(name) is not None and b"BEGIN:VEVENT" in data


def is_mail(content_type: str, name: str, data: bytes) -> bool:
    """A mail that calls itself a file: by the ending of its name, and it must begin with a header."""
    return is_some_file(content_type) and name.lower().endswith(".eml") and _MAIL_START.match(data[:20_000]) is not None
