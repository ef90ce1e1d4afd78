"""Bare due phrases, as snoozing reads them, against dates worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from tests.tonfall.promises.scoring import BERLIN, DATA
from tonfall._calendar import Calendar, Conventions
from tonfall._promises import Language, find_promises, parse_due

_ROWS = [row.split("\t") for row in (DATA / "due_phrases.tsv").read_text(encoding="utf-8").splitlines()]
WEDNESDAY = BERLIN.at(date(2025, 3, 12), time(10, 30))


def due_of(words: str, at: datetime = WEDNESDAY, calendar: Calendar = BERLIN, language: Language = "de") -> str:
    found = parse_due(words, at, calendar, language)
    return found.due.strftime("%Y-%m-%dT%H:%M") if found and found.due else "-"


@pytest.mark.parametrize(("language", "at", "words", "expected"), _ROWS, ids=[row[2] for row in _ROWS])
def test_a_due_phrase_means_its_moment(language: Language, at: str, words: str, expected: str) -> None:
    local = datetime.fromisoformat(at)
    assert due_of(words, BERLIN.at(local.date(), local.time()), language=language) == expected


def test_the_language_is_found_by_the_words_when_it_is_not_told() -> None:
    for words in ("in 3 Tagen", "in 3 days", "3 days from now"):
        found = parse_due(words, WEDNESDAY, BERLIN)
        assert found is not None and found.due == BERLIN.end_of_business(date(2025, 3, 15))


def test_a_phrase_keeps_its_own_place_and_words() -> None:
    found = parse_due("Schlummern bis morgen früh bitte", WEDNESDAY, BERLIN, "de")
    assert found is not None
    assert (found.said, found.span.start, found.span.end) == ("bis morgen früh", 11, 26)


def test_a_date_alone_says_no_time_and_an_hour_does() -> None:
    day, hour = (
        parse_due("am Freitag", WEDNESDAY, BERLIN, "de"),
        parse_due("um 15 Uhr", WEDNESDAY, BERLIN, "de"),
    )
    assert day is not None and hour is not None
    assert (day.time_said, hour.time_said) == (False, True)


def test_today_after_hours_is_still_today() -> None:
    assert due_of("heute", BERLIN.at(date(2025, 3, 12), time(19))) == "2025-03-12T23:59"


def test_words_for_a_part_of_the_day_follow_the_sites_conventions() -> None:
    owls = Calendar(conventions=Conventions(evening=time(21)))
    assert (due_of("morgen Abend"), due_of("morgen Abend", calendar=owls)) == ("2025-03-13T18:00", "2025-03-13T21:00")


def test_the_state_decides_what_a_working_day_is() -> None:
    before = BERLIN.at(date(2025, 6, 18), time(10))
    assert due_of("in einem Werktag", before, Calendar(state="BY")) == "2025-06-20T17:00"
    assert due_of("in einem Werktag", before, Calendar(state="BE")) == "2025-06-19T17:00"


def test_relative_words_are_read_on_the_desks_own_clock() -> None:
    late_evening_in_utc = datetime(2025, 3, 12, 23, 30, tzinfo=UTC)
    assert due_of("morgen", late_evening_in_utc) == "2025-03-14T17:00"


def test_no_due_phrase_gives_none() -> None:
    assert parse_due("irgendwann mal", WEDNESDAY, BERLIN, "de") is None


def test_one_sentence_may_hold_several_promises() -> None:
    text = "Ich prüfe das heute noch und rufe Sie morgen um 9 Uhr an."
    found = find_promises(text, at=WEDNESDAY, calendar=BERLIN)
    assert [promise.said for promise in found] == ["heute", "morgen um 9 Uhr"]
    assert [promise.due for promise in found] == [
        BERLIN.end_of_business(date(2025, 3, 12)),
        BERLIN.at(date(2025, 3, 13), time(9)),
    ]


def test_a_vague_promise_has_no_due_but_its_words() -> None:
    (found,) = find_promises("In den nächsten Tagen erhalten Sie Post von uns.", at=WEDNESDAY, calendar=BERLIN)
    assert (found.kind, found.due, found.said) == ("V", None, "In den nächsten Tagen")


def test_quoted_words_of_others_promise_nothing() -> None:
    text = "In der alten Mail stand: „Wir liefern am Freitag.“"
    assert find_promises(text, at=WEDNESDAY, calendar=BERLIN) == ()


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Your lamp arrives on Tuesday.\n\nKind regards,\nJan Agent", ["2025-03-18"]),
        ("Wir liefern am Montag.\n\nViele Grüße\nAugust Meier", ["2025-03-17"]),
        ("Frau Freitag meldet sich am Dienstag bei Ihnen.", ["2025-03-18"]),
        ("Herr Tom Morgen ruft Sie an.", []),
        ("Ich gebe es an Frau März weiter.", []),
        ("Our colleague June will call you on Monday.", ["2025-03-17"]),
        ("April aus der Werkstatt ruft Sie an.", []),
        ("Wir liefern im August.", ["2025-08-31"]),
        ("We will deliver in May.", ["2025-05-31"]),
        ("Wir schicken es bis Ende April.", ["2025-04-30"]),
        ("Wir schicken es am 5. Jan.", ["2026-01-05"]),
    ],
)
def test_a_name_that_is_also_a_month_or_a_day_is_somebody(text: str, dates: list[str]) -> None:
    found = find_promises(text, at=WEDNESDAY, calendar=BERLIN)

    assert [each.due.date().isoformat() for each in found if each.due] == dates
