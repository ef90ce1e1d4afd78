"""Times in the words people use, in German and in English."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from kulanz.ui import when

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 10, 14, tzinfo=BERLIN)  # a Monday


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=BERLIN)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("moment", "german", "english"),
    [
        (at(2026, 11, 23, 10, 2), "10:02", "10:02"),
        (at(2026, 11, 25, 12), "Mi.", "Wed"),
        (at(2026, 11, 17, 12), "Di.", "Tue"),
        (at(2026, 11, 12, 9), "12. Nov.", "12 Nov"),
        (at(2025, 5, 1, 9), "1. Mai 2025", "1 May 2025"),
    ],
)
def test_a_list_row_shows_hour_weekday_or_date_by_distance(moment: datetime, german: str, english: str) -> None:
    assert when.short_time(moment, now=NOW, language="de") == german
    assert when.short_time(moment, now=NOW, language="en") == english


@pytest.mark.parametrize(
    ("moment", "german", "english"),
    [
        (at(2026, 11, 23, 8, 52), "heute, 08:52", "today, 08:52"),
        (at(2026, 11, 22, 23), "gestern, 23:00", "yesterday, 23:00"),
        (at(2026, 11, 24, 8), "morgen, 08:00", "tomorrow, 08:00"),
        (at(2026, 11, 20, 15, 40), "Fr., 15:40", "Fri, 15:40"),
        (at(2026, 11, 12, 16, 40), "Do., 12. Nov., 16:40", "Thu, 12 Nov, 16:40"),
    ],
)
def test_an_entry_names_day_and_hour(moment: datetime, german: str, english: str) -> None:
    assert when.short_when(moment, now=NOW, language="de") == german
    assert when.short_when(moment, now=NOW, language="en") == english


@pytest.mark.parametrize(
    ("moment", "german", "english"),
    [
        (at(2026, 11, 23, 8, 52), "heute, 08:52", "today, 08:52"),
        (at(2026, 11, 20, 12), "Freitag, 20. November, 12 Uhr", "Friday, 20 November, 12:00"),
        (at(2026, 11, 20, 12, 30), "Freitag, 20. November, 12:30 Uhr", "Friday, 20 November, 12:30"),
    ],
)
def test_a_sentence_gets_the_whole_date(moment: datetime, german: str, english: str) -> None:
    assert when.long_when(moment, now=NOW, language="de-informal") == german
    assert when.long_when(moment, now=NOW, language="en-gb") == english


@pytest.mark.parametrize(
    ("moment", "german", "english"),
    [
        (at(2026, 11, 23, 10, 14), "gerade eben", "just now"),
        (at(2026, 11, 23, 9, 56), "18 Min.", "18 min"),
        (at(2026, 11, 23, 8, 52), "1 Std. 22 Min.", "1 hr 22 min"),
        (at(2026, 11, 23, 8, 14), "2 Std.", "2 hr"),
        (at(2026, 11, 20, 15, 40), "1 Werktag", "1 working day"),
        (at(2026, 11, 16, 10, 14), "6 Werktage", "6 working days"),
        (at(2026, 11, 23, 11, 0), "gerade eben", "just now"),
    ],
)
def test_waiting_is_told_in_hours_then_in_days_without_sundays(moment: datetime, german: str, english: str) -> None:
    assert when.since(moment, now=NOW, language="de") == german
    assert when.since(moment, now=NOW, language="en") == english


def test_times_are_shown_in_the_zone_of_the_reader() -> None:
    in_lisbon = NOW.astimezone(ZoneInfo("Europe/Lisbon"))
    assert when.short_time(at(2026, 11, 23, 8, 52), now=in_lisbon, language="de") == "07:52"


@pytest.mark.parametrize(
    ("size", "german", "english"),
    [
        (312, "312 B", "312 B"),
        (84_200, "84 KB", "84 KB"),
        (1_800_000, "1,8 MB", "1.8 MB"),
        (25_000_000, "25 MB", "25 MB"),
    ],
)
def test_file_sizes_use_units_of_a_thousand(size: int, german: str, english: str) -> None:
    assert when.filesize(size, "de") == german
    assert when.filesize(size, "en") == english


@pytest.mark.parametrize(
    ("moment", "german", "english"),
    [
        (at(2026, 11, 23, 8, 52), "Mo., 23. Nov. 2026, 08:52", "Mon, 23 Nov 2026, 08:52"),
        (at(2026, 11, 22, 23, 1), "So., 22. Nov. 2026, 23:01", "Sun, 22 Nov 2026, 23:01"),
        (at(2025, 3, 1, 9), "Sa., 1. März 2025, 09:00", "Sat, 1 Mar 2025, 09:00"),
    ],
)
def test_paper_names_the_whole_day(moment: datetime, german: str, english: str) -> None:
    assert when.on_paper(moment, now=NOW, language="de") == german
    assert when.on_paper(moment, now=NOW, language="en") == english


@pytest.mark.parametrize("edge", [datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)])
def test_a_moment_at_the_edge_of_the_calendar_breaks_no_page(edge: datetime) -> None:
    spoken = [
        write(edge, now=NOW, language="de")
        for write in (when.short_time, when.short_when, when.long_when, when.long_day, when.since, when.on_paper)
    ]

    assert all(spoken)
