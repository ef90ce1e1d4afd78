"""Facts, wishes and feeling words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tonfall import find_facts


def _of(kind: str, text: str, **given: object) -> list[str]:
    return [fact.value for fact in find_facts(text, **given) if fact.kind == kind]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "cents", "currency"),
    [
        ("1.234,56 €", 123456, "EUR"),
        ("EUR 49,90", 4990, "EUR"),
        ("49,- €", 4900, "EUR"),
        ("99 Cent", 99, "EUR"),
        ("£1,250.50", 125050, "GBP"),
        ("$20", 2000, "USD"),
        ("CHF 1'000.00", 100000, "CHF"),
    ],
)
def test_amounts_are_integer_cents_with_their_currency(text: str, cents: int, currency: str) -> None:
    assert [(f.cents, f.currency) for f in find_facts(f"Ich zahlte {text} dafür.") if f.kind == "amount"] == [
        (cents, currency)
    ]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Bestellnummer 4711-22 fehlt.", "order", "4711-22"),
        ("Meine Kundennummer lautet K-10020.", "customer", "K-10020"),
        ("Rechnung Nr. RE-2024-77 ist falsch.", "invoice", "RE-2024-77"),
        ("Sendung 00340434161094042557 steht.", "tracking", "00340434161094042557"),
        ("order no. 55821 is late", "order", "55821"),
    ],
)
def test_business_numbers_are_told_apart(text: str, kind: str, value: str) -> None:
    assert _of(kind, text) == [value]


def test_a_date_after_rechnung_is_a_date() -> None:
    text = "Die Rechnung vom 03.04.2025 ist bezahlt."
    assert (_of("invoice", text), _of("date", text)) == ([], ["2025-04-03"])


def test_yesterday_gets_its_date_from_when_the_message_was_written() -> None:
    assert _of("date", "Gestern kam nichts.", at=datetime(2025, 3, 1, 9, tzinfo=UTC)) == ["2025-02-28"]


def test_products_of_the_business_are_found_in_any_case() -> None:
    assert "Aroma Max" in _of("product", "meine aroma max tropft", products=["Aroma Max"])


def test_words_of_every_letter_are_no_products() -> None:
    assert _of("product", "Die Rechnung und der Mitarbeiter. Meine Espressomaschine leckt.") == ["Espressomaschine"]


def test_a_wish_reaches_to_the_end_of_its_sentence() -> None:
    assert _of("wish", "Das Gerät ist defekt. Ich möchte bitte mein Geld zurück. Danke!") == [
        "Ich möchte bitte mein Geld zurück"
    ]


def test_denied_feelings_are_none() -> None:
    assert _of("feeling", "Ich bin nicht enttäuscht, aber ratlos.") == ["ratlos"]
