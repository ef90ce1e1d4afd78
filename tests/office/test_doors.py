"""Who may enter the office, and which of its rooms."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from kulanz.channels.models import Channel, Original, Outgoing
from kulanz.events.models import Event
from kulanz.people.models import Brand, Invitation, Team, User

Browser = Callable[[str], Client]
FOR_LEADERS = ["", "health/", "outbox/", "mails/", "audit/"]
FOR_ADMINS = ["channels/", "channels/new/", "brands/", "brands/new/", "teams/", "teams/new/", "people/", "invitations/"]
HUGE = "9" * 30


@pytest.mark.parametrize("place", [*FOR_LEADERS, *FOR_ADMINS])
def test_each_room_opens_to_those_it_is_for(browser: Browser, brand: Brand, place: str) -> None:
    statuses = {
        role: browser(role).get(f"/office/{place}").status_code
        for role in ("admin", "lead", "boss", "agent", "stranger")
    }

    leaders = 200 if place in FOR_LEADERS else 403
    assert statuses == {"admin": 200, "lead": leaders, "boss": leaders, "agent": 403, "stranger": 302}


@pytest.mark.parametrize("role", ["lead", "boss", "agent", "stranger"])
def test_only_administrators_change_the_set_up(browser: Browser, brand: Brand, team: Team, people, role: str) -> None:
    posts = {
        "brands/new/": {"name": "X", "prefix": "X"},
        f"brands/{brand.pk}/": {"name": "X", "prefix": "RL"},
        f"brands/{brand.pk}/hours/": {"day_0": "10:00-11:00", "state": "BY", "zone": "Europe/Berlin"},
        "teams/new/": {"name": "X"},
        f"teams/{team.pk}/": {"name": "X"},
        f"people/{people['agent'].pk}/": {"name": "X", "is_admin": "on", "is_active": "on"},
        "invitations/": {"email": "x@y.example", "name": "X", "roles": "is_admin"},
        "channels/new/": {"kind": "form", "name": "X", "brand": brand.pk},
    }

    statuses = {browser(role).post(f"/office/{place}", fields).status_code for place, fields in posts.items()}

    assert statuses == ({302} if role == "stranger" else {403})
    assert [model.objects.filter(name="X").count() for model in (Brand, Team, User, Channel)] == [0] * 4
    assert (Invitation.objects.count(), Event.objects.count(), brand.opening_times.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    "place",
    ["outbox/{id}/", "outbox/{id}/sending/", "outbox/{id}/settling/", "mails/{id}/raw/", "mails/{id}/reading/",
     "brands/{id}/", "brands/{id}/hours/", "teams/{id}/", "people/{id}/", "channels/{id}/",
     "channels/{id}/mailboxes/new/"],
)  # fmt: skip
@pytest.mark.parametrize("thing", ["0", "999999", HUGE])
def test_what_is_not_there_is_not_found(office: Client, place: str, thing: str) -> None:
    path = f"/office/{place.format(id=thing)}"

    # Brand 0 and the like are addresses of nothing, not of something new.
    assert {office.get(path).status_code, office.post(path, {"name": "x"}).status_code} <= {404, 405}


@pytest.mark.parametrize("before", ["0", "x", "-1", "٣", HUGE, "9" * 5000, "%00", ""])
def test_a_forged_page_of_the_audit_breaks_nothing(office: Client, before: str) -> None:
    assert office.get(f"/office/audit/?before={before}").status_code == 200


def test_mails_of_the_house_carry_keys_and_are_for_administrators(browser: Browser, brand: Brand) -> None:
    browser("admin").post("/office/invitations/", {"email": "neu@demo.example", "name": "Neu", "roles": "is_agent"})
    mail = Outgoing.objects.get()

    seen = {role: browser(role).get(f"/office/outbox/{mail.pk}/").status_code for role in ("admin", "lead", "boss")}

    assert seen == {"admin": 200, "lead": 404, "boss": 404}
    assert browser("lead").post(f"/office/outbox/{mail.pk}/sending/").status_code == 403


def test_an_original_is_a_download_that_cannot_run(browser: Browser, brand: Brand) -> None:
    kept = Original.objects.create(
        source="smtp", raw=b"<script>alert(1)</script>", size=25, sha256="0" * 64, state="failed"
    )

    answer = browser("lead").get(f"/office/mails/{kept.pk}/raw/")

    assert (answer.content, answer.headers["Content-Type"]) == (
        b"<script>alert(1)</script>",
        "application/octet-stream",
    )
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="mail-{kept.pk}.eml"'


@pytest.mark.parametrize(
    "place", ["outbox/1/sending/", "outbox/1/settling/", "mails/1/reading/", "jobs/1/run/", "invitations/1/revocation/"]
)
def test_looking_changes_nothing(office: Client, place: str) -> None:
    assert office.get(f"/office/{place}").status_code == 405
