"""Brands, hours, teams, people, channels: what is typed right is kept and told, what is wrong is named."""

from __future__ import annotations

import re
from datetime import date, time

import pytest
from django.test import Client

from kulanz.channels.models import Channel, Mailbox
from kulanz.events.models import Event
from kulanz.people.models import Brand, Team, User, the_house
from tests.factories import make_user

BRAND = {
    "name": "Lichthaus", "prefix": "LH", "sender_name": "Lichthaus", "sender_address": "hilfe@licht.example",
    "register": "formal", "language": "de", "silence_days": "10", "accent": "#0B5C66",
}  # fmt: skip
HOURS = {
    "day_0": "09:00-12:00, 13:00-17:00",
    "day_5": "10:00-14:00",
    "state": "BY",
    "zone": "Europe/Berlin",
    "closed": "",
}


def told() -> list[tuple[str, list[str]]]:
    """Return what the audit keeps: which thing, and the names of what changed."""
    return [(event.data["thing"], event.data["what"]) for event in Event.objects.filter(subject_kind="setup")]


def test_a_brand_is_made_and_changed(office: Client, brand: Brand) -> None:
    made = office.post("/office/brands/new/", BRAND)
    licht = Brand.objects.get(prefix="LH")
    changed = office.post(f"/office/brands/{licht.pk}/", {**BRAND, "name": "Lichthaus Nord"})

    licht.refresh_from_db()
    assert (made.status_code, changed.status_code, licht.name) == (302, 302, "Lichthaus Nord")
    assert ("brand", ["name"]) in told()


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"name": "Radhaus Lindner"}, {"prefix": "RL"}, {"prefix": "kl"}, {"prefix": "A-1"}, {"prefix": "ÄÖ"},
     {"prefix": "ABCDEFG"}, {"sender_address": "x"}, {"silence_days": "-1"}, {"silence_days": "0"},
     {"silence_days": "40000"}, {"silence_days": "9" * 5000}, {"privacy_url": "javascript:alert(1)"},
     {"imprint_url": "//x"}, {"language": "fr"}, {"register": ""}, {"accent": "red"},
     {"signature": "Gruß, {vorname}"},
     {"accent": "#0B5C66;}body{display:none"}],
)  # fmt: skip
def test_a_wrong_brand_is_refused(office: Client, brand: Brand, wrong: dict[str, str]) -> None:
    answer = office.post("/office/brands/new/", {**BRAND, **wrong})

    assert (answer.status_code, Brand.objects.count()) == (422, 1)


def test_a_sender_name_is_one_line(office: Client) -> None:
    office.post("/office/brands/new/", {**BRAND, "sender_name": "Licht\r\nBcc: x@y.example"})

    assert Brand.objects.get().sender_name == "Licht Bcc: x@y.example"


def test_hours_and_closed_days_are_kept(office: Client, brand: Brand) -> None:
    closed = "24.12.2026 Heiligabend\n\n 31.12.2026   Silvester \n24.12.2026 Heiliger Abend"

    office.post(f"/office/brands/{brand.pk}/hours/", {**HOURS, "closed": closed})

    brand.refresh_from_db()
    assert list(brand.opening_times.values_list("weekday", "opens", "closes")) == [
        (0, time(9), time(12)), (0, time(13), time(17)), (5, time(10), time(14)),
    ]  # fmt: skip
    assert list(brand.closed_days.values_list("date", "name")) == [
        (date(2026, 12, 24), "Heiliger Abend"), (date(2026, 12, 31), "Silvester"),
    ]  # fmt: skip
    assert (brand.state, told()) == ("BY", [("brand", ["state"]), ("brand", ["hours"])])


def test_hours_read_back_as_they_were_written(office: Client, brand: Brand) -> None:
    office.post(f"/office/brands/{brand.pk}/hours/", {**HOURS, "closed": "24.12.2026 Heiligabend"})

    page = office.get(f"/office/brands/{brand.pk}/hours/").content.decode()

    assert ('value="09:00-12:00, 13:00-17:00"' in page, "24.12.2026 Heiligabend" in page) == (True, True)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("9:00-17:00", [(time(9), time(17))]),
        ("9:00 \u2013 17:00", [(time(9), time(17))]),
        ("13:00-17:00, 09:00-12:00", [(time(9), time(12)), (time(13), time(17))]),
        ("", []),
    ],
)
def test_hours_are_read_as_people_write_them(
    office: Client, brand: Brand, written: str, kept: list[tuple[time, time]]
) -> None:
    office.post(f"/office/brands/{brand.pk}/hours/", {**HOURS, "day_0": written})

    assert list(brand.opening_times.filter(weekday=0).values_list("opens", "closes")) == kept


