"""The customer's own list: opened by a link to their mailbox, by nothing else."""

from __future__ import annotations

import re

import pytest
from django.core import signing
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kulanz.cases.models import Case
from kulanz.channels.models import Outgoing
from kulanz.people.models import Brand, Customer
from tests.factories import make_case, make_customer

from .conftest import Arrive

COOKIE = "kulanz_customer"


@pytest.fixture(autouse=True)
def _own_outbox(settings, db: None) -> None:
    """Mails take the product's own way, and nobody has asked before."""
    settings.EMAIL_BACKEND = "kulanz.channels.email.system.OutboxBackend"
    cache.clear()


def ask(client: Client, address: str):
    return client.post("/my/sign-in/", {"address": address})


def mailed_link() -> str:
    """Return the path of the link in the newest mail of the outbox."""
    text = bytes(Outgoing.objects.latest("id").raw).decode().replace("=\r\n", "").replace("=3D", "=")
    found = re.search(r"http://\S+?(/my/sign-in/\S+)", text)
    assert found is not None, text
    return found[1]


@pytest.fixture
def link(client: Client, case: Case) -> str:
    """The link that Anna got by mail."""
    ask(client, "anna@post.example")
    return mailed_link()


def test_who_asks_gets_a_link_that_a_press_of_a_button_uses(client: Client, case: Case, link: str) -> None:
    looked = client.get(link)
    cookie_after_looking = COOKIE in client.cookies
    pressed = client.post(link)
    page = client.get("/my/").content.decode()

    assert (looked.status_code, cookie_after_looking, pressed.headers["Location"]) == (
        200,
        False,
        f"/my/?brand={case.brand_id}",
    )
    assert case.subject in page
    mail = Outgoing.objects.get()
    assert (mail.recipients, mail.message_id) == ("anna@post.example", None)


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: Client, link: str) -> None:
    client.post(link)

    cookie = client.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 14 * 24 * 3600)


def test_behind_tls_the_cookie_travels_encrypted_only(client: Client, link: str, settings) -> None:
    settings.BEHIND_TLS = True

    client.post(link)

    assert client.cookies[COOKIE]["secure"] is True


def test_a_known_and_an_unknown_address_get_the_same_answer(client: Client, case: Case) -> None:
    with CaptureQueriesContext(connection) as for_known:
        known = ask(client, "anna@post.example")
    with CaptureQueriesContext(connection) as for_unknown:
        unknown = ask(client, "otto@post.example")

    same = known.content.decode().replace("anna@", "otto@") == unknown.content.decode()
    reading = [each["sql"] for each in for_known if each["sql"].startswith("SELECT")]
    assert (same, known.status_code, unknown.status_code) == (True, 200, 200)
    assert [sql.replace("anna@", "otto@") for sql in reading[: len(for_unknown)]] == [
        each["sql"] for each in for_unknown
    ]
    assert Outgoing.objects.count() == 1


@pytest.mark.parametrize("written", ["anna@post.example", " Anna@Post.EXAMPLE ", "mailto:anna@post.example"])
def test_an_address_is_known_however_it_is_written(client: Client, case: Case, written: str) -> None:
    ask(client, written)

    assert Outgoing.objects.get().recipients == "anna@post.example"


@pytest.mark.parametrize(
    "address", ["", "anna", "a@b@c", "a b@c.example", "anna@post.example\nBcc: x@y.example", "a" * 300 + "@x.example"]
)
def test_what_is_no_address_is_refused_with_a_word(client: Client, case: Case, address: str) -> None:
    answer = ask(client, address)

    assert (answer.status_code, Outgoing.objects.count()) == (422, 0)


def test_nobody_floods_a_mailbox_through_us(client: Client, case: Case) -> None:
    answers = [ask(client, "anna@post.example") for _ in range(5)]

    assert Outgoing.objects.count() == 3
    assert len({answer.content for answer in answers}) == 1


