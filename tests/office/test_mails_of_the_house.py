"""Invitations and new passwords: who writes, from where the links come, what stands in the subject."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from django.core.mail import send_mail
from django.test import Client

from kulanz.channels.models import Outgoing
from kulanz.people.models import User
from tests.factories import make_brand


def newest() -> EmailMessage:
    return message_from_bytes(bytes(Outgoing.objects.latest("id").raw), policy=default)


@pytest.fixture(autouse=True)
def _the_houses_own_outbox(settings: Any) -> None:
    settings.EMAIL_BACKEND = "kulanz.channels.email.system.OutboxBackend"
    settings.PUBLIC_URL = "https://hilfe.werkstatt.example"
    settings.ALLOWED_HOSTS = ["hilfe.werkstatt.example", "localhost", "127.0.0.1", "testserver"]


@pytest.mark.parametrize("host", ["localhost:9999", "127.0.0.1:1", "hilfe.werkstatt.example:444"])
def test_the_link_of_a_new_password_leads_to_the_public_address_whatever_the_request_says(
    client: Client, people: dict[str, User], host: str
) -> None:
    client.post("/account/password/reset/", {"email": people["agent"].email}, headers={"host": host})

    mail = newest()

    assert mail["Subject"] == "Ihr neues Passwort bei Kulanz"
    assert "https://hilfe.werkstatt.example/account/password/reset/key/" in mail.get_content()
    assert host not in str(mail).replace("https://hilfe.werkstatt.example/", "")


def test_the_link_of_a_new_password_works(client: Client, people: dict[str, User]) -> None:
    client.post("/account/password/reset/", {"email": people["agent"].email})
    link = next(line for line in newest().get_content().splitlines() if line.startswith("https://"))

    answer = client.get(link.removeprefix("https://hilfe.werkstatt.example"), follow=True)

    assert answer.status_code == 200
    assert 'name="password1"' in answer.content.decode()


@pytest.mark.parametrize(("brand", "firm"), [("Größe & Söhne", "Größe & Söhne"), ("", "hilfe.werkstatt.example")])
def test_an_invitation_says_who_invites_and_to_which_firm(
    office: Client, people: dict[str, User], brand: str, firm: str
) -> None:
    if brand:
        make_brand(name=brand)
    by = people["admin"].name

    office.post(
        "/office/invitations/", {"email": "neu@post.example", "name": "Ina Neu", "roles": ["is_agent"]},
        headers={"host": "localhost:9999"},
    )  # fmt: skip

    mail = newest()
    text = mail.get_content().replace("\r\n", "\n")
    assert mail["Subject"] == f"Ihr Platz bei {firm}"
    assert mail["From"].addresses[0].display_name == f"{by}, {firm}"
    assert text.startswith("Guten Tag Ina Neu,\n")
    assert f"{by} lädt Sie ein" in text
    assert text.rstrip().endswith(f"Freundliche Grüße\n{by}\n{firm}")
    assert "https://hilfe.werkstatt.example/office/invited/" in text
    assert "localhost" not in text


def test_a_mail_of_the_house_that_did_not_arrive_stands_in_the_outbox_with_its_reason(office: Client) -> None:
    office.post("/office/invitations/", {"email": "neu@post.example", "name": "Ina Neu", "roles": ["is_agent"]})
    Outgoing.objects.update(state="failed", last_error="550 5.1.1 unknown user")

    page = office.get("/office/outbox/").content.decode()

    assert "neu@post.example" in page
    assert "550 5.1.1 unknown user" in page
    assert "Ihr Platz bei" in page
    assert f'action="/office/outbox/{Outgoing.objects.get().pk}/sending/"' in page


def test_who_may_not_send_a_mail_of_the_house_again_is_not_offered_it(people: dict[str, User], client: Client) -> None:
    send_mail("Ihr Platz", "x", None, ["kein-at"])
    client.force_login(people["lead"])

    page = client.get("/office/outbox/").content.decode()

    assert "kein-at" in page
    assert "An diese Adresse lässt sich keine Mail senden: kein-at" in page
    assert f'action="/office/outbox/{Outgoing.objects.get().pk}' not in page
