"""When a case comes back that is put aside: "morgen früh", "in 3 Tagen", "nächsten Di 15 Uhr", "tomorrow 9".

tonfall reads what a promise means, the latest moment its words allow. Whoever puts a case aside means the first one:
so the calendar that it reads by closes when the desk opens.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from tonfall import Calendar, Conventions, parse_due

MIDDAY, AFTERNOON, EVENING, LATE = time(12), time(14), time(18), time(20)
FURTHEST = timedelta(days=400)
LONGEST = 80  # letters that are read; nobody says a day in more
_WHOLE_WEEK = re.compile(r"(?:(?:in\s+)?(?:der?|die)\s+)?(?:nächsten?|kommenden?)\s+woche|next\s+week", re.IGNORECASE)
_WHOLE_MONTH = re.compile(r"(?:(?:im|den)\s+)?(?:nächste|kommende)[nr]\s+monat|next\s+month", re.IGNORECASE)
_OVER = time(23, 59)  # what tonfall says of a part of today that is over: a promise could still be kept then
_BARE_HOUR = re.compile(r"(?<![\d.:])\b([01]?\d|2[0-3])$")
_COUNTED = re.compile(
    r"\d{1,2}\s*(?:uhr|h\b|am\b|pm\b|[ap]\.m\.)|\d{1,2}[:.]\d\d(?!\.)|\b(?:stunden?|minuten?|hours?|minutes?)\b", re.I
)


def wakes_at(words: str, *, at: datetime, calendar: Calendar, language: Literal["de", "en"]) -> datetime | None:
    """Return the moment (aware, in the calendar's zone) that words say; ``None`` where they say none that lies ahead.

    A day without a time, and "früh" or "afternoon", mean a working day: a holiday or a closed day moves to the next
    one. A counted time is meant as it stands. ``at`` (aware) is when they are said.
    """
    said = " ".join(words.split())[:LONGEST]
    if (first := _first_day(said, calendar.local(at).date())) is not None:
        return _on_a_working_day(calendar.at(first, _opening(calendar)), calendar)
    opening = _opening_calendar(calendar)
    found, bare = parse_due(said, at, opening, language), _BARE_HOUR.search(said)
    if found is not None and bare is not None and bare.start() >= found.span.end:  # "morgen 9", but not "Dec 3"
        said = f"{said} Uhr" if language == "de" else f"{said}:00"
        found = parse_due(said, at, opening, language)
    if found is None or found.due is None:
        return None
    is_counted = _COUNTED.search(said) is not None
    if not is_counted and calendar.local(found.due).time() == _OVER:
        return None
    moment = found.due if is_counted else _on_a_working_day(found.due, calendar)
    return moment if at < moment <= at + FURTHEST else None


def _first_day(said: str, today: date) -> date | None:
    """The first day of a whole week or month to come."""
    if _WHOLE_WEEK.fullmatch(said):
        return today + timedelta(days=7 - today.weekday())
    if _WHOLE_MONTH.fullmatch(said):
        return (today.replace(day=1) + timedelta(days=31)).replace(day=1)
    return None


def _opening_calendar(calendar: Calendar) -> Calendar:
    """The same days, each over when it opens, and parts of a day over when they begin."""
    opens = _opening(calendar)
    begins = Conventions(early=opens, morning=opens, noon=MIDDAY, afternoon=AFTERNOON, evening=EVENING, night=LATE)
    hours = tuple((time(0), day[0]) if day and day[0] > time(0) else day and (time(0), opens) for day in calendar.hours)
    return replace(calendar, hours=hours, conventions=begins)


def _opening(calendar: Calendar) -> time:
    """When most days begin; a desk that is open all night begins at nine."""
    return next((day[0] for day in calendar.hours if day and day[0] > time(0)), time(9))


def _on_a_working_day(moment: datetime, calendar: Calendar) -> datetime:
    day = moment.date()
    if not calendar.is_working_day(day):
        day = calendar.add_working_days(day, 1)
    return calendar.at(day, moment.timetz().replace(tzinfo=None))
