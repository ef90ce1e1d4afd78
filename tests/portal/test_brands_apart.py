"""Two brands of one house: on every page, mail and form a customer meets the one they know."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from kulanz.cases import actions, queries
from kulanz.cases.models import Case, CaseLink
from kulanz.channels.form import honeypot
from kulanz.channels.models import Channel, Outgoing
from kulanz.core.clock import now
from kulanz.people.models import Brand
from tests.factories import make_brand, make_case, make_customer, make_team

from .conftest import Arrive, key_of


@pytest.fixture(autouse=True)
def _own_outbox(settings, db: None) -> None:
    """Mails take the product's own way, and nobody has asked before."""
    settings.EMAIL_BACKEND = "kulanz.channels.email.system.OutboxBackend"
    cache.clear()


@pytest.fixture
def young(brand: Brand) -> Brand:
    """A second, younger brand that says Du."""
    return make_brand(
        name="Flitzwerk", prefix="FW", sender_name="Flitzwerk", sender_address="moin@flitz.example", register="informal"
    )


@pytest.fixture
def forms(brand: Brand, young: Brand) -> dict[str, Channel]:
    """Forms of both brands; the younger one has two, with a team each."""
    return {
        "old": Channel.objects.create(kind="form", name="Rad", brand=brand),
        "help": Channel.objects.create(kind="form", name="Hilfe", brand=young, team=make_team("Hilfe")),
        "parcels": Channel.objects.create(kind="form", name="Pakete", brand=young, team=make_team("Pakete")),
    }


def text_of(client: Client, path: str, **more: object) -> str:
    return client.get(path, **more).content.decode()


def send(client: Client, path: str, **more: object):
    typed = {"name": "Rike Sand", "address": "rike@post.example", "subject": "Speiche", "text": "Sie ist krumm."}
    return client.post(path, {**typed, "stamp": honeypot.opened_stamp(), **more})


@pytest.mark.parametrize("name", ["old", "help", "parcels"])
@pytest.mark.parametrize("place", ["/contact/{id}/", "/contact/{id}/embed/"])
def test_a_form_delivers_into_its_own_team(client: Client, forms: dict[str, Channel], name: str, place: str) -> None:
    form = forms[name]

    send(client, place.format(id=form.pk))

    case = Case.objects.get()
    assert (case.brand_id, case.team_id, case.entrance_id) == (form.brand_id, form.team_id, form.pk)


def test_a_form_that_is_switched_off_meanwhile_gives_nothing_to_its_neighbour(
    client: Client, forms: dict[str, Channel]
) -> None:
    Channel.objects.filter(pk=forms["parcels"].pk).update(is_active=False)

    answer = send(client, f"/contact/{forms['parcels'].pk}/")

    assert (answer.status_code, Case.objects.count()) == (404, 0)


def test_every_link_at_the_foot_of_a_case_page_stays_with_its_brand(
    client: Client, forms: dict[str, Channel], young: Brand
) -> None:
    page = text_of(client, key_of(make_case(brand=young)))

    contact = re.search(r'href="(/contact/[^"]*)"', page)
    mine = re.search(r'href="(/my/[^"]*)"', page)
    assert contact is not None
    assert mine is not None
    assert "Was können wir für dich tun?" in text_of(client, contact[1])
    for path in (contact[1], mine[1]):
        assert ("Flitzwerk" in text_of(client, path), "Radhaus" in text_of(client, path)) == (True, False)


def test_a_form_leads_to_itself_and_not_to_the_first_of_its_brand(client: Client, forms: dict[str, Channel]) -> None:
    path = f"/contact/{forms['parcels'].pk}/"

    assert f'href="{path}"' in text_of(client, path)


def test_a_brand_without_a_form_says_where_to_write(client: Client, young: Brand, brand: Brand) -> None:
    Channel.objects.create(kind="form", name="Rad", brand=brand)

    answer = client.get(f"/contact/?brand={young.pk}")

    page = answer.content.decode()
    assert (answer.status_code, "mailto:moin@flitz.example" in page, "Radhaus" in page) == (404, True, False)


@pytest.mark.parametrize("asked_at", ["young", "old", "nothing"])
def test_the_link_to_the_own_list_comes_from_the_brand_the_customer_knows(
    client: Client, brand: Brand, young: Brand, asked_at: str
) -> None:
    make_case(brand=young, customer=make_customer(address="tom@post.example"))
    asked = {"young": {"brand": young.pk}, "old": {"brand": brand.pk}, "nothing": {}}[asked_at]

    client.post("/my/sign-in/", {"address": "tom@post.example", **asked})

    mail = bytes(Outgoing.objects.get().raw).decode()
    assert ("Flitzwerk" in mail, "Radhaus" in mail, "dein Link" in mail) == (True, False, True)


