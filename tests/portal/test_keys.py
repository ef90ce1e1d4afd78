"""What opens a customer's list, and what ends it: links once, devices until the addresses change, proven addresses."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from kulanz.cases import actions as cases
from kulanz.cases.models import Case
from kulanz.channels.models import Outgoing
from kulanz.people import actions
from kulanz.people.actors import actor_for
from kulanz.people.models import ContactPoint
from kulanz.people.rules import ContactKind
from tests.factories import make_brand, make_case, make_customer, make_team, make_user

from .conftest import Arrive

NEW = "anna@neu.example"


@pytest.fixture(autouse=True)
def _own_outbox(settings, db: None) -> None:
    settings.EMAIL_BACKEND = "kulanz.channels.email.system.OutboxBackend"
    cache.clear()


def text_of(mail: Outgoing) -> str:
    return bytes(mail.raw).decode().replace("=\r\n", "").replace("=3D", "=")


def path_in(mail: Outgoing) -> str:
    found = re.search(r"http://\S+?(/my/\S+)", text_of(mail))
    assert found is not None
    return found[1]


def signed_in(client: Client, case: Case) -> bool:
    return case.subject in client.get("/my/").content.decode()


def sign_in(address: str = "anna@post.example") -> Client:
    client = Client()
    client.post("/my/sign-in/", {"address": address})
    client.post(path_in(Outgoing.objects.latest("id")))
    return client


def add(case: Case, *, written: str = NEW, **role: bool) -> ContactPoint:
    by = actor_for(make_user(**role))
    return actions.add_contact(customer_id=case.customer_id, by=by, kind=ContactKind.MAIL, written=written)


def test_a_link_works_once(client: Client, case: Case) -> None:
    client.post("/my/sign-in/", {"address": "anna@post.example"})
    link = path_in(Outgoing.objects.get())
    client.post(link)
    other = Client()

    answers = [other.get(link), other.post(link)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert "schon benutzt" in answers[0].content.decode()
    assert (signed_in(client, case), signed_in(other, case)) == (True, False)


def test_looking_at_a_link_does_not_use_it_up(client: Client, case: Case) -> None:
    client.post("/my/sign-in/", {"address": "anna@post.example"})
    link = path_in(Outgoing.objects.get())

    client.get(link)
    client.head(link)
    client.post(link)

    assert signed_in(client, case)


def test_two_devices_stay_signed_in_and_one_press_ends_both(case: Case) -> None:
    phone, desk = sign_in(), sign_in()
    both = (signed_in(phone, case), signed_in(desk, case))

    phone.post("/my/sign-out/", {"everywhere": "1"})

    assert (both, signed_in(phone, case), signed_in(desk, case)) == ((True, True), False, False)


def test_signing_out_here_leaves_other_devices_alone(case: Case) -> None:
    phone, desk = sign_in(), sign_in()

    phone.post("/my/sign-out/")

    assert (signed_in(phone, case), signed_in(desk, case)) == (False, True)


@pytest.mark.parametrize("lead", [True, False])
def test_a_device_ends_when_the_proven_addresses_change(case: Case, lead: bool) -> None:
    device = sign_in()

    add(case, is_lead=lead)

    assert signed_in(device, case) is not lead  # what nobody has proven changes nothing


def test_a_device_and_a_link_end_with_their_address(client: Client, case: Case) -> None:
    device = sign_in()
    client.post("/my/sign-in/", {"address": "anna@post.example"})
    link = path_in(Outgoing.objects.latest("id"))

    actions.remove_contact(contact_id=ContactPoint.objects.get().pk, by=actor_for(make_user()))

    assert (client.post(link).status_code, signed_in(device, case)) == (404, False)


# A new address opens nothing before it is proven -----------------------------------------------------------------


def test_an_address_that_an_agent_put_in_gets_no_link(client: Client, case: Case) -> None:
    add(case)

    answer = client.post("/my/sign-in/", {"address": NEW})

    assert (answer.status_code, Outgoing.objects.filter(recipients=NEW).count()) == (200, 0)


def test_the_old_address_is_told_and_its_word_opens_the_new_one(
    client: Client, case: Case, run_jobs: Callable[[], int]
) -> None:
    add(case)
    run_jobs()
    mail = Outgoing.objects.get()
    asked = path_in(mail)

    looked = client.get(asked)
    before = ContactPoint.objects.get(value=NEW).proven_at
    said = client.post(asked, {"answer": "yes"})

    assert (mail.recipients, NEW in text_of(mail)) == ("anna@post.example", True)
    assert (looked.status_code, before, said.status_code) == (200, None, 200)
    assert signed_in(sign_in(NEW), case)
    assert client.post(asked, {"answer": "no"}).status_code == 404


@pytest.mark.parametrize(
    ("language", "register", "subject", "greeting"),
    [
        ("de", "formal", "Eine neue Adresse bei Flitzwerk", "Guten Tag,"),
        ("de", "informal", "Eine neue Adresse bei Flitzwerk", "Hallo,"),
        ("en", "informal", "A new address at Flitzwerk", "Hello,"),
    ],
)
def test_the_old_address_is_told_by_the_brand_and_in_the_language_of_its_case(
    case: Case, run_jobs: Callable[[], int], language: str, register: str, subject: str, greeting: str
) -> None:
    young = make_brand(
        name="Flitzwerk", prefix="FW", sender_name="Flitzwerk", sender_address="moin@flitz.example", register=register
    )
    Case.objects.filter(pk=case.pk).update(brand=young, language=language)
    add(case)
    run_jobs()

    mail = Outgoing.objects.get()
    assert (mail.subject, greeting in text_of(mail).splitlines()) == (subject, True)


def test_the_old_address_takes_the_new_one_off(client: Client, case: Case, run_jobs: Callable[[], int]) -> None:
    add(case)
    run_jobs()

    answer = client.post(path_in(Outgoing.objects.get()), {"answer": "no"})

    assert (answer.status_code, ContactPoint.objects.filter(value=NEW).exists()) == (200, False)


@pytest.mark.parametrize("answer", ["", "maybe"])
def test_no_word_is_no_proof(client: Client, case: Case, run_jobs: Callable[[], int], answer: str) -> None:
    point = add(case)
    run_jobs()

    client.post(path_in(Outgoing.objects.get()), {"answer": answer})

    point.refresh_from_db()
    assert point.proven_at is None


def test_a_key_dies_with_the_old_address(client: Client, case: Case, run_jobs: Callable[[], int]) -> None:
    add(case)
    run_jobs()
    asked = path_in(Outgoing.objects.get())
    actions.remove_contact(contact_id=ContactPoint.objects.earliest("id").pk, by=actor_for(make_user(is_lead=True)))

    assert client.post(asked, {"answer": "yes"}).status_code == 404
    assert client.post("/my/addresses/1-2:forged/", {"answer": "yes"}).status_code == 404


@pytest.mark.parametrize("role", ["is_lead", "is_boss", "is_admin"])
def test_whoever_sees_everything_may_vouch_and_the_old_address_hears_of_it(
    case: Case, role: str, run_jobs: Callable[[], int]
) -> None:
    add(case, **{role: True})
    run_jobs()

    mail = Outgoing.objects.get(recipients="anna@post.example")
    assert ("/my/addresses/" in text_of(mail), signed_in(sign_in(NEW), case)) == (False, True)


@pytest.mark.parametrize(("verified", "opens"), [(True, True), (False, False)])
def test_a_mail_that_stood_the_check_proves_its_address(
    case: Case, arrive: Arrive, verified: bool, opens: bool
) -> None:
    add(case)

    arrive(sender_address=NEW, verified=verified)

    assert (ContactPoint.objects.get(value=NEW).proven_at is not None) is opens


def test_what_an_unproven_address_received_is_not_read_by_it(case: Case) -> None:
    other = make_customer(address="otto@post.example")
    point = add(make_case(customer=other), written=NEW)
    cases.send_reply(
        case_id=case.pk, by=actor_for(make_user()), text="Geheim",
        recipients=[{"name": "", "address": NEW, "role": "to"}], stops_are_known=True,
    )  # fmt: skip

    assert (point.proven_at, case.messages.filter(direction="out").readable_by(other.pk).exists()) == (None, False)


# Who may change how a customer is reached ------------------------------------------------------------------------


def test_an_agent_who_may_not_see_all_cases_changes_nothing(case: Case) -> None:
    make_case(customer=case.customer, team=make_team("Geheim"))
    agent = make_user(teams=(make_team("Fremd"),))
    by, point = actor_for(agent), case.customer.contact_points.get()

    for attempt in (
        lambda: actions.add_contact(customer_id=case.customer_id, by=by, kind=ContactKind.MAIL, written=NEW),
        lambda: actions.add_contact(customer_id=case.customer_id, by=by, kind=ContactKind.PHONE, written="030 12345"),
        lambda: actions.remove_contact(contact_id=point.pk, by=by),
        lambda: actions.take_over_contact(
            customer_id=case.customer_id, by=by, kind=ContactKind.MAIL, written=NEW, is_proven=True
        ),
    ):
        with pytest.raises(actions.NotTheirs):
            attempt()

    assert list(case.customer.contact_points.all()) == [point]


def test_an_agent_cannot_vouch(case: Case) -> None:
    point = add(case)

    with pytest.raises(actions.NotTheirs):
        actions.prove_contact(contact_id=point.pk, by=actor_for(make_user()))

    assert actions.prove_contact(contact_id=point.pk, by=actor_for(make_user(is_lead=True)))


def test_the_desk_says_why_and_offers_nothing(case: Case) -> None:
    make_case(customer=case.customer, team=make_team("Geheim"))
    desk = Client()
    desk.force_login(make_user(teams=(make_team("Fremd"),)))

    page = desk.get(f"/customers/{case.customer_id}/").content.decode()
    answer = desk.post(f"/customers/{case.customer_id}/contacts/", {"kind": "mail", "written": NEW})

    assert (f"/customers/{case.customer_id}/contacts/" in page, answer.status_code) == (False, 422)
    assert not ContactPoint.objects.filter(value=NEW).exists()


def test_a_lead_vouches_at_the_desk_with_one_press(case: Case) -> None:
    point = add(case)
    desk = Client()
    desk.force_login(make_user(is_lead=True))

    assert "noch nicht bestätigt" in desk.get(f"/customers/{case.customer_id}/").content.decode()
    desk.post(f"/customers/{case.customer_id}/contacts/", {"prove": point.pk})

    point.refresh_from_db()
    assert point.proven_at is not None
