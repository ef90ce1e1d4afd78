"""The instant of a mail."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from lesart.dates import read_date
from tests.lesart.builder import ARRIVED

DATES = {
    "Mon, 2 Mar 2026 10:05:30 +0100": "2026-03-02T10:05:30+01:00",
    "2 Mar 2026 10:05 +0100": "2026-03-02T10:05:00+01:00",
    "Mon, 02-Mar-26 10:05:30 GMT": "2026-03-02T10:05:30+00:00",
    "Mo, 2 Mär 2026 10:05:30 +0100 (MEZ)": "2026-03-02T10:05:30+01:00",
    "Mon, 2 March 2026 10:05:30 CET": "2026-03-02T10:05:30+01:00",
    "Mon Mar  2 10:05:30 2026": "2026-03-02T10:05:30+00:00",
    "Mon Mar  2 10:05:30 MET 2026": "2026-03-02T10:05:30+01:00",
    "March 2, 2026 10:05:30 +0100": "2026-03-02T10:05:30+01:00",
    "2026-03-02T10:05:30+01:00": "2026-03-02T10:05:30+01:00",
    "2026-03-02T10:05:30.123Z": "2026-03-02T10:05:30+00:00",
    "02.03.2026 10:05:30 +0100": "2026-03-02T10:05:30+01:00",
    "Mon, 2 Mar 2026 10.05.30 +0100": "2026-03-02T10:05:30+01:00",
    "Mon, 2 Mar 126 10:05:30 +0100": "2026-03-02T10:05:30+01:00",
    "Mon, 2 Mar 2026 10:05:30 +9999": "2026-03-02T10:05:30+00:00",
    "Mon, 31 Dec 2001 23:59:60 +0000": "2002-01-01T00:00:00+00:00",
}


@pytest.mark.parametrize("value", DATES)
def test_a_date_is_the_instant_with_its_offset(value: str) -> None:
    found, usable = read_date(value, arrived_at=ARRIVED)
    assert (found.isoformat(), usable) == (DATES[value], True)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "gestern",
        "99 Foo 0000 77:99",
        "Mon, 31 Feb 2026 10:00:00 +0100",
        "Thu, 1 Jan 1970 00:00:00 +0000",
        "Mon, 2 Mar 2099 10:00:00 +0100",
        "Mon, 2 Mar 2026 25:00:00 +0100",
        "Fri, 31 Dec 9999 23:59:59 -2359",
        "\0\xff",
    ],
)
def test_without_a_usable_date_the_time_of_arrival_counts(value: str) -> None:
    assert read_date(value, arrived_at=ARRIVED) == (ARRIVED, False)


def test_a_clock_that_is_an_hour_fast_is_believed() -> None:
    fast = (ARRIVED + timedelta(hours=1)).astimezone(timezone(timedelta(hours=1)))
    found = read_date(fast.strftime("%a, %d %b %Y %H:%M:%S %z"), arrived_at=ARRIVED)
    assert found == (datetime(2026, 3, 2, 10, 30, tzinfo=UTC), True)
