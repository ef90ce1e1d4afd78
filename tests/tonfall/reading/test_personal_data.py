"""Personal data and the numbers that are none."""

from __future__ import annotations

import re

import pytest
from tests.tonfall.reading.sets import HERE

from tonfall import Span, find_personal_data

_MARKED = re.compile(r"<(\w+):([^>]*)>")


def _marked_texts() -> list[tuple[str, list[tuple[str, Span]]]]:
    """Return the texts of ``pii.txt`` without their marks, and what the marks say."""
    cases = []
    for block in re.split(r"\n(?![0-9]{5} )", (HERE / "pii.txt").read_text("utf-8").strip()):
        text, spans, position = "", [], 0
        for mark in _MARKED.finditer(block):
            text += block[position : mark.start()]
            spans.append((mark[1], Span(len(text), len(text) + len(mark[2]))))
            text, position = text + mark[2], mark.end()
        cases.append((text + block[position:], spans))
    return cases


@pytest.mark.parametrize(("text", "expected"), _marked_texts())
def test_personal_data_are_found_and_business_numbers_left_alone(text: str, expected: list[tuple[str, Span]]) -> None:
    assert [(found.kind, found.span) for found in find_personal_data(text)] == expected


@pytest.mark.parametrize("iban", ["DE89370400440532013000", "GB29NWBK60161331926819", "NL91ABNA0417164300"])
def test_an_iban_with_one_wrong_digit_is_none(iban: str) -> None:
    changed = iban[:-1] + str((int(iban[-1]) + 1) % 10)
    kinds = [[found.kind for found in find_personal_data(text)] for text in (iban, changed)]
    assert kinds == [["iban"], []]


def test_a_card_number_needs_its_luhn_digit() -> None:
    assert [bool(find_personal_data(f"Karte {n}")) for n in ("4111111111111111", "4111111111111112")] == [
        True,
        False,
    ]
