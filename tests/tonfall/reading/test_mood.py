"""Mood from visible cues."""

from __future__ import annotations

import pytest
from tests.tonfall.reading.sets import labelled

from tonfall import read_mood


def test_own_lines_get_the_level_a_colleague_would_give() -> None:
    lines = labelled("mood.tsv")
    assert sum(read_mood(text).level == level for level, text in lines) / len(lines) >= 0.9


def test_every_cue_shows_its_words() -> None:
    text = "Ich warte seit drei Wochen. Das ist eine Frechheit!!!"
    assert [(cue.kind, cue.span.of(text)) for cue in read_mood(text).cues] == [
        ("waiting", "warte seit drei Wochen"),
        ("complaint", "Frechheit"),
        ("exclamation", "!!!"),
    ]


@pytest.mark.parametrize("text", ["Ich bin nicht verärgert.", "Es ist nicht dringend.", "There is no rush at all."])
def test_denied_cues_do_not_count(text: str) -> None:
    assert read_mood(text).level == "calm"


def test_pressing_time_outranks_anger() -> None:
    assert read_mood("Eine Frechheit. Ich brauche das Teil dringend heute noch.").level == "urgent"


def test_a_serial_number_is_not_shouting() -> None:
    assert read_mood("Mein Modell ist XRT GLS USB.").cues == ()
