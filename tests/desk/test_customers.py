"""Customers at the desk."""

from __future__ import annotations

import pytest
from django.test import Client

from kulanz.events.models import Event
from kulanz.people.models import Customer, Organisation, Team, User
from tests.factories import make_case, make_customer, make_team


def names_in(answer) -> list[str]:
    return [customer.name for customer in answer.context["customers"]]


@pytest.mark.parametrize("amount", [1, 30])
def test_the_list_takes_four_queries_whatever_its_rows(desk: Client, amount: int, django_assert_num_queries) -> None:
    for _ in range(amount):
        make_customer()

    with django_assert_num_queries(4):
        answer = desk.get("/customers/")

    assert len(names_in(answer)) == amount


def test_pages_of_customers_go_on_where_the_last_one_ended(desk: Client) -> None:
    for number in range(60):
        make_customer(name="Anna ~ Meier" if number % 2 else f"Kundin {number:02}")

    first = desk.get("/customers/")
    second = desk.get("/customers/", {"after": first.context["next_after"]})

    shown = [customer.pk for answer in (first, second) for customer in answer.context["customers"]]
    assert shown == list(Customer.objects.order_by("sort_key", "id").values_list("pk", flat=True))
    assert second.context["next_after"] == ""


@pytest.mark.parametrize("after", ["~", "x", "x~", "~x", "a~" + "9" * 5000, "%00~1", "~-1", "~٣", "a" * 5000 + "~1"])
def test_a_forged_page_key_breaks_nothing(desk: Client, after: str) -> None:
    make_customer()

    assert desk.get(f"/customers/?after={after}").status_code == 200


@pytest.mark.parametrize("words", ["anna", "ANNA M", "Anna@", "a.meier@post", "  Anna  ", "meier", "Meier, Anna"])
def test_a_customer_is_found_by_name_and_address(desk: Client, words: str) -> None:
    customer = make_customer(name="Anna Meier", address="A.Meier@Post.example")
    customer.contact_points.create(kind="mail", value="anna@firma.example", as_written="Anna@firma.example")
    make_customer(name="Otto Brandt")

    assert names_in(desk.get("/customers/", {"q": words})) == ["Anna Meier"]


def test_a_customer_page_shows_the_cases_one_may_see(desk: Client, team: Team) -> None:
    customer = make_customer()
    ours = make_case(customer=customer, team=team, subject="Unser Anliegen")
    hidden = make_case(customer=customer, team=make_team(), subject="Fremdes Anliegen")

    page = desk.get(f"/customers/{customer.pk}/").content.decode()

    assert (ours.subject in page, hidden.subject in page) == (True, False)


def test_a_customer_is_changed_and_who_did_it_is_kept(desk: Client, agent: User) -> None:
    firm = Organisation.objects.create(name="Elbe Logistik")
    customer = make_customer(name="Anna Meier")
    fields = {"name": "Anna Meier-Lühr", "organisation": firm.pk, "form_of_address": "informal", "language": "en",
              "detail": "every-step", "expertise": "novice", "needs": "Bitte schriftlich", "note": "x"}  # fmt: skip

    answer = desk.post(f"/customers/{customer.pk}/", fields)

    customer.refresh_from_db()
    assert (answer.status_code, customer.name, customer.organisation, customer.detail) == (
        302, "Anna Meier-Lühr", firm, "every-step",
    )  # fmt: skip
    event = Event.objects.get(kind="customer-changed")
    assert (event.actor_id, "Meier" in str(event.data), "name" in event.data["what"]) == (agent.pk, False, True)


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"name": "x" * 201}, {"detail": "nothing"}, {"organisation": "9" * 30}, {"organisation": "x"},
     {"language": "xx"}, {"needs": "x" * 201}],
)  # fmt: skip
def test_a_wrong_change_is_refused_and_nothing_is_kept(desk: Client, wrong: dict[str, str]) -> None:
    customer = make_customer(name="Anna Meier")
    fields = {"name": "Neu", "form_of_address": "formal", "detail": "result", "expertise": "normal", **wrong}

    answer = desk.post(f"/customers/{customer.pk}/", fields)

    customer.refresh_from_db()
    assert (answer.status_code, customer.name, customer.detail) == (422, "Anna Meier", "essentials")


@pytest.mark.parametrize(
    ("kind", "written", "kept"),
    [
        ("phone", "030/123-45", "+493012345"),
        ("phone", "(040) 228 55-0", "+4940228550"),
        ("mail", " Anna@Firma.Example ", "anna@firma.example"),
    ],
)
def test_a_way_to_reach_a_customer_is_kept_as_written_and_compared(
    desk: Client, kind: str, written: str, kept: str
) -> None:
    customer = make_customer()

    answer = desk.post(f"/customers/{customer.pk}/contacts/", {"kind": kind, "written": written})

    point = customer.contact_points.get(value=kept)
    assert (answer.status_code, point.kind, point.as_written) == (302, kind, written.strip())


@pytest.mark.parametrize(
    ("kind", "written"),
    [("mail", "anna"), ("mail", "a@b@c"), ("phone", "anna"), ("phone", "1"), ("phone", "0" * 60), ("fax", "030 12345"),
     ("mail", ""), ("mail", "x" * 300 + "@x.example"), ("", "")],
)  # fmt: skip
def test_what_is_no_address_is_refused(desk: Client, kind: str, written: str) -> None:
    customer = make_customer()

    answer = desk.post(f"/customers/{customer.pk}/contacts/", {"kind": kind, "written": written})

    assert (answer.status_code, customer.contact_points.count()) == (422, 1)


def test_an_address_of_somebody_else_is_refused(desk: Client) -> None:
    make_customer(address="anna@post.example")
    other = make_customer()

    answer = desk.post(f"/customers/{other.pk}/contacts/", {"kind": "mail", "written": "ANNA@post.example"})

    assert (answer.status_code, other.contact_points.count()) == (422, 1)
    assert "gehört schon" in answer.content.decode()


def test_a_way_to_reach_is_removed_only_from_its_own_customer(desk: Client) -> None:
    customer, other = make_customer(), make_customer()
    point = customer.contact_points.get()

    elsewhere = desk.post(f"/customers/{other.pk}/contacts/", {"remove": point.pk})
    kept = customer.contact_points.count()
    here = desk.post(f"/customers/{customer.pk}/contacts/", {"remove": point.pk})

    assert (elsewhere.status_code, kept) == (404, 1)
    assert (here.status_code, customer.contact_points.count()) == (302, 0)


@pytest.mark.parametrize("value", ["9" * 30, "9" * 5000, "٣٣٣٣", "x", "-1"])
def test_removing_what_is_not_there_breaks_nothing(desk: Client, value: str) -> None:
    customer = make_customer()

    assert desk.post(f"/customers/{customer.pk}/contacts/", {"remove": value}).status_code in {404, 422}


def test_a_customer_who_is_not_there_is_not_found(desk: Client) -> None:
    assert desk.get("/customers/999999/").status_code == 404
    assert desk.post("/customers/999999/", {"name": "x"}).status_code == 404
    contact = {"kind": "mail", "written": "anna@post.example"}
    assert desk.post("/customers/999999/contacts/", contact).status_code == 404
