"""Customers at the desk."""

from __future__ import annotations

import pytest
from django.test import Client

from kulanz.events.models import Event
from kulanz.people import actions, merging
from kulanz.people.actors import actor_for
from kulanz.people.models import ContactPoint, Customer, Team, User
from tests.factories import make_case, make_customer, make_team, make_user
from tests.pages import in_one_line

from .conftest import SignIn


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
    customer = make_customer(name="Anna Meier")
    fields = {"name": "Anna Meier-Lühr", "form_of_address": "informal", "language": "en",
              "detail": "every-step", "expertise": "novice", "needs": "Bitte schriftlich", "note": "x"}  # fmt: skip

    answer = desk.post(f"/customers/{customer.pk}/", fields)

    customer.refresh_from_db()
    assert (answer.status_code, customer.name, customer.note, customer.detail) == (
        302, "Anna Meier-Lühr", "x", "every-step",
    )  # fmt: skip
    event = Event.objects.get(kind="customer-changed")
    assert (event.actor_id, "Meier" in str(event.data), "name" in event.data["what"]) == (agent.pk, False, True)


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"name": "x" * 201}, {"detail": "nothing"}, {"language": "xx"}, {"needs": "x" * 201}],
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


def test_a_number_is_changed_with_its_remark_and_extension_shown(desk: Client) -> None:
    customer = make_customer()
    point = customer.contact_points.create(kind="phone", value="+493012345", as_written="030/123-45")

    answer = desk.post(
        f"/customers/{customer.pk}/contacts/", {"change": point.pk, "written": "030/123-45 App. 67 (Anna)"}
    )

    point.refresh_from_db()
    page = desk.get(f"/customers/{customer.pk}/").content.decode()
    assert (answer.status_code, point.value) == (302, "+493012345;ext=67")
    assert "030/123-45 App. 67 (Anna)" in page


@pytest.mark.parametrize("written", ["anna", "a@b@c", "", "taken@post.example"])
def test_a_wrong_change_of_an_address_gives_back_what_was_typed(desk: Client, written: str) -> None:
    make_customer(address="taken@post.example")
    customer = make_customer(address="anna@post.example")
    point = customer.contact_points.get()

    answer = desk.post(f"/customers/{customer.pk}/contacts/", {"change": point.pk, "written": written})

    point.refresh_from_db()
    assert (answer.status_code, point.value) == (422, "anna@post.example")
    assert f'value="{written}"' in answer.content.decode()


def test_another_address_opens_nothing_until_it_is_proven_and_a_lead_vouches(desk: Client, sign_in: SignIn) -> None:
    customer = make_customer(address="anna@post.example")
    point = customer.contact_points.get()

    def change(browser: Client, written: str) -> bool:
        browser.post(f"/customers/{customer.pk}/contacts/", {"change": point.pk, "written": written})
        point.refresh_from_db()
        return point.is_open

    lead = sign_in(make_user(is_lead=True))
    assert [change(desk, "Anna@Post.example"), change(desk, "a@post.example"), change(lead, "b@post.example")] == [
        False, True, False,
    ]  # fmt: skip


def test_whoever_may_not_see_all_cases_changes_nothing_about_how_to_reach_them(desk: Client, team: Team) -> None:
    customer = make_customer()
    make_case(customer=customer, team=make_team())
    point = customer.contact_points.get()

    changed = desk.post(f"/customers/{customer.pk}/contacts/", {"change": point.pk, "written": "x@post.example"})
    preferred = desk.post(f"/customers/{customer.pk}/contacts/", {"prefer": point.pk})

    point.refresh_from_db()
    assert (changed.status_code, preferred.status_code, point.is_preferred) == (422, 422, False)


def test_one_way_to_reach_them_comes_first_and_answers_go_there(desk: Client, team: Team) -> None:
    customer = make_customer(address="anna@post.example")
    second = customer.contact_points.create(kind="mail", value="a@firma.example", as_written="a@firma.example")
    case = make_case(customer=customer, team=team)

    for point in (customer.contact_points.first(), second):
        desk.post(f"/customers/{customer.pk}/contacts/", {"prefer": point.pk})

    assert [each.is_preferred for each in customer.contact_points.order_by("id")] == [False, True]
    assert "a@firma.example" in desk.get(f"/cases/{case.number}/").context["addressees"].fields[0].chips[0].address


def test_of_two_who_were_merged_one_comes_first_and_another_can(desk: Client, agent: User) -> None:
    by, anna, otto = actor_for(agent), make_customer(), make_customer()
    points = [
        each.contact_points.create(kind="phone", value=f"+4930{each.pk}", as_written="Tel") for each in (anna, otto)
    ]
    for each in points:
        actions.prefer_contact(contact_id=each.pk, by=by)
    merging.merge_customers(customer_id=otto.pk, into_id=anna.pk, by=by)

    shown = in_one_line(desk.get(f"/customers/{anna.pk}/").content.decode())
    desk.post(f"/customers/{anna.pk}/contacts/", {"prefer": points[1].pk})

    assert shown.count("bevorzugt") == 1
    assert [f'name="prefer" value="{each.pk}"' in shown for each in points] == [False, True]
    assert list(ContactPoint.objects.filter(is_preferred=True)) == points[1:]
