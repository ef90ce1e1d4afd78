"""The bell and the title say what is new while one looks elsewhere, and the desk is honest where there is no line."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser import WIDE

from .conftest import SignedIn
from .house import House

pytestmark = pytest.mark.journey
CASE = "/cases/LA-26/"


def test_the_bell_and_the_title_tell_at_once_and_forget_when_the_case_is_open(
    signed_in: SignedIn, house: House
) -> None:
    page = signed_in("jule", "/me/", viewport=WIDE)
    page.get_by_label("Außerhalb meiner Arbeitszeit ist Ruhe").uncheck()  # whenever the tests run
    page.locator("form[action='/me/notices/'] button").click()
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    page.goto(house.url + "/notices/")
    if (everything := page.get_by_role("button", name="Alles gelesen")).is_visible():
        everything.click()
    page.goto(house.url + "/")
    expect(page.locator("body")).to_have_attribute("data-live", "on")
    expect(page.locator("#bell")).to_be_hidden()

    colleague = signed_in("amara", CASE, viewport=WIDE)
    colleague.keyboard.press("n")
    expect(colleague.get_by_label("Ihre Notiz")).to_be_focused()
    colleague.keyboard.type("@Jule, weißt du mehr?")
    colleague.keyboard.press("Control+Enter")

    expect(page.locator("#bell")).to_have_text("1")
    expect(page).to_have_title(re.compile(r"^\(1\) Heute"))
    page.locator(".rail a", has_text="Neues").click()
    page.get_by_role("main").get_by_role("link").filter(has_not_text="erfahre").first.click()
    expect(page).to_have_url(re.compile("/cases/LA-26/"))
    expect(page.locator("#bell")).to_be_hidden()
    expect(page).not_to_have_title(re.compile(r"^\("))


def test_without_a_line_a_page_of_its_own_says_so_and_what_is_kept(signed_in: SignedIn, house: House) -> None:
    page = signed_in("karin", CASE, viewport=WIDE)
    page.evaluate("navigator.serviceWorker.register('/service-worker.js').then(() => navigator.serviceWorker.ready)")
    page.wait_for_function("() => navigator.serviceWorker.controller")
    page.context.set_offline(True)
    page.keyboard.press("r")
    page.keyboard.type("Das Ersatzteil ist")

    page.goto(house.url + "/inbox/")

    expect(page.get_by_role("heading", name="Keine Verbindung")).to_be_visible()
    expect(page.locator("#kept-texts")).to_have_text("LA-26")
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Keine Verbindung")).to_be_hidden()