@pytest.mark.parametrize(
    "wrong",
    [
        {"day_0": "9-17-18"},
        {"day_0": "von neun bis fünf"},
        {"day_0": "09:00-09:00"},
        {"day_0": "09:00"},
        {"day_0": "24:00-25:00"},
        {"day_0": "09:00-12:00, 11:00-13:00"},
        {"day_0": "09:00-12:00, 09:00-13:00"},
        {"day_0": "09:00-12:00-13:00"},
        {"day_0": "09:00+01:00-17:00"},
        {"day_0": "09:00Z-17:00Z"},
        {"day_0": "x" * 200},
        {"closed": "Weihnachten"},
        {"closed": "24.12 Heiligabend"},
        {"closed": "31.02.2026 Nie"},
        {"closed": "24.12.0001 Einst"},
        {"state": "XX"},
        {"state": ""},
        {"zone": "Mars/Phobos"},
        {"zone": "../../etc/passwd"},
        {"zone": ""},
    ],
)
def test_hours_that_cannot_be_read_are_named_and_nothing_is_kept(
    office: Client, brand: Brand, wrong: dict[str, str]
) -> None:
    answer = office.post(f"/office/brands/{brand.pk}/hours/", {**HOURS, **wrong})

    brand.refresh_from_db()
    assert (answer.status_code, brand.opening_times.count(), brand.state, told()) == (422, 0, "BE", [])
    assert 'class="error"' in answer.content.decode()


def test_a_team_is_made_changed_and_named_once(office: Client) -> None:
    answers = [office.post("/office/teams/new/", {"name": name, "purpose": "x"}).status_code for name in ("A", "A", "")]
    team = Team.objects.get(name="A")
    office.post(f"/office/teams/{team.pk}/", {"name": "A", "purpose": "y"})
    office.post(f"/office/teams/{team.pk}/", {"name": "A", "purpose": "y"})

    assert (answers, told()) == ([302, 422, 422], [("team", ["name", "purpose"]), ("team", ["purpose"])])


def person(office: Client, user: User, **fields: object):
    return office.post(f"/office/people/{user.pk}/", {"name": user.name, "is_active": "on", **fields})


def test_roles_and_teams_of_a_person_are_changed(office: Client, people: dict[str, User], team: Team) -> None:
    other = Team.objects.create(name="Versand")
    agent = people["agent"]

    person(office, agent, is_lead="on", member_of=[other.pk])

    agent.refresh_from_db()
    assert (agent.is_lead, agent.is_agent, list(agent.teams.all())) == (True, False, [other])
    assert told() == [("user", ["is_agent", "is_lead", "member_of", "teams"])]


@pytest.mark.parametrize("fields", [{"is_agent": "on"}, {"is_admin": "on", "is_active": ""}])
def test_the_last_administrator_cannot_leave(office: Client, people: dict[str, User], fields: dict[str, str]) -> None:
    admin = people["admin"]

    answer = person(office, admin, **fields)

    admin.refresh_from_db()
    assert (answer.status_code, admin.is_admin, admin.is_active) == (422, True, True)


def test_an_administrator_can_leave_when_another_stays(office: Client, people: dict[str, User]) -> None:
    make_user(is_admin=True)

    person(office, people["admin"], is_agent="on")

    people["admin"].refresh_from_db()
    assert people["admin"].is_admin is False
    assert office.get("/office/people/").status_code == 403


def test_a_channel_is_made_and_its_name_is_its_own(office: Client, brand: Brand) -> None:
    fields = {"kind": "form", "name": "Formular", "brand": brand.pk, "is_active": "on"}

    answers = [office.post("/office/channels/new/", fields).status_code for _ in range(2)]

    assert (answers, Channel.objects.get().name) == ([302, 422], "Formular")


def test_acknowledgements_are_on_until_a_channel_or_a_brand_does_without(office: Client, brand: Brand) -> None:
    fields = {"kind": "form", "name": "Formular", "brand": brand.pk, "is_active": "on"}
    offered = [office.get(page).content.decode() for page in ("/office/channels/new/", "/office/brands/new/")]
    assert [re.search(r'name="acknowledges"[^>]* checked', page) is not None for page in offered] == [True, True]

    office.post("/office/channels/new/", {**fields, "acknowledges": "on"})
    channel = Channel.objects.get()
    with_it = channel.acknowledges
    office.post(f"/office/channels/{channel.pk}/", fields)
    office.post(f"/office/brands/{brand.pk}/", {**BRAND, "name": "Haus", "acknowledgement": "Danke, wir lesen es."})

    channel.refresh_from_db()
    brand.refresh_from_db()
    assert (with_it, channel.acknowledges) == (True, False)
    assert (brand.acknowledges, brand.acknowledgement) == (False, "Danke, wir lesen es.")


