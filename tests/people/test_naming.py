"""Names as Germans sort them."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kulanz.people.models import Customer
from kulanz.people.naming import LONGEST_KEY, sort_key
from kulanz.people.sorting import renew_sort_keys
from tests.factories import make_customer


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Änne Groß", "gross anne"),
        ("Dr. Jörg Öhler", "ohler jorg"),
        ("Herr Prof. Dr. med. Uwe Brandt", "brandt uwe"),
        ("Anna von Berg", "berg anna von"),
        ("Karl Graf von Hohenfels", "hohenfels karl graf von"),
        ("Freiherr zu Aue", "aue freiherr zu"),
        ("Jan van der Velde", "velde jan van der"),
        ("Meier-Lühr, Anna", "meier luhr anna"),
        ("Petra Meier-Lühr", "meier luhr petra"),
        ("Familie Sander", "sander"),
        ("Otto Kern jun.", "kern otto jun"),
        ("Hausverwaltung Berg GmbH", "hausverwaltung berg gmbh"),
        ("Sportfreunde Aue e.V.", "sportfreunde aue ev"),
        ("Lampen & Leuchten", "lampen und leuchten"),
        ("Praxis 12 Nord", "praxis 12 nord"),
        ("Seán O’Brien", "obrien sean"),
        ("Lampe", "lampe"),
        ("von", "von"),
        ("Dr. Dr.", "dr dr"),
        ("", ""),
    ],
)
def test_a_name_is_sorted_by_its_surname(name: str, key: str) -> None:
    assert sort_key(name) == key


@pytest.mark.parametrize(
    ("name", "key"),
    [("Anna von Berg", "von berg anna"), ("Karl Graf von Hohenfels", "graf von hohenfels karl"),
     ("Jan van der Velde", "van der velde jan"), ("Anna Berg", "berg anna")],
)  # fmt: skip
def test_a_house_may_sort_under_von(name: str, key: str) -> None:
    assert sort_key(name, prefixes_apart=False) == key


@given(st.text(max_size=300))
def test_any_name_has_a_key_that_every_column_takes(name: str) -> None:
    key = sort_key(name)

    assert len(key) <= LONGEST_KEY
    assert key == key.strip()


@pytest.mark.django_db
def test_the_database_sorts_as_a_german_register_does() -> None:
    register = [
        "Otto Aal", "Änne Abel", "Anna von Berg", "Bernd Berg", "Zoë Ebert", "Uwe Öhler", "Ole Ohlsen", "Ida Özdemir",
        "Emil Straße", "Ida Strasser", "Max Zabel",
    ]  # fmt: skip
    shuffled = random.Random(7).sample(register, len(register))
    for name in shuffled:
        make_customer(name=name)

    assert list(Customer.objects.order_by("sort_key", "id").values_list("name", flat=True)) == register


@pytest.mark.django_db
def test_a_new_custom_moves_the_names_it_concerns(settings) -> None:
    berg, other = make_customer(name="Anna von Berg"), make_customer(name="Otto Kern")
    settings.SORT_PREFIXES_APART = False

    moved = renew_sort_keys()

    berg.refresh_from_db()
    other.refresh_from_db()
    assert (moved, berg.sort_key, other.sort_key) == (1, "von berg anna", "kern otto")
    assert renew_sort_keys() == 0


@pytest.mark.django_db
def test_a_changed_name_is_sorted_anew_however_it_was_saved() -> None:
    customer = make_customer(name="Anna Zabel")
    customer.name = "Anna Abel"
    customer.save(update_fields=["name"])

    customer.refresh_from_db()
    assert customer.sort_key == "abel anna"
