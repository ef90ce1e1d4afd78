"""Form of address."""

from __future__ import annotations

import pytest
from tests.tonfall.reading.sets import labelled, shared

from tonfall import Span, read_address


@pytest.mark.parametrize(("kind", "text"), labelled("address.tsv"))
def test_a_service_line_shows_its_form_of_address(kind: str, text: str) -> None:
    assert read_address(text).kind == kind


def test_every_cue_names_its_words() -> None:
    text = "Können Sie mir Ihre Nummer geben?"
    assert [cue.span.of(text) for cue in read_address(text).cues] == ["Sie", "Ihre"]


def test_words_in_quotation_marks_do_not_count_against_the_writer() -> None:
    assert read_address('Ihr Kollege sagte zu mir: "Du kannst mich mal." Finden Sie das gut?').kind == "formal"


def test_english_has_no_form_of_address() -> None:
    assert read_address("Could you tell me where my parcel is?").cues == ()


def test_an_exclamation_with_du_is_no_address() -> None:
    assert read_address("Du meine Güte, was für ein Durcheinander.").kind == "none"


def test_cues_are_spans_of_the_text() -> None:
    assert read_address("Hast du Zeit?").cues[0].span == Span(0, 4)


def test_the_public_set_is_read_without_a_single_wrong_side() -> None:
    folder = shared()
    if folder is None:
        pytest.skip("the public data sets are not on this machine")
    right = decided = 0
    pairs = []
    for room in ("telephony", "topical_chat"):
        both = [
            (folder / "data/cocoa-mt-de" / f"train.{room}.{kind}.de.txt").read_text("utf-8").splitlines()
            for kind in ("formal", "informal")
        ]
        pairs += [(a, b) for a, b in zip(*both, strict=True) if a != b]  # equal lines show no form at all
    for pair in pairs:
        for text, kind in zip(pair, ("formal", "informal"), strict=True):
            seen = read_address(text).kind
            right += seen == kind
            decided += seen != "none"
    assert right == decided
    assert right / (2 * len(pairs)) >= 0.99