def test_a_link_is_good_for_half_an_hour(client: Client, link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    later = signing.time.time() + 31 * 60
    monkeypatch.setattr(signing.time, "time", lambda: later)

    answers = [client.get(link), client.post(link)]

    assert [(answer.status_code, COOKIE in client.cookies) for answer in answers] == [(404, False)] * 2
    assert "abgelaufen" in answers[0].content.decode()


@pytest.mark.parametrize("token", ["forged", "1", "1.x.y", "٣", "9" * 5000, "%0A"])
def test_a_forged_link_signs_nobody_in(client: Client, case: Case, token: str) -> None:
    answers = [client.get(f"/my/sign-in/{token}/"), client.post(f"/my/sign-in/{token}/")]

    assert ([answer.status_code for answer in answers], COOKIE in client.cookies) == ([404, 404], False)


@pytest.mark.parametrize("value", ["{id}", "{id}:forged", "", "x", "{id}:1:2"])
def test_a_forged_cookie_is_nobody(client: Client, case: Case, value: str) -> None:
    client.cookies[COOKIE] = value.format(id=case.customer_id)

    assert case.subject not in client.get("/my/").content.decode()


def test_a_key_for_another_purpose_is_no_sign_in(client: Client, case: Case) -> None:
    other = signing.TimestampSigner(salt="another", sep=".").sign(str(case.customer_id))

    assert client.post(f"/my/sign-in/{other}/").status_code == 404


def test_a_link_of_somebody_who_was_erased_opens_nothing(client: Client, link: str) -> None:
    Case.objects.all().delete()
    Customer.objects.all().delete()

    assert client.post(link).status_code == 404


@pytest.mark.parametrize("cases", [1, 30])
def test_the_list_takes_three_queries_whatever_its_rows(
    client: Client, case: Case, link: str, cases: int, django_assert_num_queries
) -> None:
    for _ in range(cases - 1):
        make_case(customer=case.customer)
    client.post(link)

    with django_assert_num_queries(3):
        page = client.get("/my/").content.decode()

    assert page.count('href="/my/cases/') == cases


def test_the_list_leads_to_ones_own_cases_only(client: Client, case: Case, link: str, arrive: Arrive) -> None:
    foreign = arrive(sender_address="otto@post.example", subject="Fremde Sache")
    client.post(link)

    page = client.get("/my/").content.decode()
    own = client.get(f"/my/cases/{case.number}/")

    assert ("Fremde Sache" in page, own.headers["Location"].startswith("/c/")) == (False, True)
    assert client.get(own.headers["Location"]).status_code == 200
    assert client.get(f"/my/cases/{foreign.number}/").status_code == 404
    assert client.get("/my/cases/RL-999/").status_code == 404


def test_strangers_are_led_to_the_sign_in(client: Client, case: Case) -> None:
    assert client.get(f"/my/cases/{case.number}/").headers["Location"] == f"/my/?brand={case.brand_id}"


def test_signing_out_forgets_the_customer_and_needs_a_press(client: Client, case: Case, link: str) -> None:
    client.post(link)

    assert client.get("/my/sign-out/").status_code == 405
    client.post("/my/sign-out/")

    assert case.subject not in client.get("/my/").content.decode()


def test_the_list_is_kept_by_nobody(client: Client, link: str) -> None:
    client.post(link)

    assert client.get("/my/").headers["Cache-Control"] == "no-store"
    assert client.get(link).headers["Cache-Control"] == "no-store"


def test_a_press_from_elsewhere_signs_nobody_in(link: str) -> None:
    elsewhere = Client(enforce_csrf_checks=True)

    answers = [elsewhere.post(path, {"address": "a@b.example"}) for path in (link, "/my/sign-in/", "/my/sign-out/")]

    assert ([answer.status_code for answer in answers], COOKIE in elsewhere.cookies) == ([403] * 3, False)


def test_the_mail_speaks_as_the_customer_wishes_and_its_sender_has_any_name(client: Client, brand: Brand) -> None:
    Brand.objects.update(sender_name='Lindner, "Rad" <Haus>')
    make_customer(address="anna@post.example", language="en")

    answer = ask(client, "anna@post.example")

    mail = Outgoing.objects.get()
    assert (answer.status_code, mail.envelope_from) == (200, "hilfe@demo.example")
    assert "It works for 30 minutes" in bytes(mail.raw).decode()


def test_names_and_subjects_become_no_markup(client: Client, arrive: Arrive) -> None:
    evil = "<script>alert(1)</script>\"'>"
    arrive(subject=evil, sender_name=evil)
    ask(client, "anna@post.example")
    client.post(mailed_link())

    assert "<script>alert" not in client.get("/my/").content.decode()


def test_before_the_house_is_set_up_the_list_is_not_found(client: Client, db: None) -> None:
    assert (client.get("/my/").status_code, ask(client, "anna@post.example").status_code) == (404, 404)
