"""Merging customers and organisations at the desk: what follows is said first, and it can be undone at any time."""

from __future__ import annotations

import pytest
from django.test import Client

from kulanz.events.models import Event
from kulanz.people import merging
from kulanz.people.actors import actor_for
from kulanz.people.models import Customer, Organisation, Team, User
from tests.factories import make_case, make_customer, make_team
from tests.pages import in_one_line

from .conftest import Arrive


@pytest.fixture
def anna(db: None) -> Customer:
    return make_customer(name="Anna Meier", address="anna@post.example", note="Ruft gern an")


@pytest.fixture
def caller(db: None) -> Customer:
    customer = Customer.objects.create(name="Frau Meier", note="Klingelt zweimal", needs="Bitte laut")
    customer.contact_points.create(kind="phone", value="+493012345", as_written="030/123-45 (abends)")
    return customer


def merge(desk: Client, row: Customer, into: Customer):
    return desk.post(f"/customers/{row.pk}/merges/", {"into": into.pk})


def test_what_follows_is_said_before_anything_is_done(
    desk: Client, team: Team, anna: Customer, caller: Customer
) -> None:
    make_case(customer=anna, team=team)
    make_case(customer=anna, team=make_team())

    merged = merge(desk, caller, anna)
    page = in_one_line(desk.get(f"/customers/{caller.pk}/merges/", {"into": anna.pk}).content.decode())

    assert (merged.status_code, Customer.objects.known().count()) == (422, 2)
    for words in ("Anna Meier", "anna@post.example", "030/123-45 (abends)", "eines davon bei anderen Teams",
                  "ändert sich nichts", "bleibt lesbar", "Teamleitung"):  # fmt: skip
        assert words in page


def test_the_other_is_found_by_typing(desk: Client, anna: Customer, caller: Customer) -> None:
    found = desk.get(f"/customers/{caller.pk}/merges/", {"q": "meier"})

    assert [each.name for each in found.context["found"]] == ["Anna Meier"]


def test_both_are_on_one_page_and_both_addresses_lead_there(
    desk: Client, team: Team, anna: Customer, caller: Customer
) -> None:
    cases = [make_case(customer=each, team=team, subject=f"Von {each.name}") for each in (anna, caller)]

    answer = merge(desk, caller, anna)
    hidden = make_case(customer=caller, team=make_team(), subject="Fremdes Anliegen")
    old = desk.get(f"/customers/{caller.pk}/")
    page = in_one_line(desk.get(f"/customers/{anna.pk}/").content.decode())

    assert answer.headers["Location"] == old.headers["Location"] == f"/customers/{anna.pk}/"
    for words in (
        *(each.subject for each in cases),
        "030/123-45",
        "anna@post.example",
        "Klingelt zweimal",
        "Bitte laut",
    ):
        assert words in page
    assert hidden.subject not in page
    assert [each.name for each in desk.get("/customers/").context["customers"]] == ["Anna Meier"]


def test_a_case_shows_the_person_and_offers_their_addresses(
    desk: Client, team: Team, anna: Customer, caller: Customer
) -> None:
    case = make_case(customer=caller, team=team)
    make_case(customer=anna, team=team, subject="Die andere Sache")
    before = desk.get(f"/cases/{case.number}/").content.decode()

    merge(desk, caller, anna)
    page = in_one_line(desk.get(f"/cases/{case.number}/").content.decode())

    assert ("keine E-Mail-Adresse bekannt" in before, "keine E-Mail-Adresse bekannt" in page) == (True, False)
    for words in ("an Frau Meier", "hier als Frau Meier", "Die andere Sache", "Ruft gern an", "Bitte laut"):
        assert words in page, words


def test_they_are_separated_again_at_any_time(desk: Client, arrive: Arrive, anna: Customer, caller: Customer) -> None:
    merge(desk, anna, caller)
    case = arrive(sender_address="anna@post.example", text="Seither geschrieben")

    answer = desk.post(f"/customers/{anna.pk}/separation/")

    assert answer.headers["Location"] == f"/customers/{anna.pk}/"
    assert (case.customer, Customer.objects.known().count()) == (anna, 2)
    assert case.subject in desk.get(f"/customers/{anna.pk}/").content.decode()
    assert case.subject not in desk.get(f"/customers/{caller.pk}/").content.decode()


def test_what_is_one_already_is_refused(desk: Client, anna: Customer, caller: Customer) -> None:
    merge(desk, caller, anna)

    assert (merge(desk, caller, anna).status_code, merge(desk, anna, anna).status_code) == (422, 422)
    assert desk.post(f"/customers/{anna.pk}/separation/").status_code == 404
    assert merge(desk, caller, Customer(pk=999_999)).status_code == 200  # asks again


@pytest.mark.parametrize("amount", [1, 30])
def test_a_customer_page_takes_the_same_queries_whatever_was_merged(
    desk: Client, agent: User, team: Team, anna: Customer, amount: int, django_assert_num_queries
) -> None:
    for _ in range(amount):
        other = make_customer()
        make_case(customer=other, team=team)
        merging.merge_customers(customer_id=other.pk, into_id=anna.pk, by=actor_for(agent))

    with django_assert_num_queries(8):
        desk.get(f"/customers/{anna.pk}/")


def test_the_audit_says_who_merged_whom(desk: Client, sign_in, anna: Customer, caller: Customer) -> None:
    from tests.factories import make_user  # noqa: PLC0415 - only here

    merge(desk, caller, anna)
    desk.post(f"/customers/{caller.pk}/separation/")

    page = sign_in(make_user(is_admin=True)).get("/office/audit/").content.decode()

    assert ("zusammengeführt: Anna Meier" in page, "steht wieder für sich: Anna Meier" in page) == (True, True)
    assert "Meier" not in str([each.data for each in Event.objects.filter(kind="customer-merged")])


def test_organisations_become_one_with_their_people_and_cases(desk: Client, team: Team) -> None:
    elbe, weser = (Organisation.objects.create(name=name) for name in ("Elbe Logistik", "Weser GmbH"))
    member = make_customer(name="Anna Meier", organisation=elbe)
    case = make_case(customer=member, team=team, subject="Palette fehlt")

    seen = desk.get(f"/organisations/{elbe.pk}/merges/", {"into": weser.pk})
    desk.post(f"/organisations/{elbe.pk}/merges/", {"into": weser.pk})
    old = desk.get(f"/organisations/{elbe.pk}/")
    page = desk.get(f"/organisations/{weser.pk}/").content.decode()
    of_member = desk.get(f"/customers/{member.pk}/").content.decode()
    desk.post(f"/organisations/{elbe.pk}/separation/")

    assert (seen.status_code, old.headers["Location"]) == (200, f"/organisations/{weser.pk}/")
    assert ("Anna Meier" in page, case.subject in page, "Weser GmbH" in of_member) == (True, True, True)
    assert "Anna Meier" not in desk.get(f"/organisations/{weser.pk}/").content.decode()
