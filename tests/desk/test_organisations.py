"""Organisations at the desk: made, edited, their people moved in and out."""

from __future__ import annotations

import pytest
from django.test import Client

from kulanz.events.models import Event
from kulanz.people.models import Customer, Organisation, Team
from tests.factories import make_case, make_customer, make_team

from .conftest import Arrive


@pytest.fixture
def elbe(db: None) -> Organisation:
    return Organisation.objects.create(name="Elbe Logistik", number="K-4711", mail_domain="elbe.example")


def test_an_organisation_is_made_and_edited_and_who_did_it_is_kept(desk: Client) -> None:
    made = desk.post("/organisations/", {"name": " Elbe Logistik "})
    firm = Organisation.objects.get()
    fields = {"name": "Elbe SE", "number": "K-1", "mail_domain": "@Elbe.example", "note": "Zahlt pünktlich"}

    desk.post(f"/organisations/{firm.pk}/", fields)

    firm.refresh_from_db()
    assert made.headers["Location"] == f"/organisations/{firm.pk}/"
    assert (firm.name, firm.number, firm.mail_domain, firm.note) == (
        "Elbe SE",
        "K-1",
        "elbe.example",
        "Zahlt pünktlich",
    )
    told = [each.data["what"] for each in Event.objects.filter(kind="organisation-changed").order_by("id")]
    assert told == [["created"], ["mail_domain", "name", "note", "number"]]


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": "x" * 201}, {"number": "x" * 61}, {"mail_domain": "ELBE.example"}]
)
def test_a_wrong_change_is_refused_with_what_was_typed(desk: Client, elbe: Organisation, wrong: dict[str, str]) -> None:
    other = Organisation.objects.create(name="Weser GmbH")

    answer = desk.post(f"/organisations/{other.pk}/", {"name": "Weser SE", "note": "Neu bei uns", **wrong})

    other.refresh_from_db()
    assert (answer.status_code, other.name) == (422, "Weser GmbH")
    assert "Neu bei uns" in answer.content.decode()


@pytest.mark.parametrize("written", ["elbe", "https://weser.example/", "weser.example, ems.example"])
def test_what_is_no_mail_domain_is_refused_with_a_sentence(desk: Client, elbe: Organisation, written: str) -> None:
    answer = desk.post(f"/organisations/{elbe.pk}/", {"name": "Elbe", "mail_domain": written})
    page = answer.content.decode()

    assert (answer.status_code, written in page, "Das kann nicht stimmen" in page) == (422, True, True)


@pytest.mark.parametrize("written", ["elbe.example", "@ELBE.example", "info@elbe.example"])
def test_a_mail_domain_of_another_is_refused_and_whose_it_is_said(
    desk: Client, elbe: Organisation, written: str
) -> None:
    other = Organisation.objects.create(name="Weser GmbH")

    page = desk.post(f"/organisations/{other.pk}/", {"name": "Weser", "mail_domain": written}).content.decode()

    assert "Diese E-Mail-Domain gehört schon zu Elbe Logistik." in page


@pytest.mark.parametrize("written", ["Straße.example", "@xn--strae-oqa.example", "post@STRASSE-ß.example"])
def test_whoever_writes_from_a_mail_domain_belongs_there_however_it_was_typed(
    desk: Client, elbe: Organisation, arrive: Arrive, written: str
) -> None:
    desk.post(f"/organisations/{elbe.pk}/", {"name": "Elbe", "mail_domain": written})
    domain = written.rpartition("@")[2]

    assert arrive(sender_address=f"neu@{domain}").customer.organisation == elbe


def test_who_is_to_belong_here_is_looked_for_with_every_sign(desk: Client, elbe: Organisation) -> None:
    answer = desk.post(f"/organisations/{elbe.pk}/members/", {"q": "Meier & Söhne=1"})

    assert desk.get(answer.headers["Location"]).context["words"] == "Meier & Söhne=1"


def test_an_organisation_without_a_name_is_not_made(desk: Client) -> None:
    answer = desk.post("/organisations/", {"name": " "})
    assert (answer.status_code, "Bitte nennen Sie einen Namen." in answer.content.decode()) == (422, True)
    assert Organisation.objects.count() == 0


@pytest.mark.parametrize("words", ["elbe", "LOGISTIK", "4711"])
def test_an_organisation_is_found_by_name_and_number(desk: Client, elbe: Organisation, words: str) -> None:
    Organisation.objects.create(name="Weser GmbH")

    page = desk.get("/organisations/", {"q": words})
    offered = desk.get("/organisations/choices/", {"q": words}).json()

    assert [each.name for each in page.context["organisations"]] == ["Elbe Logistik"]
    assert offered == {"customers": [{"id": elbe.pk, "name": "Elbe Logistik", "more": "K-4711"}]}


