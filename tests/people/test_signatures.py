"""A letter ends with the brand's signature and the writer's own part, and says nothing that the writer has said."""

from __future__ import annotations

import pytest

from kulanz.people.models import Brand, User
from kulanz.people.signatures import Signing, unknown_places

PATTERN = "Freundliche Grüße\n{name}\n{own}\n\n{team}, {brand}\nTelefon {phone}"


def signing(team: str = "Werkstatt", **brand: str) -> Signing:
    house = Brand(sender_name="Lichthaus", **{"signature": PATTERN, "phone": "0461 7", **brand})
    writer = User(name="Jule Petersen", signature="Beratung", signature_english="Advice")
    return Signing(house, writer, team)


def test_places_are_filled() -> None:
    assert signing().text("de") == (
        "Freundliche Grüße\nJule Petersen\nBeratung\n\nWerkstatt, Lichthaus\nTelefon 0461 7"
    )


def test_a_line_that_has_nothing_to_say_is_left_out() -> None:
    assert signing(team="", phone="").text("de") == "Freundliche Grüße\nJule Petersen\nBeratung\n\nLichthaus"


def test_the_name_is_the_one_that_customers_see() -> None:
    who = signing(signature="{name}")
    assert who.writer is not None
    who.writer.service_name = "Jule"
    assert who.text("de") == "Beratung\nJule"


@pytest.mark.parametrize(
    ("catalogue", "text"),
    [
        ("de", "Freundliche Grüße\nBeratung"),
        ("de-informal", "Liebe Grüße\nBeratung"),
        ("en", "Kind regards\nAdvice"),
    ],
)
def test_each_customer_reads_the_signature_of_their_language_and_form(catalogue: str, text: str) -> None:
    who = signing(
        signature="Freundliche Grüße\n{own}",
        signature_informal="Liebe Grüße\n{own}",
        signature_english="Kind regards\n{own}",
    )
    assert who.text(catalogue) == text


def test_without_one_of_its_own_the_informal_signature_is_the_other_and_english_none_in_german() -> None:
    who = signing(signature="Grüße aus Flensburg")
    assert (who.text("de-informal"), who.text("en")) == ("Beratung\nGrüße aus Flensburg", "Advice\nLichthaus")


def test_a_brand_without_signature_signs_with_its_name() -> None:
    assert signing(signature="").text("de") == "Beratung\nLichthaus"


def test_what_somebody_writes_about_themselves_holds_no_places() -> None:
    who = signing(signature="{own}")
    assert who.writer is not None
    who.writer.signature = "{phone} {brand}"
    assert who.text("de") == "{phone} {brand}"


@pytest.mark.parametrize(
    "end", ["Viele Grüße\nJule", "Freundliche Grüße\nJule Petersen", "Mit freundlichen Grüßen,\n\nJULE PETERSEN"]
)
def test_a_closing_and_a_name_that_the_writer_typed_are_not_said_twice(end: str) -> None:
    assert signing().below(f"Guten Tag,\n\nsie ist da.\n\n{end}", "de") == (
        "Beratung\n\nWerkstatt, Lichthaus\nTelefon 0461 7"
    )


def test_a_sentence_that_speaks_of_greetings_is_no_closing() -> None:
    letter = "Guten Tag,\n\nbitte richten Sie Ihrer Frau viele Grüße von uns aus."
    assert signing().below(letter, "de") == signing().text("de")


def test_a_letter_that_says_everything_itself_gets_nothing() -> None:
    assert signing().below(f"Guten Tag\n\n{signing().text('de')}", "de") == ""


def test_a_place_that_does_not_exist_is_found() -> None:
    assert unknown_places("{name} {vorname} {name} {x}") == ["vorname", "x"]
