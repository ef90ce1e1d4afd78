"""Business days of a brand: weekdays with opening times, less the state's public holidays and its own closed days."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from kulanz.core.clock import now

from .models import Brand, ClosedDay, Municipality

YEARS_AHEAD = 6  # more than any deadline of working days reaches
DEFAULT_HOURS: dict[int, tuple[tuple[time, time], ...]] = {day: ((time(9), time(17)),) for day in range(5)}


@dataclass(frozen=True, slots=True)
class BusinessHours:
    """When a brand works. ``hours``: weekday (0 = Monday) to stretches in the zone; ``closed``: extra free days.

    A stretch that ends at or before its beginning ends on the next day: 22:00 to 06:00, 09:00 to 00:00 (midnight).
    """

    zone: str
    state: str
    hours: dict[int, tuple[tuple[time, time], ...]] = field(default_factory=lambda: DEFAULT_HOURS)
    closed: frozenset[date] = frozenset()
    municipality: str = ""

    def is_working_day(self, day: date) -> bool:
        """Say whether the brand works on ``day``: opening times, no holiday of the state, no closed day."""
        is_free = day in self.closed or day in public_holidays(self.state, day.year, self.municipality)
        return day.weekday() in self.hours and not is_free

    def is_open(self, at: datetime) -> bool:
        """Say whether ``at`` (aware) lies within business hours, those that began the day before among them."""
        local = at.astimezone(ZoneInfo(self.zone))
        today, yesterday, clock = local.date(), local.date() - timedelta(days=1), local.time()
        late = self.hours.get(yesterday.weekday(), ()) if self.is_working_day(yesterday) else ()
        if any(closes <= opens and clock < closes for opens, closes in late):
            return True
        stretches = self.hours.get(today.weekday(), ()) if self.is_working_day(today) else ()
        return any(opens <= clock and (closes <= opens or clock < closes) for opens, closes in stretches)

    def worked_between(self, start: datetime, end: datetime) -> timedelta:
        """Return how much business time lies between two moments (aware); of more than a year the last one counts."""
        zone, first = ZoneInfo(self.zone), max(start, end - timedelta(days=366)).astimezone(UTC)
        # A stretch may have begun the day before.
        day, worked = first.astimezone(zone).date() - timedelta(days=1), timedelta()
        while day <= end.astimezone(zone).date():
            for opens, closes in self.hours.get(day.weekday(), ()) if self.is_working_day(day) else ():
                begins = datetime.combine(day, opens, zone)
                ends = datetime.combine(day + timedelta(days=closes <= opens), closes, zone)
                # In UTC: between two moments of one zone Python ignores that the clocks went forward.
                worked += max(
                    timedelta(), min(ends.astimezone(UTC), end) - max(begins.astimezone(UTC), first.astimezone(UTC))
                )
            day += timedelta(days=1)
        return worked

    def with_weekdays(self, hours: dict[int, tuple[tuple[time, time], ...]]) -> BusinessHours:
        """Return the same calendar of holidays and closed days with other hours."""
        return replace(self, hours=hours)

    def openings(self, after: datetime, *, first_of_day: bool = False) -> Iterator[datetime]:
        """Yield the moments after ``after`` at which work begins, of a day all or only the first, for a year ahead."""
        zone = ZoneInfo(self.zone)
        first = after.astimezone(zone).date()
        for day in (first + timedelta(days=each) for each in range(366)):
            begins = sorted(opens for opens, _closes in self.hours.get(day.weekday(), ()))
            for opens in begins[: 1 if first_of_day else None] if self.is_working_day(day) else ():
                if (moment := datetime.combine(day, opens, zone)) > after:
                    yield moment

    def closing(self, day: date) -> datetime:
        """Return the end of business on ``day`` (aware, in the zone); 17:00 where the day has no hours."""
        opens, closes = (self.hours.get(day.weekday()) or ((time(9), time(17)),))[-1]
        return datetime.combine(day + timedelta(days=closes <= opens), closes, ZoneInfo(self.zone))

    def after_working_days(self, start: datetime, days: int) -> datetime:
        """Return the end of business of the ``days``-th working day after the day of ``start`` (aware).

        The day of ``start`` itself does not count (§ 187 (1) BGB). Raises ``ValueError`` where no day is a working day.
        """
        day = start.astimezone(ZoneInfo(self.zone)).date()
        # Enough for one day of business a week, of which every second one is a holiday or closed.
        horizon = day + timedelta(days=400 + 14 * days)
        while days > 0:
            day += timedelta(days=1)
            if day > horizon:
                raise ValueError("this calendar has no working days")
            days -= self.is_working_day(day)
        return self.closing(day)


@lru_cache(maxsize=128)
def public_holidays(state: str, year: int, municipality: str = "") -> dict[date, str]:
    """Return the public holidays of a German state in ``year`` with their German names.

    ``municipality`` (see ``people.models.Municipality``) adds what only some communities of the state keep.
    """
    from holidays.constants import CATHOLIC, PUBLIC  # noqa: PLC0415 - heavy, and most requests need no calendar
    from holidays.countries.germany import Germany  # noqa: PLC0415 - the same

    place = "Augsburg" if (state, municipality) == ("BY", Municipality.AUGSBURG) else state
    kinds = (PUBLIC, CATHOLIC) if municipality == Municipality.CATHOLIC else (PUBLIC,)
    return dict(Germany(subdiv=place, years=year, language="de", categories=kinds))


def hours_of(brand: Brand) -> BusinessHours:
    """Return the business hours of ``brand``: Monday to Friday 9 to 17 where none are set. Two queries."""
    hours: dict[int, list[tuple[time, time]]] = {}
    for stretch in brand.opening_times.all():
        hours.setdefault(stretch.weekday, []).append((stretch.opens, stretch.closes))
    return BusinessHours(
        zone=brand.zone,
        state=brand.state,
        hours={day: tuple(stretches) for day, stretches in hours.items()} or DEFAULT_HOURS,
        closed=frozenset(day for each in brand.closed_days.all() for day in _days_of(each)),
        municipality=brand.municipality,
    )


def _days_of(closed: ClosedDay) -> Iterator[date]:
    """One day, or the same day of the years within which deadlines are counted; 29 February comes with leap years."""
    if not closed.is_yearly:
        yield closed.date
        return
    year = now().year
    for each in range(year - 1, year + YEARS_AHEAD):
        if (closed.date.month, closed.date.day) != (2, 29) or isleap(each):
            yield closed.date.replace(year=each)
