"""The running house, for all journeys once, and people who sign in to it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, StorageState, expect

from kulanz.people.models import User
from tests.browser import WIDE

from .house import PASSWORD, PATIENCE, House, Sink, letter

OpenAs = Callable[..., Page]
SignedIn = Callable[..., Page]
OpenCase = Callable[..., Page]
NUMBERS = count(1)
# The browser keeps a loop in this thread; the queries beside it are the test's own.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture(scope="session")
def sink() -> Iterator[Sink]:
    """The server that our mails go to."""
    running = Sink()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory, sink: Sink) -> Iterator[House]:
    """Kulanz with the demo company, listening for pages and mail."""
    running = House(tmp_path_factory.mktemp("journeys"), sink.url)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def keys(browser: Browser, house: House) -> Callable[[str], StorageState]:
    """Who signed in before keeps the cookies: the sign-in itself is told once per person."""
    kept: dict[str, StorageState] = {}

    def key(name: str) -> StorageState:
        if name not in kept:
            context = browser.new_context(locale="de-DE")
            page = context.new_page()
            sign_in(page, house, name)
            page.wait_for_url(lambda url: "/account/" not in url)  # the cookie comes with the answer, not the click
            kept[name] = context.storage_state()
            context.close()
        return kept[name]

    return key


@pytest.fixture
def signed_in(open_page: Callable[..., Page], house: House, keys: Callable[[str], StorageState]) -> SignedIn:
    """Opens a page of the house as a person of the demo company, in a browser of their own."""

    def opened(name: str, path: str = "/", **options: object) -> Page:
        page = open_page(house.url + path, storage_state=keys(name), **options)
        page.set_default_timeout(PATIENCE * 1000)
        return page

    return opened


def sign_in(page: Page, house: House, name: str, password: str = PASSWORD) -> None:
    """Sign in with mail address and password on the page for it."""
    page.goto(f"{house.url}/account/login/")
    page.get_by_label("E-Mail-Adresse").fill(f"{name}@demo.example")
    page.get_by_label("Passwort", exact=True).fill(password)
    page.get_by_role("button", name="Anmelden").click()


def send_at_once(page: Page) -> None:
    """Let the person's answers leave without a time to take them back."""
    page.get_by_label("Zeit, eine gesendete Antwort zurückzunehmen").select_option("0")
    save_how_i_work(page)


def save_how_i_work(page: Page) -> None:
    """Press the button of that part of *Me*; others have theirs."""
    page.get_by_role("region", name="Wie ich arbeite").get_by_role("button", name="Speichern", exact=True).click()


@pytest.fixture
def open_as(open_page: Callable[..., Page], live_server: Any) -> OpenAs:
    """Opens a page of the test's own database as one of its people, in a browser of their own and without live news."""

    def opened(user: User, path: str, **options: object) -> Page:
        client = Client()
        client.force_login(user, backend="kulanz.people.backend.PersonBackend")
        cookie = {
            "name": "kulanz_session",
            "value": client.cookies["kulanz_session"].value,
            "domain": "localhost",
            "path": "/",
            "expires": -1,
            "httpOnly": True,
            "secure": False,
            "sameSite": "Lax",
        }
        page = open_page("about:blank", storage_state={"cookies": [cookie]}, **options)
        page.route("**/live/**", lambda route: route.fulfill(status=204))
        page.goto(live_server.url + path)
        return page

    return opened


@pytest.fixture
def open_case(signed_in: SignedIn, house: House) -> OpenCase:
    """Opens a new case of a customer's own, as an agent with a time to take back."""

    def opened(text: str = "Die Stange fehlt. Wann kommt sie?", **options: object) -> Page:
        number = next(NUMBERS)
        subject = f"Stange fehlt ({number})"
        house.receive(letter(f"Henni Ott <henni{number}@post.example>", subject, text))
        page = signed_in("jule", "/inbox/?view=unassigned", **{"viewport": WIDE, **options})
        page.locator("[data-row]", has_text=subject).locator("a").first.click()
        expect(page.locator(".case-head h1")).to_have_text(subject)
        page.customer = f"henni{number}@post.example"  # type: ignore[attr-defined]
        return page

    return opened
