"""When people are left alone, and when their mail is due. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from kulanz.notify.rules import Digest, NoticeKind, NoticeWay, Times, digest_is_due, is_told, ways_of
from kulanz.people.hours import BusinessHours

ZONE = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=ZONE)
PLAIN = BusinessHours("Europe/Berlin", "BE")
HALVES = PLAIN.with_weekdays({day: ((time(9), time(12)), (time(13), time(17))) for day in range(5)})
NIGHTS = PLAIN.with_weekdays({day: ((time(22), time(6)),) for day in range(5)})


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in November 2026; the 16th is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("times", "moment", "until"),
    [
        (Times(PLAIN), at(16, 10), None),
        (Times(PLAIN), at(16, 18), at(17, 9)),
        (Times(PLAIN), at(16, 8), at(16, 9)),
        (Times(PLAIN), at(20, 17), at(23, 9)),
        (Times(HALVES), at(16, 12, 30), at(16, 13)),
        (Times(NIGHTS), at(17, 3), None),
        (Times(NIGHTS), at(17, 7), at(17, 22)),
        (Times(PLAIN, [(date(2026, 11, 16), date(2026, 11, 18))]), at(16, 10), at(19, 9)),
        (Times(PLAIN, (), at(16, 20)), at(16, 10), at(16, 20)),
        (Times(PLAIN, (), at(16, 9)), at(16, 10), None),
        (Times(PLAIN.with_weekdays({})), at(16, 10), None),
    ],
)
def test_quiet_lasts_until_work_begins(times: Times, moment: datetime, until: datetime | None) -> None:
    assert times.quiet_until(moment) == until


@pytest.mark.parametrize(
    ("times", "moment", "begins"),
    [
        (Times(HALVES), at(16, 12), at(17, 9)),
        (Times(HALVES), at(16, 5), at(16, 9)),
        (Times(NIGHTS), at(17, 6), at(17, 22)),
        (Times(PLAIN), at(20, 16), at(23, 9)),
        (Times(PLAIN, [(date(2026, 11, 17), date(2026, 11, 17))]), at(16, 16), at(18, 9)),
    ],
)
def test_whoever_calls_it_a_day_begins_on_another_one(times: Times, moment: datetime, begins: datetime) -> None:
    assert times.begins_again(moment) == begins


def test_work_begins_an_hour_earlier_in_utc_when_the_clocks_went_back() -> None:
    friday = datetime(2026, 10, 23, 18, 0, tzinfo=ZONE)

    assert Times(PLAIN).quiet_until(friday) == datetime(2026, 10, 26, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("digest", "moment", "last", "is_due"),
    [
        (Digest.OFF, at(16, 10), None, False),
        (Digest.MORNING, at(16, 9), at(15, 9), True),
        (Digest.MORNING, at(16, 16), at(16, 9), False),
        (Digest.MORNING, at(16, 8), at(15, 9), False),
        (Digest.MORNING, at(16, 9), None, True),
        (Digest.HOURLY, at(16, 10), at(16, 9), True),
        (Digest.HOURLY, at(16, 10), at(16, 9, 1), False),
        (Digest.HOURLY, at(16, 20), at(16, 9), False),
    ],
)
def test_a_digest_comes_once_a_day_or_an_hour_and_never_outside_of_work(
    digest: Digest, moment: datetime, last: datetime | None, is_due: bool
) -> None:
    assert digest_is_due(digest, at=moment, last=last, times=Times(PLAIN)) is is_due


def test_whoever_is_off_duty_gets_no_mail() -> None:
    off = Times(PLAIN, (), MONDAY + timedelta(hours=20))

    assert not digest_is_due(Digest.HOURLY, at=MONDAY, last=None, times=off)


def test_whoever_has_chosen_nothing_is_told_everywhere() -> None:
    chosen = {"given": ["page"], "answered": []}

    assert ways_of(NoticeKind.GIVEN, chosen) == {NoticeWay.PAGE}
    assert ways_of(NoticeKind.ANSWERED, chosen) == set()
    assert ways_of(NoticeKind.BACK, chosen) == set(NoticeWay)


def test_a_webhook_without_teams_hears_of_all() -> None:
    assert is_told(["new"], [], NoticeKind.NEW, 3)
    assert is_told(["new"], [3], NoticeKind.NEW, 3)
    assert not is_told(["new"], [4], NoticeKind.NEW, 3)
    assert not is_told(["back"], [], NoticeKind.NEW, 3)
