"""The business calendar: when a desk works, and what its words for times of day mean.

Every convention is a field, so a site can change it; the defaults suit a German office.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tonfall._holidays import public_holidays

_OFFICE_HOURS: tuple[tuple[time, time] | None, ...] = ((time(9), time(17)),) * 5 + (None, None)
_SEARCH_LIMIT_DAYS = 400


@dataclass(frozen=True, slots=True)
class Conventions:
    """What vague words for a time of day mean, as local wall-clock times.

    ``early`` is 'Montag früh' and 'first thing', ``morning`` the end of the morning, and so on: always the
    latest moment the word still allows. ``saturday_is_werktag`` counts Saturdays as Werktage, as the Federal
    Leave Act does (§ 3 BUrlG); a desk whose customers mean Monday to Friday switches it off.
    ``week_start_day``, ``week_middle_day`` are the weekdays (Monday 0) at which 'Anfang der Woche' and
    'Mitte der Woche' are over.
    """

    early: time = time(10)
    morning: time = time(12)
    noon: time = time(12)
    afternoon: time = time(17)
    evening: time = time(18)
    night: time = time(23, 59)
    saturday_is_werktag: bool = True
    week_start_day: int = 1
    week_middle_day: int = 2


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days and hours of one desk.

    ``zone`` is an IANA name, ``state`` a German state in two letters or empty for the nation-wide holidays
    only; ``municipality`` adds what some communities keep, see ``public_holidays``. ``hours`` holds, Monday
    first, the opening and closing time of each weekday, or ``None`` where the desk is closed; a closing time
    that is not later than the opening time lies on the next day, midnight is 00:00. ``closed`` adds single
    days. Raises ``ValueError`` when ``hours`` has not seven entries or no open day;
    ``zoneinfo.ZoneInfoNotFoundError`` (a ``KeyError``) when the zone is unknown.
    """

    zone: str = "Europe/Berlin"
    state: str = ""
    hours: tuple[tuple[time, time] | None, ...] = _OFFICE_HOURS
    closed: frozenset[date] = frozenset()
    conventions: Conventions = field(default_factory=Conventions)
    municipality: str = ""

    def __post_init__(self) -> None:
        if len(self.hours) != 7 or not any(self.hours):
            raise ValueError("hours need seven entries, at least one of them open")
        public_holidays(2000, self.state, self.municipality)
        ZoneInfo(self.zone)

    def local(self, moment: datetime) -> datetime:
        """Return the aware ``moment`` on this desk's clock. Raises ``ValueError`` for a naive one."""
        if moment.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return moment.astimezone(ZoneInfo(self.zone))

    def at(self, day: date, clock: time) -> datetime:
        """Return the aware moment of ``clock`` on ``day`` in this desk's zone."""
        return datetime.combine(day, clock, ZoneInfo(self.zone))

    def is_holiday(self, day: date) -> bool:
        """Say whether ``day`` is a public holiday of the state or one of the extra closed days."""
        return day in self.closed or day in public_holidays(day.year, self.state, self.municipality)

    def is_working_day(self, day: date) -> bool:
        """Say whether the desk works on ``day``."""
        return self.hours[day.weekday()] is not None and not self.is_holiday(day)

    def is_werktag(self, day: date) -> bool:
        """Say whether ``day`` counts as a Werktag: no Sunday, no holiday; Saturdays by convention."""
        last = 5 if self.conventions.saturday_is_werktag else 4
        return day.weekday() <= last and not self.is_holiday(day)

    def end_of_business(self, day: date) -> datetime:
        """Return the aware closing moment of ``day``; a closed weekday closes like the last open one."""
        opens, closes = self.hours[day.weekday()] or [pair for pair in self.hours if pair][-1]
        return self.at(day + timedelta(days=closes <= opens), closes)

    def add_working_days(self, day: date, count: int) -> date:
        """Return the ``count``-th working day after ``day`` (before it when ``count`` is negative)."""
        return self._step(day, count, werktag=False)

    def add_werktage(self, day: date, count: int) -> date:
        """Return the ``count``-th Werktag after ``day`` (before it when ``count`` is negative)."""
        return self._step(day, count, werktag=True)

    def last_working_day(self, first: date, last: date) -> date:
        """Return the last working day from ``first`` to ``last``, or ``last`` when there is none."""
        day = last
        while day >= first:
            if self.is_working_day(day):
                return day
            day -= timedelta(days=1)
        return last

    def _step(self, day: date, count: int, *, werktag: bool) -> date:
        direction = timedelta(days=1 if count > 0 else -1)
        counts = self.is_werktag if werktag else self.is_working_day
        left, idle = abs(count), 0
        while left:
            day += direction
            idle = 0 if counts(day) else idle + 1
            left -= idle == 0
            if idle > _SEARCH_LIMIT_DAYS:
                raise ValueError("the calendar has no working day within reach")
        return day
