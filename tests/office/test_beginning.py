"""An empty house, and what a page of the office offers to whom."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable

import pytest
from django.test import Client

from kulanz.channels.models import Channel, Original
from kulanz.people.models import User
from tests.factories import PASSWORD, make_brand
from tests.pages import in_one_line

STEPS = ("Eine Marke anlegen", "Einen Kanal öffnen", "Menschen einladen")


@pytest.mark.parametrize("place", ["/", "/office/", "/office/health/"])
def test_an_administrator_of_an_empty_house_is_shown_the_way(office: Client, place: str) -> None:
    page = office.get(place, follow=True).content.decode()

    assert [step in page for step in STEPS] == [True] * 3
    assert 'href="/office/brands/new/"' in page


def test_the_step_that_comes_next_is_marked(office: Client, db: None) -> None:
    make_brand()

    steps = office.get("/office/").context["steps"]

    assert [(step.key, step.state) for step in steps] == [("brand", "done"), ("channel", "now"), ("people", "done")]


@pytest.mark.parametrize("role", ["lead", "boss"])
def test_nobody_else_is_shown_steps_they_cannot_take(browser: Callable[[str], Client], role: str) -> None:
    assert STEPS[0] not in browser(role).get("/office/health/").content.decode()


def test_a_house_that_customers_can_reach_has_no_first_steps(office: Client, db: None) -> None:
    Channel.objects.create(kind="form", name="Formular", brand=make_brand())

    assert STEPS[0] not in office.get("/office/").content.decode()


@pytest.mark.parametrize(("role", "offered"), [("admin", True), ("lead", False), ("boss", False)])
def test_reading_again_is_offered_to_those_who_may(
    browser: Callable[[str], Client], people: dict[str, User], role: str, offered: bool
) -> None:
    mail = Original.objects.create(
        source="smtp", state="failed", reason="tried-too-often", sha256="a", dedupe="a", size=1, raw=b"x"
    )

    page = browser(role).get("/office/mails/").content.decode()

    assert [path in page for path in (f"/office/mails/{mail.pk}/reading/", "/office/mails/readings/")] == [offered] * 2
    assert f"/office/mails/{mail.pk}/raw/" in page


def test_the_frame_for_ones_own_site_has_a_size_and_the_public_address(office: Client, settings) -> None:
    settings.PUBLIC_URL = "https://service.rad.example"
    channel = Channel.objects.create(kind="form", name="Formular", brand=make_brand())

    page = in_one_line(office.get("/office/channels/").content.decode())

    assert f'&lt;iframe src="https://service.rad.example/contact/{channel.pk}/embed/"' in page
    assert ('width="100%"' in page, 'height="' in page) == (True, True)


@pytest.mark.parametrize("place", ["/office/health/", "/office/brands/"])
def test_the_source_stands_at_the_foot(office: Client, settings, place: str) -> None:
    settings.SOURCE_URL = "https://code.rad.example/kulanz"

    assert 'href="https://code.rad.example/kulanz"' in office.get(place).content.decode()


def test_the_source_that_is_handed_out_is_what_runs_here_and_nothing_private(client: Client) -> None:
    answer = client.get("/source/")

    with tarfile.open(fileobj=io.BytesIO(answer.content)) as archive:
        names = archive.getnames()
    assert answer.headers["Content-Type"] == "application/gzip"
    wanted = ("kulanz/portal/frame.py", "lesart/__init__.py", "tonfall/__init__.py")
    assert [end for end in wanted if not any(name.endswith(end) for name in names)] == []
    assert [name for name in names if name.endswith((".pyc", ".sqlite3", ".key", ".env"))] == []


@pytest.mark.parametrize("password", ["kurz", "password12", "Nils Verwalter"])
def test_a_password_is_asked_for_in_the_same_words_everywhere(office: Client, password: str) -> None:
    page = office.post(
        "/account/password/change/", {"oldpassword": PASSWORD, "password1": password, "password2": password}
    ).content.decode()

    assert "Mindestens zehn Zeichen. Ein kurzer Satz" in page, password
    assert [words for words in ("persönlichen Informationen", "zu ähnlich zu") if words in page] == []
