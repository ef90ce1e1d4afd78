"""The audit in words: who, what, before and after; no codes, no secrets, no work of agents."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.utils.html import strip_tags

from kulanz.cases import actions, queries
from kulanz.channels.models import Channel, Mailbox
from kulanz.events.models import Event
from kulanz.people.actions import add_contact, change_customer
from kulanz.people.actors import actor_for
from kulanz.people.models import Brand, Team, User
from kulanz.people.rules import ContactKind
from tests.factories import PASSWORD, make_case, make_customer

FIELDS = {
    "name": "Lampe", "prefix": "LP", "sender_name": "Lampe", "sender_address": "hilfe@lampe.example",
    "register": "formal", "language": "de", "accent": "#0B5C66", "silence_days": "10",
}  # fmt: skip
MAILBOX = {
    "address": "hilfe@lampe.example", "aliases": "", "imap_host": "imap.lampe.example", "imap_port": "993",
    "imap_security": "tls", "imap_user": "hilfe", "imap_password": "Wolke-sieben-77", "imap_folder": "INBOX",
}  # fmt: skip


def said(client: Client) -> str:
    """Return the words of the audit as somebody reads them."""
    page = client.get("/office/audit/").content.decode()
    return " ".join(strip_tags(page[page.index("<main") :].replace("<", " <")).split())


def test_a_changed_brand_is_told_before_and_after(office: Client, brand: Brand) -> None:
    office.post(f"/office/brands/{brand.pk}/", {**FIELDS, "name": "Lampenladen", "register": "informal"})

    words = said(office)

    assert "Marke Lampenladen: geändert" in words
    assert "Name: vorher Radhaus Lindner → danach Lampenladen" in words
    assert "Anrede: vorher förmlich (Sie) → danach" in words
    assert re.findall(r"\bregister\b|\binformal\b|sender_name", words) == []


@pytest.mark.parametrize(
    ("stored", "sent"),
    [
        ({"footer": "Radhaus Lindner\nAm Kai 3"}, {"footer": "Radhaus Lindner\r\nAm Kai 3"}),
        ({"acknowledgement": "Moin,\n\nes ist da."}, {"acknowledgement": "Moin,\r\n\r\nes ist da.\r\n"}),
        ({"accent": "#0B5C66"}, {"accent": "#0b5c66"}),
        ({"sender_name": "Radhaus Lindner"}, {"sender_name": " Radhaus  Lindner "}),
    ],
    ids=["lines of the footer", "lines of the acknowledgement", "letters of a colour", "spaces of a name"],
)
def test_what_a_browser_only_writes_in_another_way_has_not_been_changed(
    office: Client, brand: Brand, stored: dict[str, str], sent: dict[str, str]
) -> None:
    Brand.objects.filter(pk=brand.pk).update(**stored)
    kept = Brand.objects.get(pk=brand.pk)
    unchanged = {name: getattr(kept, name) for name in (*FIELDS, "footer", "phone", "acknowledgement")}

    answer = office.post(f"/office/brands/{brand.pk}/", {**unchanged, "acknowledges": "on", **sent})

    assert answer.status_code == 302
    assert Event.objects.filter(kind="SetupChanged").count() == 0
    assert {name: getattr(Brand.objects.get(pk=brand.pk), name) for name in stored} == stored


def test_a_footer_that_differs_by_a_line_is_told(office: Client, brand: Brand) -> None:
    Brand.objects.filter(pk=brand.pk).update(footer="Radhaus Lindner")

    office.post(f"/office/brands/{brand.pk}/", {**FIELDS, "footer": "Radhaus Lindner\r\nAm Kai 3"})

    assert Brand.objects.get(pk=brand.pk).footer == "Radhaus Lindner\nAm Kai 3"
    assert "Fußzeile der E-Mails: vorher Radhaus Lindner → danach Radhaus Lindner Am Kai 3" in said(office)


def test_a_new_team_and_its_new_name_are_told(office: Client) -> None:
    office.post("/office/teams/new/", {"name": "Werkstatt West", "purpose": ""})
    office.post(f"/office/teams/{Team.objects.get(name='Werkstatt West').pk}/", {"name": "West", "purpose": "Räder"})

    words = said(office)

    assert "Name: vorher Werkstatt West → danach West" in words
    assert "Name: vorher leer → danach Werkstatt West" in words


def test_roles_and_teams_of_a_person_are_told(office: Client, people: dict[str, User], team: Team) -> None:
    agent = people["agent"]
    office.post(
        f"/office/people/{agent.pk}/",
        {"name": agent.name, "is_agent": "on", "is_lead": "on", "is_active": "on", "member_of": []},
    )

    words = said(office)

    assert f"Person {agent.name}: geändert" in words
    assert ("Teamleitung: vorher nein → danach ja" in words, "Teams: vorher Werkstatt → danach leer" in words) == (
        True, True,
    )  # fmt: skip


def test_channels_and_mailboxes_are_told_and_a_password_only_as_changed(office: Client, brand: Brand) -> None:
    office.post("/office/channels/new/", {"kind": "email", "name": "Post", "brand": brand.pk, "is_active": "on"})
    channel = Channel.objects.get()
    office.post(f"/office/channels/{channel.pk}/mailboxes/new/", MAILBOX)
    box = Mailbox.objects.get()
    office.post(
        f"/office/channels/{channel.pk}/mailboxes/{box.pk}/",
        {**MAILBOX, "imap_host": "mail.lampe.example", "imap_password": "Regen-acht-88"},
    )

    words, kept = said(office), str(list(Event.objects.values_list("data", flat=True)))

    box.refresh_from_db()
    assert ("Kanal Post: angelegt" in words, "Postfach hilfe@lampe.example: geändert" in words) == (True, True)
    assert "IMAP-Server: vorher imap.lampe.example → danach mail.lampe.example" in words
    assert words.count("Passwort: geändert, der Wert wird nicht festgehalten") == 2
    assert [secret for secret in ("Wolke", "Regen", box.imap_secret) if secret in words + kept] == []


def test_hours_are_told_by_the_day_that_changed(office: Client, brand: Brand) -> None:
    empty = {f"day_{day}": "" for day in range(7)}
    chosen = {**empty, "day_1": "9-12:30", "state": "BE", "zone": "Europe/Berlin", "closed": "31.12. Silvester"}

    office.post(f"/office/brands/{brand.pk}/hours/", chosen)

    words = said(office)
    assert ("Dienstag: vorher leer → danach 09:00-12:30" in words, "Montag" in words) == (True, False)
    assert "Geschlossene Tage: vorher leer → danach 31.12. Silvester" in words


def test_an_invitation_names_its_roles_and_never_its_secret(office: Client, team: Team) -> None:
    office.post(
        "/office/invitations/",
        {"email": "neu@lampe.example", "name": "Neu", "roles": ["is_agent", "is_lead"], "teams": [team.pk]},
    )

    assert "Einladung neu@lampe.example: eingeladen Rollen: vorher leer → danach Kundenbetreuung, Teamleitung" in said(
        office
    )


def test_keys_that_people_make_and_withdraw_are_told_and_those_of_every_mail_are_not(
    office: Client, people: dict[str, User], brand: Brand
) -> None:
    case, by = make_case(brand=brand), actor_for(people["lead"])
    actions.create_link(case_id=case.pk, customer_id=make_customer().pk)
    link = actions.create_link(case_id=case.pk, customer_id=case.customer_id, by=by)
    actions.revoke_link(link_id=link.pk, by=by)

    words = said(office)

    assert words.count("Link zum Anliegen erstellt") == 1
    assert f"Anliegen {case.number} : Link zum Anliegen zurückgezogen" in words
    assert queries.link_token(link) not in words


def test_customer_data_is_told_by_its_kind_and_never_by_its_content(office: Client, people: dict[str, User]) -> None:
    customer, by = make_customer(name="Rike Sand"), actor_for(people["lead"])
    change_customer(customer_id=customer.pk, by=by, note="mag keine Anrufe", form_of_address="informal")
    add_contact(customer_id=customer.pk, by=by, kind=ContactKind.MAIL, written="geheim@post.example")

    words = said(office)

    assert ("Kundendaten von Rike Sand" in words, "E-Mail-Adresse hinzugefügt" in words) == (True, True)
    assert [code for code in ("form_of_address", "mail added", "geheim@", "Anrufe") if code in words] == []


def test_signing_in_and_a_new_password_are_told_to_administrators_only(
    office: Client, browser: Callable[[str], Client], people: dict[str, User]
) -> None:
    visitor = Client()
    visitor.post("/account/login/", {"login": people["agent"].email, "password": PASSWORD})
    fresh = "drei-Kraniche-am-Fluss"
    visitor.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh})

    words, of_lead, of_boss = said(office), said(browser("lead")), said(browser("boss"))

    assert ("Eigenes Konto: angemeldet" in words, "Eigenes Konto: Passwort geändert" in words) == (True, True)
    assert [("Eigenes Konto" in each) for each in (of_lead, of_boss)] == [False, False]
    assert [secret for secret in (PASSWORD, fresh) if secret in str(list(Event.objects.values()))] == []


def test_a_second_factor_is_told_when_it_comes_and_goes(
    office: Client, people: dict[str, User], django_capture_on_commit_callbacks
) -> None:
    visitor = Client()
    visitor.post("/account/login/", {"login": people["agent"].email, "password": PASSWORD})
    visitor.post("/account/reauthenticate/", {"password": PASSWORD})
    page = visitor.get("/account/2fa/totp/activate/")
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    with django_capture_on_commit_callbacks(execute=True):
        visitor.post("/account/2fa/totp/activate/", {"code": code})
    assert Authenticator.objects.filter(user=people["agent"], type="totp").exists()
    with django_capture_on_commit_callbacks(execute=True):
        visitor.post("/account/2fa/totp/deactivate/")

    words = said(office)

    assert ("zweiter Faktor eingeschaltet" in words, "zweiter Faktor ausgeschaltet" in words) == (True, True)
    assert secret not in str(list(Event.objects.values()))


def test_events_of_an_older_house_and_of_unknown_things_are_shown_all_the_same(office: Client) -> None:
    for kind, data in (("channel-saved", {"channel_id": 3}), ("setup-changed", {"thing": "rocket", "what": ["x"]})):
        Event.objects.create(kind=kind, subject_kind="channel", subject_id=3, actor_kind="user", data=data)

    assert office.get("/office/audit/").status_code == 200


@pytest.mark.parametrize("amount", [1, 30])
def test_the_audit_asks_as_often_for_thirty_lines_as_for_one(
    office: Client, people: dict[str, User], amount: int, django_assert_max_num_queries
) -> None:
    by = actor_for(people["admin"])
    for number in range(amount):
        change_customer(customer_id=make_customer().pk, by=by, note=f"Notiz {number}")

    with django_assert_max_num_queries(6):
        office.get("/office/audit/")


def test_views_of_teams_are_told_and_how_somebody_orders_their_own_work_is_not(
    office: Client, people: dict[str, User], team: Team
) -> None:
    lead, agent = actor_for(people["lead"]), actor_for(people["agent"])
    of_team = actions.save_view(by=lead, name="Dringende", query="view=open", team_id=team.pk)
    actions.remove_view(view_id=of_team.pk, by=lead)
    own = actions.save_view(by=agent, name="Meine Sorgen", query="view=mine")
    actions.change_view(view_id=own.pk, by=agent, name="Keine Sorgen")

    words = said(office)

    assert words.count("Ansicht Dringende von Werkstatt") == 2
    assert ("Sorgen" in words, people["agent"].name in words) == (False, False)
