"""What people type into a field: read as they mean it in their language, or not at all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kulanz.fields.rules import FieldKind, day_in, key_of, meant, number_in, written

TODAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("typed", "language", "number"),
    [
        ("1.234,5", "de", "1234.5"), ("1.234", "de", "1234"), ("1234,50", "de", "1234.5"), ("-3", "de", "-3"),
        ("1 234,5", "de", "1234.5"), ("3.5", "de", "3.5"), ("0,0001", "de", "0.0001"), ("−7", "de", "-7"),
        ("1,234.5", "en", "1234.5"), ("1,234", "en", "1234"), ("3,5", "en", "3.5"), ("1234.50", "en", "1234.5"),
        ("0", "de", "0"), ("-0", "en", "0"), ("99999999999999", "de", "99999999999999"), ("100", "de", "100"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_its_language_writes_it(typed: str, language: str, number: str) -> None:
    found = number_in(typed, language)

    assert (found, written(found)) == (Decimal(number), number)


@pytest.mark.parametrize(
    "typed", ["abc", "", "1.23.4", "12,3,4", "1.2345,6", "--1", "1e5", "NaN", "∞", "9" * 15, "٣", "5 Stück"]
)
@pytest.mark.parametrize("language", ["de", "en"])
def test_what_is_no_number_is_none(typed: str, language: str) -> None:
    assert number_in(typed, language) is None


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("24.12.2026", "2026-12-24"), ("24.12.", "2026-12-24"), ("24.12.26", "2026-12-24"), ("3.1.2020", "2020-01-03"),
        ("2026-12-24", "2026-12-24"), ("24/12/2026", "2026-12-24"), ("24. Dezember 2026", "2026-12-24"),
        ("24 December", "2026-12-24"), ("Dec 24, 2026", "2026-12-24"), ("24th of December 2026", "2026-12-24"),
        ("1. März 2025", "2025-03-01"), ("3. Mai", "2026-05-03"), ("29.2.2024", "2024-02-29"),
    ],
)  # fmt: skip
def test_a_day_is_read_in_german_and_english_forms(typed: str, day: str) -> None:
    assert day_in(typed, TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "typed", ["31.2.2026", "29.2.2025", "24.12.1200", "99999-01-01", "abc", "", "13/13/2026", "24. Brumaire"]
)
def test_what_is_no_day_is_none(typed: str) -> None:
    assert day_in(typed, TODAY) is None


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (FieldKind.TEXT, "Pendelleuchte"), (FieldKind.NUMBER, Decimal("-1234.5")), (FieldKind.DAY, TODAY),
        (FieldKind.CHOICE, 7), (FieldKind.PERSON, 12), (FieldKind.YES_NO, "no"), (FieldKind.NUMBER, None),
    ],
)  # fmt: skip
def test_what_is_kept_means_the_same_in_every_language(kind: FieldKind, value: object) -> None:
    assert meant(kind, written(value)) == value  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "kept"),
    [
        (FieldKind.NUMBER, "1,5"), (FieldKind.NUMBER, "1e3"), (FieldKind.NUMBER, "x"),
        (FieldKind.DAY, "24.12."), (FieldKind.CHOICE, "-1"),
        (FieldKind.CHOICE, "9" * 19), (FieldKind.PERSON, "me"), (FieldKind.YES_NO, "perhaps"),
    ],
)  # fmt: skip
def test_what_nobody_kept_is_refused(kind: FieldKind, kept: str) -> None:
    with pytest.raises(ValueError):
        meant(kind, kept)


def test_texts_are_compared_without_capitals_and_by_their_beginning() -> None:
    assert key_of("  Große   LEUCHTE ") == "grosse leuchte"
    assert len(key_of("x" * 300)) == 100
