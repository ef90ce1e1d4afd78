"""Words for a moment at which a case comes back, as people type them."""

from __future__ import annotations

from datetime import datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

import pytest

from kulanz.desk.waking import wakes_at
from tonfall import Calendar

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=BERLIN)
HOUSE = Calendar(state="BE", hours=((time(9), time(17)),) * 5 + (None, None))


def said(words: str, language: Literal["de", "en"], at: datetime = MONDAY) -> str:
    moment = wakes_at(words, at=at, calendar=HOUSE, language=language)
    return f"{moment:%a %d.%m. %H:%M}" if moment is not None else ""


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("morgen früh", "Tue 17.11. 09:00"),
        ("morgen 9", "Tue 17.11. 09:00"),
        ("morgen 14", "Tue 17.11. 14:00"),
        ("morgen um halb drei", "Tue 17.11. 14:30"),
        ("in 3 Tagen", "Thu 19.11. 09:00"),
        ("nächsten Di 15 Uhr", "Tue 17.11. 15:00"),
        ("nächsten Dienstag um 15 Uhr", "Tue 17.11. 15:00"),
        ("heute Nachmittag", "Mon 16.11. 14:00"),
        ("in 2 Stunden", "Mon 16.11. 12:00"),
        ("nächste Woche", "Mon 23.11. 09:00"),
        ("Montag", "Mon 23.11. 09:00"),
        ("Freitag früh", "Fri 20.11. 09:00"),
        ("3.12. 14:30", "Thu 03.12. 14:30"),
        ("3. Dezember", "Thu 03.12. 09:00"),
        ("irgendwann", ""),
        ("gestern", ""),
        ("", ""),
    ],
)
def test_german_words_say_a_moment(words: str, moment: str) -> None:
    assert said(words, "de") == moment


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("tomorrow morning", "Tue 17.11. 09:00"),
        ("tomorrow 9", "Tue 17.11. 09:00"),
        ("in 3 days", "Thu 19.11. 09:00"),
        ("Tuesday 3pm", "Tue 17.11. 15:00"),
        ("in two hours", "Mon 16.11. 12:00"),
        ("next week", "Mon 23.11. 09:00"),
        ("tonight", "Mon 16.11. 18:00"),
        ("on Dec 3", "Thu 03.12. 09:00"),
        ("some day", ""),
    ],
)
def test_english_words_say_a_moment(words: str, moment: str) -> None:
    assert said(words, "en") == moment


def test_a_holiday_or_a_free_day_moves_to_the_next_working_day_but_no_counted_time_does() -> None:
    christmas, friday = (datetime(2026, 12, day, 10, 0, tzinfo=BERLIN) for day in (24, 18))

    assert said("morgen früh", "de", christmas) == "Mon 28.12. 09:00"
    assert said("morgen", "de", friday) == "Mon 21.12. 09:00"
    assert said("morgen 9 Uhr", "de", friday) == "Sat 19.12. 09:00"


def test_a_desk_that_is_always_open_wakes_at_nine() -> None:
    always = Calendar(hours=((time(0), time(0)),) * 7)

    moment = wakes_at("morgen", at=MONDAY, calendar=always, language="de")
    assert moment is not None
    assert (moment.day, moment.hour) == (17, 9)


@pytest.mark.parametrize(
    ("words", "hour"),
    [("heute Nachmittag", 15), ("heute", 10), ("heute Abend", 23), ("heute früh", 12), ("in 0 Tagen", 12)],
)
def test_a_part_of_today_that_is_over_is_no_moment(words: str, hour: int) -> None:
    assert said(words, "de", MONDAY.replace(hour=hour, minute=30)) == ""


@pytest.mark.parametrize(("words", "moment"), [("24:00", "Mon 16.11. 23:59"), ("23:59", "Mon 16.11. 23:59")])
def test_a_minute_to_midnight_that_was_meant_is_one(words: str, moment: str) -> None:
    assert said(words, "de") == moment


@pytest.mark.parametrize(
    ("words", "language", "moment"),
    [
        ("nächsten Monat", "de", "Tue 01.12. 09:00"),
        ("im kommenden Monat", "de", "Tue 01.12. 09:00"),
        ("next month", "en", "Tue 01.12. 09:00"),
        ("in der nächsten Woche", "de", "Mon 23.11. 09:00"),
        ("nächste Woche", "de", "Mon 23.11. 09:00"),
    ],
)
def test_a_whole_week_or_month_to_come_is_its_first_working_day(
    words: str, language: Literal["de", "en"], moment: str
) -> None:
    assert said(words, language) == moment


def test_the_month_after_december_begins_in_january_on_a_working_day() -> None:
    assert said("nächsten Monat", "de", datetime(2026, 12, 31, 22, 0, tzinfo=BERLIN)) == "Mon 04.01. 09:00"


@pytest.mark.parametrize(
    ("evening", "words", "moment"),
    [
        (datetime(2027, 3, 27, 22, 0, tzinfo=BERLIN), "in 5 Stunden", "Sun 28.03. 04:00"),
        (datetime(2027, 3, 27, 22, 0, tzinfo=BERLIN), "in 24 Stunden", "Sun 28.03. 23:00"),
        (datetime(2026, 10, 24, 22, 0, tzinfo=BERLIN), "in 5 Stunden", "Sun 25.10. 02:00"),
        (datetime(2026, 10, 24, 22, 0, tzinfo=BERLIN), "in 6 Stunden", "Sun 25.10. 03:00"),
    ],
)
def test_hours_pass_also_in_a_night_in_which_the_clocks_change(evening: datetime, words: str, moment: str) -> None:
    assert said(words, "de", evening) == moment
