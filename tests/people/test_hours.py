"""Working days of a brand: written out by hand from the calendars of the states for 2026."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from kulanz.people.hours import BusinessHours, hours_of, public_holidays
from kulanz.people.models import ClosedDay, OpeningTime
from tests.factories import make_brand

BERLIN = ZoneInfo("Europe/Berlin")
ALL_STATES = {  # law of the Länder; Easter Sunday 2026 is 5 April
    date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 14), date(2026, 5, 25),
    date(2026, 10, 3), date(2026, 12, 25), date(2026, 12, 26),
}  # fmt: skip


@pytest.mark.parametrize(
    ("state", "own"),
    [
        ("BE", {date(2026, 3, 8)}),
        ("SH", {date(2026, 10, 31)}),
        ("BY", {date(2026, 1, 6), date(2026, 6, 4), date(2026, 11, 1)}),
        ("BB", {date(2026, 4, 5), date(2026, 5, 24), date(2026, 10, 31)}),
        ("SN", {date(2026, 10, 31), date(2026, 11, 18)}),
        ("NW", {date(2026, 6, 4), date(2026, 11, 1)}),
    ],
)
def test_each_state_has_its_own_holidays(state: str, own: set[date]) -> None:
    # Assumption Day is free only in some Bavarian communes: there it is a closed day of one's own.
    assert set(public_holidays(state, 2026)) == ALL_STATES | own


@pytest.mark.parametrize(
    ("state", "start", "days", "end"),
    [
        ("BE", (2026, 11, 16), 10, (2026, 11, 30)),  # an ordinary fortnight, Monday to Monday
        ("BE", (2026, 11, 20), 1, (2026, 11, 23)),  # Friday: the next working day is Monday
        ("BE", (2026, 11, 21), 1, (2026, 11, 23)),  # Saturday counts as little as its morning
        ("BE", (2026, 4, 1), 3, (2026, 4, 8)),  # Wednesday before Easter: Thursday, Tuesday, Wednesday
        ("BE", (2026, 5, 13), 2, (2026, 5, 18)),  # Ascension Day is a Thursday
        ("BE", (2026, 12, 23), 2, (2026, 12, 28)),  # 24 December is a working day by law, 25 and 26 are not
        ("SH", (2026, 12, 30), 2, (2027, 1, 4)),  # over the turn of the year: Thursday, then Monday
        ("BY", (2026, 1, 5), 1, (2026, 1, 7)),  # Epiphany is free in Bavaria
        ("BE", (2026, 1, 5), 1, (2026, 1, 6)),  # and not in Berlin
        ("BY", (2026, 6, 3), 1, (2026, 6, 5)),  # Corpus Christi
        ("SH", (2026, 10, 30), 1, (2026, 11, 2)),  # Reformation Day 2026 is a Saturday anyway
    ],
)
def test_the_day_of_the_event_does_not_count(
    state: str, start: tuple[int, int, int], days: int, end: tuple[int, int, int]
) -> None:
    """§ 187 (1) BGB."""
    hours = BusinessHours(zone="Europe/Berlin", state=state)

    found = hours.after_working_days(datetime(*start, 10, 0, tzinfo=BERLIN), days)

    assert found == datetime(*end, 17, 0, tzinfo=BERLIN)


def test_the_day_begins_at_midnight_where_the_brand_is() -> None:
    hours = BusinessHours(zone="Europe/Berlin", state="BE")

    # 23:30 UTC on Monday is Tuesday in Berlin.
    found = hours.after_working_days(datetime(2026, 11, 16, 23, 30, tzinfo=UTC), 1)

    assert found == datetime(2026, 11, 18, 17, 0, tzinfo=BERLIN)


@pytest.mark.parametrize(("month", "day", "hour_in_utc"), [(3, 27, 15), (10, 23, 16)])
def test_the_end_of_business_keeps_its_hour_when_the_clocks_change(month: int, day: int, hour_in_utc: int) -> None:
    hours = BusinessHours(zone="Europe/Berlin", state="BE")

    found = hours.after_working_days(datetime(2026, month, day, 12, 0, tzinfo=UTC), 1)

    assert (found.hour, found.astimezone(UTC).hour) == (17, hour_in_utc)


def test_closed_days_and_own_hours_count() -> None:
    saturday = {5: ((time(10), time(12)), (time(13), time(14)))}
    hours = BusinessHours(zone="Europe/Berlin", state="BE", hours=saturday, closed=frozenset({date(2026, 11, 28)}))

    found = hours.after_working_days(datetime(2026, 11, 21, 9, 0, tzinfo=BERLIN), 1)

    assert found == datetime(2026, 12, 5, 14, 0, tzinfo=BERLIN)


@pytest.mark.parametrize("days", [100, 250])
def test_one_day_of_business_a_week_is_enough_however_long_the_term(days: int) -> None:
    sunday = BusinessHours(zone="Europe/Berlin", state="BY", hours={6: ((time(10), time(12)),)})

    found = sunday.after_working_days(datetime(2026, 11, 21, 9, 0, tzinfo=BERLIN), days)

    assert (found.weekday(), found.date() > date(2028, 10, 1)) == (6, True)


def test_a_calendar_without_a_working_day_says_so() -> None:
    with pytest.raises(ValueError, match="no working days"):
        BusinessHours(zone="Europe/Berlin", state="BE", hours={}).after_working_days(datetime.now(UTC), 1)


@pytest.mark.django_db
def test_a_brand_without_hours_works_monday_to_friday_nine_to_five(django_assert_num_queries) -> None:
    brand = make_brand()

    with django_assert_num_queries(2):
        hours = hours_of(brand)

    assert sorted(hours.hours) == [0, 1, 2, 3, 4]
    assert set(hours.hours.values()) == {((time(9), time(17)),)}


@pytest.mark.django_db
def test_a_brands_own_hours_are_read() -> None:
    brand = make_brand(state="BY")
    for opens, closes in ((13, 17), (9, 12)):
        OpeningTime.objects.create(brand=brand, weekday=2, opens=time(opens), closes=time(closes))
    ClosedDay.objects.create(brand=brand, date=date(2026, 12, 24), name="Heiligabend")

    hours = hours_of(brand)

    assert hours.hours == {2: ((time(9), time(12)), (time(13), time(17)))}
    assert (hours.closed, hours.state) == (frozenset({date(2026, 12, 24)}), "BY")
    assert hours.closing(date(2026, 11, 18)).hour == 17


NIGHT = {4: ((time(22), time(6)),), 6: ((time(1), time(4)),)}


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        ("2026-11-20 21:59", False), ("2026-11-20 22:00", True), ("2026-11-21 05:59", True),
        ("2026-11-21 06:00", False), ("2026-11-21 23:00", False), ("2026-11-15 03:00", False),
    ],
)  # fmt: skip
def test_business_goes_on_over_midnight_and_rests_on_closed_days(at: str, is_open: bool) -> None:
    hours = BusinessHours("Europe/Berlin", "BE", NIGHT, closed=frozenset({date(2026, 11, 15)}))

    assert hours.is_open(datetime.fromisoformat(at).replace(tzinfo=ZoneInfo("Europe/Berlin"))) is is_open


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-16 10:00", "2026-11-16 12:30", 2.5),
        ("2026-11-16 16:00", "2026-11-17 10:00", 2),
        ("2026-11-20 15:00", "2026-11-23 10:00", 3),
        ("2026-11-21 00:00", "2026-11-22 23:00", 0),
        ("2026-12-24 09:00", "2026-12-28 10:00", 9),
        ("2026-11-16 12:00", "2026-11-16 10:00", 0),
    ],
)
def test_business_time_between_two_moments_leaves_out_nights_weekends_and_holidays(
    start: str, end: str, hours: float
) -> None:
    zone = ZoneInfo("Europe/Berlin")
    moments = [datetime.fromisoformat(each).replace(tzinfo=zone) for each in (start, end)]

    assert BusinessHours("Europe/Berlin", "BE").worked_between(*moments) == timedelta(hours=hours)


def test_the_night_in_which_clocks_go_forward_is_an_hour_shorter() -> None:
    zone = ZoneInfo("Europe/Berlin")
    hours = BusinessHours("Europe/Berlin", "BE", {6: ((time(1), time(4)),)})
    night = [datetime(2026, 3, 29, clock, tzinfo=zone) for clock in (0, 5)]

    assert hours.worked_between(*night) == timedelta(hours=2)