@pytest.mark.parametrize(
    "wrong", [{"kind": "fax"}, {"brand": "9" * 30}, {"team": "x"}, {"name": " "}, {"name": "x" * 101}]
)
def test_a_wrong_channel_is_refused(office: Client, brand: Brand, wrong: dict[str, str]) -> None:
    fields = {"kind": "form", "name": "Formular", "brand": brand.pk, **wrong}

    assert (office.post("/office/channels/new/", fields).status_code, Channel.objects.count()) == (422, 0)


MAILBOX = {
    "address": "hilfe@rad.example",
    "aliases": "",
    "imap_host": "127.0.0.1",
    "imap_port": "1",
    "imap_security": "tls",
    "imap_user": "hilfe",
    "imap_password": "geheim &<42",
    "imap_folder": "INBOX",
}


@pytest.fixture
def door(brand: Brand) -> str:
    """The address of a mail channel's mailboxes."""
    return f"/office/channels/{Channel.objects.create(kind='email', name='Post', brand=brand).pk}/mailboxes/"


def test_a_mailbox_is_kept_and_its_password_never_shown(office: Client, door: str) -> None:
    office.post(f"{door}new/", MAILBOX)
    box = Mailbox.objects.get()
    sealed = box.imap_secret
    office.post(f"{door}{box.pk}/", {**MAILBOX, "imap_password": "", "imap_folder": "Kunden"})

    box.refresh_from_db()
    pages = office.get(f"{door}{box.pk}/").content.decode() + office.get("/office/channels/").content.decode()
    assert (box.imap_secret, box.imap_folder, "geheim" in sealed) == (sealed, "Kunden", False)
    assert ("geheim" in pages, sealed in pages) == (False, False)


def test_a_refused_mailbox_does_not_give_the_password_back(office: Client, door: str) -> None:
    answer = office.post(f"{door}new/", {**MAILBOX, "address": "x"})

    assert (answer.status_code, "geheim" in answer.content.decode()) == (422, False)


def test_a_password_keeps_its_spaces(office: Client, door: str) -> None:
    from kulanz.core.secret_box import unseal  # noqa: PLC0415 - beside its one use

    office.post(f"{door}new/", {**MAILBOX, "imap_password": " geheim "})

    assert unseal(Mailbox.objects.get().imap_secret) == " geheim "


@pytest.mark.parametrize(
    "wrong",
    [{"address": '"a,b"@rad.example'}, {"address": ""}, {"aliases": "x y"}, {"imap_port": "0"}, {"imap_port": "70000"},
     {"imap_security": "none at all"}, {"imap_port": "x"}, {"address": "x" * 65 + "@rad.example"}],
)  # fmt: skip
def test_a_wrong_mailbox_is_refused(office: Client, door: str, wrong: dict[str, str]) -> None:
    assert (office.post(f"{door}new/", {**MAILBOX, **wrong}).status_code, Mailbox.objects.count()) == (422, 0)


def test_an_address_belongs_to_one_mailbox(office: Client, door: str) -> None:
    office.post(f"{door}new/", MAILBOX)

    answer = office.post(f"{door}new/", {**MAILBOX, "address": "neu@rad.example", "aliases": "HILFE@rad.example"})

    assert (answer.status_code, Mailbox.objects.count()) == (422, 1)


def test_nothing_that_was_typed_becomes_markup(office: Client, brand: Brand, people: dict[str, User]) -> None:
    evil = "<script>alert(1)</script>\"'>"
    Brand.objects.update(name=evil, sender_address="x@y.example")
    Team.objects.create(name=evil, purpose=evil)
    User.objects.filter(pk=people["agent"].pk).update(name=evil)
    channel = Channel.objects.create(kind="form", name=evil, brand=brand)
    mail = Channel.objects.create(kind="email", name=evil + "2", brand=brand)
    Mailbox.objects.create(channel=mail, address="a@b.example", imap_host=evil, last_error=evil)
    office.post("/office/invitations/", {"email": "neu@demo.example", "name": evil, "roles": "is_agent"})
    office.post(f"/office/brands/{brand.pk}/hours/", {**HOURS, "day_0": evil, "closed": evil})
    places = [
        "",
        "brands/",
        f"brands/{brand.pk}/",
        f"brands/{brand.pk}/hours/",
        "teams/",
        "people/",
        "channels/",
        "audit/",
        "outbox/",
        f"channels/{channel.pk}/",
        f"people/{people['agent'].pk}/",
    ]

    pages = [office.get(f"/office/{place}").content.decode() for place in places]

    assert [place for place, page in zip(places, pages, strict=True) if "<script>alert" in page] == []


def test_an_administrator_sets_how_long_a_linked_file_can_be_fetched(office: Client) -> None:
    assert office.post("/office/house/", {"linked_days": "0"}).status_code == 422
    assert office.post("/office/house/", {"linked_days": "90"}).status_code == 302

    assert the_house().linked_days == 90
    assert 'value="90"' in office.get("/office/house/").content.decode()