@pytest.mark.parametrize("words", ["öko", "ÖKO-laden", "laden öko", "88", "mühle", "süd laden"])
def test_one_that_went_on_in_another_is_found_there_by_either_name(desk: Client, words: str) -> None:
    shop = Organisation.objects.create(name="Öko-Laden", number="N-88")
    Organisation.objects.create(name="Mühle Süd", merged_into=shop)
    weser = Organisation.objects.create(name="Weser GmbH")

    listed = desk.get("/organisations/", {"q": words}).context["organisations"]
    to_merge = desk.get(f"/organisations/{weser.pk}/merges/", {"q": words}).context["found"]
    of_customer = desk.post(f"/customers/{make_customer().pk}/firm/", {"q": words}).context["firms"]

    assert ([*listed], [*to_merge], [*of_customer]) == ([shop], [shop], [shop])


def test_customers_come_and_go(desk: Client, elbe: Organisation) -> None:
    member = make_customer(name="Anna Meier")

    desk.post(f"/organisations/{elbe.pk}/members/", {"found": member.pk})
    there = desk.get(f"/organisations/{elbe.pk}/").content.decode()
    by_firm = desk.get("/customers/", {"q": "elbe 4711"}).context["customers"]
    desk.post(f"/organisations/{elbe.pk}/members/", {"remove": member.pk})

    member.refresh_from_db()
    assert ("Anna Meier" in there, by_firm, member.organisation) == (True, [member], None)


def test_a_customer_is_moved_from_their_own_page(desk: Client, elbe: Organisation) -> None:
    member = make_customer()

    def firm(**given: object) -> str:
        desk.post(f"/customers/{member.pk}/firm/", given)
        return str(getattr(Customer.objects.get(pk=member.pk).organisation, "name", ""))

    asked = desk.post(f"/customers/{member.pk}/firm/", {"q": "elb"})
    assert ("Elbe Logistik" in asked.content.decode(), "„elb“" in asked.content.decode()) == (True, True)
    assert [firm(found=elbe.pk), firm(), firm(organisation=elbe.pk), firm(make="Weser GmbH")] == [
        "Elbe Logistik", "", "Elbe Logistik", "Weser GmbH",
    ]  # fmt: skip


def test_an_organisation_shows_the_cases_one_may_see(desk: Client, team: Team, elbe: Organisation) -> None:
    member = make_customer(organisation=elbe)
    make_case(customer=member, team=team, subject="Unser Anliegen")
    make_case(customer=member, team=make_team(), subject="Fremdes Anliegen")
    make_case(team=team, subject="Von woanders")

    page = desk.get(f"/organisations/{elbe.pk}/").content.decode()

    assert [each in page for each in ("Unser Anliegen", "Fremdes Anliegen", "Von woanders")] == [True, False, False]


@pytest.mark.parametrize("amount", [1, 30])
def test_an_organisation_takes_the_same_queries_whatever_its_people(
    desk: Client, team: Team, elbe: Organisation, amount: int, django_assert_num_queries
) -> None:
    for _ in range(amount):
        make_case(customer=make_customer(organisation=elbe), team=team)

    with django_assert_num_queries(8):
        desk.get(f"/organisations/{elbe.pk}/")


def test_lists_go_on_where_they_ended(desk: Client, elbe: Organisation) -> None:
    for number in range(60):
        Organisation.objects.create(name=f"Firma {number // 2:02}")
        make_customer(name=f"Kundin {number // 2:02}", organisation=elbe)

    first, firms = desk.get(f"/organisations/{elbe.pk}/"), desk.get("/organisations/")
    second = desk.get(f"/organisations/{elbe.pk}/", {"after": first.context["next_after"]})
    rest = desk.get("/organisations/", {"after": firms.context["next_after"]})

    people = [each.pk for page in (first, second) for each in page.context["people"]]
    assert people == list(Customer.objects.order_by("sort_key", "id").values_list("pk", flat=True))
    listed = [each.pk for page in (firms, rest) for each in page.context["organisations"]]
    assert listed == list(Organisation.objects.order_by("name", "id").values_list("pk", flat=True))


@pytest.mark.parametrize("after", ["~", "x~", "~x", "a~" + "9" * 50, "%00~1"])
def test_a_forged_page_key_breaks_nothing(desk: Client, elbe: Organisation, after: str) -> None:
    assert desk.get(f"/organisations/?after={after}").status_code == 200
    assert desk.get(f"/organisations/{elbe.pk}/?after={after}").status_code == 200


def test_what_is_not_there_is_not_found(desk: Client) -> None:
    gets = [desk.get(f"/organisations/999999/{page}").status_code for page in ("", "merges/")]
    posts = [desk.post(f"/organisations/999999/{page}").status_code for page in ("", "members/", "separation/")]
    assert (gets, posts) == ([404, 404], [404, 404, 404])