def test_who_knows_both_gets_the_mail_and_the_list_of_the_brand_they_asked(
    client: Client, brand: Brand, young: Brand, enter: Callable[..., str]
) -> None:
    customer = make_customer(address="tom@post.example")
    make_case(brand=young, customer=customer, subject="Das schnelle Rad")
    make_case(brand=brand, customer=customer, subject="Das alte Rad")

    inside = text_of(client, enter(client, "tom@post.example", brand=young.pk))

    mail = bytes(Outgoing.objects.get().raw).decode()
    assert ("Flitzwerk" in mail, "Radhaus" in mail) == (True, False)
    assert ("Das schnelle Rad" in inside, "Das alte Rad" in inside) == (True, False)
    other = text_of(client, f"/my/?brand={brand.pk}")
    assert ("Das schnelle Rad" in other, "Das alte Rad" in other) == (False, True)


@pytest.mark.parametrize(
    ("number", "name"),
    [("FW-1", "Flitzwerk"), ("FW-99", "Flitzwerk"), *((each, "Radhaus Lindner") for each in ("RL-1", "XX-1", "1"))],
)
def test_whose_sign_in_has_ended_is_asked_by_the_brand_of_their_case(
    client: Client, young: Brand, arrive: Arrive, number: str, name: str
) -> None:
    arrive()

    page = client.get(f"/my/cases/{number}/", follow=True).content.decode()

    assert f"· {name}</title>" in page


def test_nobody_is_shown_a_brand_they_have_nothing_to_do_with(
    client: Client, brand: Brand, young: Brand, enter: Callable[..., str]
) -> None:
    case = make_case(brand=young, customer=make_customer(address="tom@post.example"))
    enter(client, "tom@post.example")

    page = text_of(client, f"/my/?brand={brand.pk}")

    assert (case.subject in page, "Flitzwerk" in page, "Radhaus" in page) == (True, True, False)


@pytest.mark.parametrize("fate", ["expired", "revoked"])
def test_a_link_that_works_no_more_says_so_as_its_own_brand(client: Client, young: Brand, fate: str) -> None:
    path = key_of(make_case(brand=young))
    past = {"expired": {"expires_at": now() - timedelta(days=1)}, "revoked": {"revoked_at": now()}}[fate]
    CaseLink.objects.update(**past)

    answer = client.get(path)

    page = answer.content.decode()
    assert (answer.status_code, "Flitzwerk" in page, "Radhaus" in page) == (404, True, False)
    assert (f"/my/?brand={young.pk}" in page, "du sie ansiehst" in page or "dir" in page) == (True, True)


def test_an_old_sign_in_link_says_so_as_the_brand_that_sent_it(client: Client, brand: Brand, young: Brand) -> None:
    answer = client.get(f"/my/sign-in/forged/?brand={young.pk}")

    page = answer.content.decode()
    assert (answer.status_code, "Flitzwerk" in page, "Radhaus" in page) == (404, True, False)


@pytest.mark.parametrize("asked", ["0", "x", "-1", "9" * 40, "", "１"])
def test_a_brand_that_does_not_exist_is_the_oldest(client: Client, brand: Brand, young: Brand, asked: str) -> None:
    page = text_of(client, "/my/", query_params={"brand": asked})

    assert ("Radhaus" in page, "Flitzwerk" in page) == (True, False)


@pytest.mark.parametrize("step", ["files/none/", "nothing/"])
def test_what_is_missing_behind_a_key_is_said_in_its_brands_words(client: Client, young: Brand, step: str) -> None:
    answer = client.get(key_of(make_case(brand=young)) + step)

    page = answer.content.decode()
    known = step.startswith("files")
    assert (answer.status_code, "Flitzwerk" in page, "Was du uns geschrieben hast" in page) == (404, known, known)


def test_a_page_that_was_open_too_long_is_told_to_a_customer_in_du(young: Brand) -> None:
    path = key_of(make_case(brand=young))

    answer = Client(enforce_csrf_checks=True).post(f"{path}messages/", {"text": "Moin"})

    page = answer.content.decode()
    assert (answer.status_code, "Flitzwerk" in page, "Schicke" in page or "schick" in page) == (403, True, True)


def test_two_customers_of_one_case_keep_their_own_keys_words(client: Client, young: Brand) -> None:
    case = make_case(brand=young)
    formal = make_customer(form_of_address="formal")
    link = actions.create_link(case_id=case.pk, customer_id=formal.pk)
    CaseLink.objects.update(revoked_at=now())

    page = text_of(client, f"/c/{queries.link_token(link)}/")

    assert ("Flitzwerk" in page, "Ihnen" in page) == (True, True)
