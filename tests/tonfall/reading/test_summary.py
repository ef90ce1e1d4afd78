"""Summary, four sides, expertise and language."""

from __future__ import annotations

import pytest

from tonfall import detect_language, four_sides, read_expertise, summarise

LETTER = (
    "Sehr geehrte Damen und Herren,\n\n"
    "der Wasserkocher aus der Bestellung 55-1234 ist nach zwei Tagen undicht. "
    "Ich habe ihn genau nach Anleitung benutzt. Meine erste Mail hat niemand beantwortet, "
    "das enttäuscht mich sehr. "
    "Ich möchte ein neues Gerät. Wann kann ich damit rechnen?\n\nMit freundlichen Grüßen\nUte Berg"
)


def test_the_summary_quotes_matter_wish_and_question() -> None:
    summary = summarise(LETTER)
    assert [line.of(LETTER) for line in summary.lines] == [
        "der Wasserkocher aus der Bestellung 55-1234 ist nach zwei Tagen undicht.",
        "Ich möchte ein neues Gerät.",
        "Wann kann ich damit rechnen?",
    ]


def test_the_slots_are_filled_from_the_text() -> None:
    summary = summarise(LETTER)
    assert summary.wish is not None
    assert (summary.wish.of(LETTER), [q.span.of(LETTER) for q in summary.open]) == (
        "Ich möchte ein neues Gerät",
        ["Wann kann ich damit rechnen?"],
    )


def test_an_empty_text_has_an_empty_summary() -> None:
    summary = summarise("")
    assert (summary.lines, summary.matter, summary.facts, summary.wish, summary.open) == (
        (),
        None,
        (),
        None,
        (),
    )


def test_the_four_sides_offer_at_most_two_readings_each() -> None:
    sides = [reading.side for reading in four_sides(LETTER)]
    assert {side: sides.count(side) for side in sides} == {"fact": 1, "self": 1, "relation": 1, "appeal": 2}


def test_a_side_shows_the_words_that_suggest_it() -> None:
    assert [r.span.of(LETTER) for r in four_sides(LETTER) if r.key == "self.disappointed"] == ["enttäuscht"]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Ich kenne mich mit Computern leider überhaupt nicht aus.", "novice"),
        ("I'm not very good with computers, please explain it slowly.", "novice"),
        (
            "Nach dem Firmware-Update 2.1 liefert der DHCP-Server keine Lease, Traceroute endet am Gateway.",
            "expert",
        ),
        ("Meine Lieferung ist noch nicht da, können Sie bitte nachsehen?", "normal"),
        ("Wo ist mein Paket?", None),
    ],
)
def test_expertise_is_read_from_the_customers_own_words(text: str, level: str | None) -> None:
    assert read_expertise(text).level == level


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wo bleibt denn mein Paket?", "de"),
        ("Where is my parcel, please?", "en"),
        ("Ich habe den Newsletter per Mail gecancelt.", "de"),
        ("Please send the Rechnung to my address.", "en"),
        ("ok", None),
        ("12345678901234567890", None),
    ],
)
def test_german_and_english_are_told_apart(text: str, language: str | None) -> None:
    assert detect_language(text) == language


def test_a_short_text_takes_the_stored_language() -> None:
    assert detect_language("ok danke", "en") == "en"


@pytest.mark.parametrize(
    "text",
    [
        "Mit vorzüglicher Hochachtung\nF.-W. Müller",
        "Von meinem iPhone gesendet",
        "Vielen Dank, alles gut jetzt.",
        "Anbei das Bild, das ihr wolltet.",
        "Sent from my phone, please excuse the brevity",
    ],
)
def test_words_that_say_nothing_are_no_matter(text: str) -> None:
    assert summarise(text).matter is None


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        (
            "Ich habe die falschen Lampen bekommen. Ich schicke die falschen gerne zurück. Bitte die richtigen.",
            "Ich habe die falschen Lampen bekommen.",
        ),
        (
            "Hallo, die Fassung ist defekt. Gerne schicke ich Ihnen Fotos von der defekten Fassung.",
            "die Fassung ist defekt.",
        ),
        (
            "The shade arrived broken. I am happy to send you a photo of the broken shade. Please replace it.",
            "The shade arrived broken.",
        ),
        (
            "The wrong cable came. I will gladly return the wrong one at my cost. Please send the right one.",
            "The wrong cable came.",
        ),
        (
            "Danke für die Lampe. Ich würde sie gerne zurückgeben, weil sie defekt ist.",
            "Ich würde sie gerne zurückgeben, weil sie defekt ist.",
        ),
        ("Guten Tag. Ich hätte gerne einen Katalog.", "Ich hätte gerne einen Katalog."),
    ],
)
def test_what_the_writer_is_willing_to_do_is_not_the_matter(text: str, matter: str) -> None:
    found = summarise(text).matter

    assert found is not None
    assert found.of(text) == matter


@pytest.mark.parametrize("greeting", ["Hallo,\n", "Guten Tag Frau Sand,\n", "Liebes Team! ", "Dear Ms Berg,\n", "Hi\n"])
def test_a_greeting_takes_no_word_of_the_first_sentence_along(greeting: str) -> None:
    text = f"{greeting}die Speiche ist gebrochen. Was nun?"
    found = summarise(text).matter

    assert found is not None
    assert found.of(text) == "die Speiche ist gebrochen."
