"""Whatever the shape of a text: reading it takes steps in proportion to its length, and nothing of it is kept."""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import pytest
from tests.steps import steps

import tonfall
from tonfall import _memory

AT = datetime(2026, 11, 29, 9, tzinfo=UTC)
CALENDAR = tonfall.Calendar()
FEW, MANY = 3_000, 12_000  # characters
SHAPES = {
    "sentences": "Die Lampe ist kaputt und ich warte seit drei Wochen auf eine Antwort. Wann kommt sie? ",
    "line ends": "\n", "blank lines": "\n\n", "full stops": ". ", "question marks": "? ", "exclamations": "! ",
    "commas": ", ", "blanks": " ", "no-break blanks": "\xa0", "one letter": "a", "one word": "Hallo ", "Sie": "Sie ",
    "du": "du ", "figures": "12 ", "dates": "12.03.2026 ", "hours": "15:30 Uhr ", "amounts": "19,99 € ",
    "telephones": "0171 1234567 ", "addresses": "a@b.example ", "links": "https://x.example/a?b=c ",
    "quotations": '"Hallo" ', "open quotations": "„", "brackets": "(", "bullets": "- Punkt\n", "numbers": "1. Punkt\n",
    "capitals": "NICHT nicht ", "shouts": "DAS GEHT NICHT!!! ", "insults": "Sie Idiot. ", "threats": "Ich finde Sie. ",
    "promises": "Wir melden uns morgen. ", "vague ones": "Wir melden uns. ", "and": "und ",
    "orders": "Bestellung Nr. A-1 ", "thanks": "Danke. ",
    "leet": "1d10t ", "stars": "f*** ", "spaced": "a r s c h  x ", "wishes": "ich möchte ",
    "abbreviations": "z. B. ", "accounts": "DE89 3704 0044 0532 0130 00 ", "streets": "Gartenstr. 4, 89073 Ulm ",
    "models": "AB-1234 ", "quoted insults": "„Sie Idiot“ sagte er. ", "colons": "a: ", "semicolons": "ja; ",
    "signs": "#", "gaps": "‹Tag› ", "weekdays": "am Montag ", "days away": "in drei Tagen ",
    "greetings": "Hallo Team,\n",
    "paragraphs": "Ja.\n\n", "requests": "Bitte senden Sie mir ",
}  # fmt: skip
READERS: dict[str, Callable[[str], object]] = {
    "letter": lambda text: tonfall.read_message(text, at=AT),
    "draft": lambda text: tonfall.review(text, tonfall.Context()),
    "promises": lambda text: tonfall.find_promises(text, at=AT, calendar=CALENDAR),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("shape", SHAPES)
def test_four_times_the_text_takes_four_times_the_steps(reader: str, shape: str) -> None:
    text = SHAPES[shape] * (MANY // len(SHAPES[shape]))
    read = READERS[reader]
    read(text[:FEW])  # tables are read once

    few, many = (anew(read, each) for each in (text[:FEW], text))

    assert many <= 1.3 * MANY / FEW * max(few, 2_000)


def anew(read: Callable[[str], object], text: str) -> int:
    _memory.forget()
    return steps(tonfall, partial(read, text))


def test_nothing_of_a_long_text_stays() -> None:
    kept = list[int]()
    for number in range(4):
        tonfall.read_message(f"{number}. " + SHAPES["sentences"] * 300, at=AT)
        tonfall.review(f"{number}. " + SHAPES["sentences"] * 300, tonfall.Context())
        gc.collect()
        kept.append(sum(type(each) is tonfall.Word for each in gc.get_objects()))

    assert max(kept) <= 5_000  # what short sentences left behind; each of these letters has more than 4,000 words


@pytest.mark.parametrize("runs", [True, False])
def test_no_collector_runs_while_a_long_letter_is_read_and_then_it_is_as_it_was(runs: bool) -> None:
    collections: list[str] = []
    count = lambda phase, _facts: collections.append(phase)  # noqa: E731 - the list is what is asked for
    if not runs:
        gc.disable()
    gc.collect()
    gc.callbacks.append(count)
    try:
        tonfall.review(SHAPES["greetings"] * 3_000, tonfall.Context())
        assert (len(collections) <= 2, gc.isenabled()) == (True, runs)  # one may follow: it begins and ends
    finally:
        gc.callbacks.remove(count)
        gc.enable()


def test_what_goes_on_for_pages_is_cut_and_nothing_of_it_is_lost() -> None:
    text = "wort " * 2_000

    found = tonfall.sentences(text)

    assert max(span.end - span.start for span in found) <= 2_000
    assert " ".join(span.of(text) for span in found).split() == text.split()
