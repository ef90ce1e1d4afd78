"""Customers are found by any word of what is known about them."""

from __future__ import annotations

import pytest

from kulanz.events.actor import SYSTEM
from kulanz.people import actions, finding
from kulanz.people.finding import find_customer_ids, find_customers, typed_words
from kulanz.people.models import ContactPoint, CustomerWord, Organisation
from kulanz.people.rules import ContactKind
from tests.factories import make_customer

pytestmark = pytest.mark.django_db


def found(words: str) -> list[str]:
    names = [customer.name for customer in find_customers(words)]
    assert len(find_customer_ids(words, 50)) == len(names)
    return names


@pytest.fixture(autouse=True)
def _people() -> None:
    firm = Organisation.objects.create(name="Elbe Logistik GmbH")
    anna = make_customer(name="Anna Müller-Lüdenscheidt", address="a.mueller@post.example", organisation=firm)
    actions.add_contact(customer_id=anna.pk, by=SYSTEM, kind=ContactKind.PHONE, written="0171 234 56 78")
    otto = make_customer(name="Otto Brandt", address="otto@brandt.example")
    actions.add_contact(customer_id=otto.pk, by=SYSTEM, kind=ContactKind.PHONE, written="(040) 228 55-0")


@pytest.mark.parametrize(
    "words",
    ["müller", "MUELLER", "muller", "lüdenscheidt", "luedensch", "anna lüd", "lüd anna", "a.mueller@post.example",
     "mueller post", "elbe", "ELBE LOG", "anna elbe", "0171 234", "+49 171 2345678", "0049 171 / 234", "01712345678",
     "2345678", "anna 0171/2345", "Müller, Anna"],
)  # fmt: skip
def test_anna_is_found_by_any_of_her_words(words: str) -> None:
    assert found(words) == ["Anna Müller-Lüdenscheidt"]


@pytest.mark.parametrize("words", ["otto", "brandt", "040 22855", "22855", "brandt.example"])
def test_otto_is_found_by_any_of_his_words(words: str) -> None:
    assert found(words) == ["Otto Brandt"]


@pytest.mark.parametrize("words", ["otto müller", "maier", "annalena", "0172", "üller", "-", "@", "%", "_", "a" * 300])
def test_nobody_is_found_by_words_that_are_not_theirs(words: str) -> None:
    assert found(words) == []


def test_a_word_of_all_finds_all_in_their_order() -> None:
    assert found("example") == ["Otto Brandt", "Anna Müller-Lüdenscheidt"]


def test_no_word_asks_for_everybody() -> None:
    assert [customer.name for customer in find_customers("  ")] == ["Otto Brandt", "Anna Müller-Lüdenscheidt"]


def test_a_word_of_very_many_is_found_by_walking(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        make_customer(name=f"Anna Berg{'em'[number % 2]}ann")
    monkeypatch.setattr(finding, "MOST_SORTED", 2)

    assert [customer.name for customer in find_customers("anna bergm")] == ["Anna Bergmann", "Anna Bergmann"]


def test_what_changes_is_found_by_its_new_words_only() -> None:
    anna = find_customers("anna").get()
    point = anna.contact_points.get(kind="phone")

    actions.change_customer(customer_id=anna.pk, by=SYSTEM, name="Anna Nordmann", organisation_id=None)
    actions.remove_contact(contact_id=point.pk, by=SYSTEM)
    actions.add_contact(customer_id=anna.pk, by=SYSTEM, kind=ContactKind.MAIL, written="neu@nord.example")

    assert (found("nordmann neu"), found("elbe"), found("0171"), found("lüdenscheidt")) == (
        ["Anna Nordmann"], [], [], [],
    )  # fmt: skip


def test_a_renamed_organisation_is_found_by_its_new_name() -> None:
    firm = Organisation.objects.get()
    firm.name = "Weser Spedition"
    firm.save()

    assert (found("weser"), found("elbe")) == (["Anna Müller-Lüdenscheidt"], [])


def test_an_address_that_changes_hands_takes_its_words_along() -> None:
    otto = find_customers("otto").get()

    actions.take_over_contact(customer_id=otto.pk, by=SYSTEM, kind=ContactKind.MAIL, written="a.mueller@post.example")

    assert found("mueller post") == ["Otto Brandt"]
    assert found("anna lüdenscheidt") == ["Anna Müller-Lüdenscheidt"]


@pytest.mark.parametrize("amount", [1, 30])
def test_finding_takes_one_query_a_word_and_two_for_the_rows(amount: int, django_assert_num_queries) -> None:
    for number in range(amount):
        make_customer(name=f"Berta Anders{number}")

    with django_assert_num_queries(4):
        names = [customer.name for customer in find_customers("berta anders")]

    assert len(names) == amount


def test_no_word_is_kept_twice() -> None:
    words = list(CustomerWord.objects.values_list("customer_id", "word"))

    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("0049 171 / 234", ["49171234"]),
        ("+49 (0)30 12345", ["493012345"]),
        ("Anna 040-228 55 Berg", ["04022855", "anna", "berg"]),
        ("a2345678@post.example", ["a2345678", "post", "example"]),
        ("12", ["12"]),
    ],
)
def test_the_digits_of_one_number_are_one_word(typed: str, words: list[str]) -> None:
    assert typed_words(typed) == words


@pytest.mark.parametrize("has_own", [True, False])
def test_an_address_that_changes_hands_comes_first_for_nobody(has_own: bool) -> None:
    own, taken = (ContactPoint.objects.get(value=value) for value in ("otto@brandt.example", "a.mueller@post.example"))
    for point in [own, taken] if has_own else [taken]:
        actions.prefer_contact(contact_id=point.pk, by=SYSTEM)

    actions.take_over_contact(customer_id=own.customer_id, by=SYSTEM, kind=ContactKind.MAIL, written=taken.value)

    taken.refresh_from_db()
    assert taken.customer_id == own.customer_id
    assert list(ContactPoint.objects.filter(is_preferred=True)) == [own] * has_own
