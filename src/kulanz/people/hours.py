"""Business days of a brand: weekdays with opening times, less the state's public holidays and its own closed days."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from .models import Brand

DEFAULT_HOURS: dict[int, tuple[tuple[time, time], ...]] = {day: ((time(9), time(17)),) for day in range(5)}


@dataclass(frozen=True, slots=True)
class BusinessHours:
    """When a brand works. ``hours``: weekday (0 = Monday) to stretches in the zone; ``closed``: extra free days."""

    zone: str
    state: str
    hours: dict[int, tuple[tuple[time, time], ...]] = field(default_factory=lambda: DEFAULT_HOURS)
    closed: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Say whether the brand works on ``day``: opening times, no holiday of the state, no closed day."""
        return (
            day.weekday() in self.hours and day not in self.closed and day not in public_holidays(self.state, day.year)
        )

    def closing(self, day: date) -> datetime:
        """Return the end of business on ``day`` (aware, in the zone); 17:00 where the day has no hours."""
        stretches = self.hours.get(day.weekday()) or ((time(9), time(17)),)
        return datetime.combine(day, stretches[-1][1], ZoneInfo(self.zone))

    def after_working_days(self, start: datetime, days: int) -> datetime:
        """Return the end of business of the ``days``-th working day after the day of ``start`` (aware).

        The day of ``start`` itself does not count (§ 187 (1) BGB). Raises ``ValueError`` where no day is a working day.
        """
        day = start.astimezone(ZoneInfo(self.zone)).date()
        horizon = day + timedelta(days=400 + 3 * days)
        while days > 0:
            day += timedelta(days=1)
            if day > horizon:
                raise ValueError("this calendar has no working days")
            days -= self.is_working_day(day)
        return self.closing(day)


@lru_cache(maxsize=128)
def public_holidays(state: str, year: int) -> dict[date, str]:
    """Return the public holidays of a German state in ``year`` with their German names."""
    from holidays.countries.germany import Germany  # noqa: PLC0415 - heavy, and most requests need no calendar

    return dict(Germany(subdiv=state, years=year, language="de"))


def hours_of(brand: Brand) -> BusinessHours:
    """Return the business hours of ``brand``: Monday to Friday 9 to 17 where none are set. Two queries."""
    hours: dict[int, list[tuple[time, time]]] = {}
    for stretch in brand.opening_times.all():
        hours.setdefault(stretch.weekday, []).append((stretch.opens, stretch.closes))
    return BusinessHours(
        zone=brand.zone,
        state=brand.state,
        hours={day: tuple(stretches) for day, stretches in hours.items()} or DEFAULT_HOURS,
        closed=frozenset(brand.closed_days.values_list("date", flat=True)),
    )
