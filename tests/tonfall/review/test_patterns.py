"""The pattern language of the packs."""

import pytest

from tonfall._review.patterns import PatternError, compile_pattern

WORDS = {"sein": "bin|sind"}


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("nicht zuständig", "Dafür bin ich nicht zuständig."),
        ("(ich|wir) {sein} nicht", "Wir sind nicht da."),
        ("nicht [mehr] da", "nicht mehr da"),
        ("nicht [mehr] da", "nicht da"),
        ("zuständig*", "die Zuständigkeiten"),
        ("*aufkommen", "Anfrageaufkommen"),
        ("nicht .. da", "nicht ganz so da"),
        ("wenn Sie ... lesen", "wenn Sie die ganze Anleitung einmal in Ruhe lesen"),
        ("ja nein", "ja, nein"),
        ("^ so", "So ist es."),
    ],
)
def test_a_pattern_finds_what_it_describes(pattern: str, text: str) -> None:
    assert compile_pattern(pattern, WORDS).search(text, text.lower()) is not None


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("da", "dafür"),
        ("nicht .. da", "nicht eins zwei drei da"),
        ("nicht da", "nicht. Da"),
        ("wenn Sie", "wenn sie"),
        ("an !(mich|uns)", "an mich"),
        ("^ so", "Das ist so."),
    ],
)
def test_a_pattern_leaves_alone_what_it_does_not_describe(pattern: str, text: str) -> None:
    assert compile_pattern(pattern, WORDS).search(text, text.lower()) is None


def test_words_can_be_remembered_for_the_better_wording() -> None:
    match = compile_pattern("<wer: (ich|wir)> {sein}", WORDS).search("Wir sind", "wir sind")
    assert match is not None
    assert match["wer"] == "Wir"


@pytest.mark.parametrize(
    "pattern", ["", "(a|b", "a)", "{nichts}", "[a]", ".. a", "(a|..)", "<x: a", "a ^ ]", "!", "a !"]
)
def test_an_unreadable_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        compile_pattern(pattern, WORDS)
