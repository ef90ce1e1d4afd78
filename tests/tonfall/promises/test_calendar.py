"""The business calendar against an independent library and against dates worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import holidays
import pytest

from tonfall._calendar import Calendar, Conventions
from tonfall._holidays import STATES, easter_sunday, public_holidays


@pytest.mark.parametrize("state", sorted(STATES))
def test_holidays_agree_with_the_holidays_library_for_every_state(state: str) -> None:
    for year in range(2020, 2036):
        assert public_holidays(year, state) == frozenset(holidays.Germany(subdiv=state, years=year)), year


def test_without_a_state_only_the_nine_shared_holidays_remain() -> None:
    assert len(public_holidays(2026, "")) == 9


def test_easter_is_right_at_its_earliest_and_latest() -> None:
    assert easter_sunday(1818) == date(1818, 3, 22)
    assert easter_sunday(2038) == date(2038, 4, 25)


def test_an_unknown_state_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown state"):
        Calendar(state="XX")


def test_a_calendar_without_an_open_day_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Calendar(hours=(None,) * 7)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Calendar().local(datetime(2025, 3, 12))


def test_working_days_step_over_easter() -> None:
    assert Calendar(state="BE").add_working_days(date(2025, 4, 16), 3) == date(2025, 4, 23)


def test_saturdays_are_werktage_unless_the_desk_means_monday_to_friday() -> None:
    short = Calendar(state="BE", conventions=Conventions(saturday_is_werktag=False))
    assert Calendar(state="BE").add_werktage(date(2025, 3, 12), 3) == date(2025, 3, 15)
    assert short.add_werktage(date(2025, 3, 12), 3) == date(2025, 3, 17)


def test_working_days_count_backwards_too() -> None:
    assert Calendar(state="BE").add_working_days(date(2025, 4, 22), -1) == date(2025, 4, 17)


def test_end_of_business_follows_daylight_saving_time() -> None:
    calendar = Calendar()
    assert calendar.end_of_business(date(2025, 3, 28)).astimezone(UTC).time() == time(16)
    assert calendar.end_of_business(date(2025, 3, 31)).astimezone(UTC).time() == time(15)


def test_a_closed_day_of_the_company_is_no_working_day() -> None:
    assert not Calendar(closed=frozenset({date(2025, 12, 24)})).is_working_day(date(2025, 12, 24))
