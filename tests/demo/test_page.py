"""The page of the office on which the demo company is removed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from kulanz.cases.models import Case, Message
from kulanz.demo import loading
from kulanz.events.models import Event
from kulanz.people.models import Brand, User
from tests.factories import make_user

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 18, 13, 30, tzinfo=UTC)
PAGE = "/demo/"


@pytest.fixture
def office(client: Client) -> Client:
    """An administrator who is no part of the demo, signed in."""
    client.force_login(make_user(is_admin=True))
    return client


def test_it_says_what_would_go_and_one_press_removes_it(office: Client) -> None:
    loading.load(AT)
    cases, letters = Case.with_merged.count(), Message.objects.count()

    page = office.get(PAGE).content.decode()
    answer = office.post(PAGE, follow=True).content.decode()

    assert f'<dd class="num">{cases}</dd>' in page
    assert f'<dd class="num">{letters}</dd>' in page
    assert "Die Demo-Firma ist weg." in answer
    assert (Case.with_merged.count(), Brand.objects.count(), User.objects.count()) == (0, 0, 1)
    assert "Demo-Firma" in office.get("/office/audit/").content.decode()


def test_the_red_mark_leads_to_it(office: Client) -> None:
    loading.load(AT)

    assert f'href="{PAGE}"' in office.get("/office/health/").content.decode()


def test_nobody_removes_the_last_administrator_with_it(client: Client) -> None:
    loading.load(AT)
    client.force_login(User.objects.get(email="nils@demo.example"))

    page = client.get(PAGE).content.decode()
    refused = client.post(PAGE)

    assert "endgültig entfernen" not in page
    assert "Administratorin oder einen Administrator ein" in page
    assert (refused.status_code, Brand.objects.count()) == (409, 1)


def test_whoever_belongs_to_it_is_told_and_signed_out(client: Client) -> None:
    make_user(is_admin=True)
    loading.load(AT)
    client.force_login(User.objects.get(email="nils@demo.example"))

    page = client.get(PAGE).content.decode()
    answer = client.post(PAGE, follow=True)

    assert "Sie gehören selbst dazu" in page
    assert answer.redirect_chain[-1][0].startswith("/account/login/")
    assert Event.objects.filter(kind="setup-changed", data__thing="demo").exists()


def test_its_people_are_shut_out_where_its_brand_became_somebodys_own(office: Client) -> None:
    loading.load(AT)
    Brand.objects.update(name="Lampen Meier")

    page = office.get(PAGE).content.decode()
    office.post(PAGE)

    assert "Ihre Personen aussperren" in page
    assert not User.objects.of_the_demo().exists()
    assert Case.objects.exists()


def test_without_it_the_page_says_so(office: Client) -> None:
    assert "Hier gibt es keine Demo-Firma" in office.get(PAGE).content.decode()


def test_only_administrators_come_in(client: Client) -> None:
    client.force_login(make_user(is_lead=True))

    assert (client.get(PAGE).status_code, client.post(PAGE).status_code) == (403, 403)
