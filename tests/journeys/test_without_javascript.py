"""Reading and sending without any script: at the desk, on the case page and in the contact form."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PHONE, WIDE

from .conftest import SignedIn, send_at_once
from .house import House, Sink, letter, until

pytestmark = pytest.mark.journey
CUSTOMER = "Onno Behn <onno.behn@post.example>"
SUBJECT = "Fernbedienung reagiert nicht"


@pytest.fixture
def desk(signed_in: SignedIn, house: House) -> Page:
    """Karin's case of a customer who has just written, in a browser without script."""
    house.receive(letter(CUSTOMER, SUBJECT, "Sie blinkt nur noch. Onno Behn"))
    page = signed_in("karin", "/me/", viewport=WIDE, java_script_enabled=False)
    send_at_once(page)
    page.goto(f"{house.url}/inbox/?view=unassigned")
    link = page.locator("[data-row]", has_text=SUBJECT).locator("a").first
    until(lambda: page.reload() and link.count() == 1)
    link.click()
    return page


def test_a_case_is_read_noted_and_answered_and_the_customer_replies_and_decides(
    desk: Page, open_page: Callable[..., Page], sink: Sink, tmp_path: Path
) -> None:
    expect(desk.locator(".thread")).to_contain_text("Sie blinkt nur noch.")
    desk.locator(".case-actions").get_by_role("button", name="Übernehmen").click()
    desk.get_by_label("Ihre Notiz").fill("Batterie?")
    desk.get_by_role("button", name="Notiz speichern").click()
    expect(desk.locator(".entry.note")).to_contain_text("Batterie?")
    desk.get_by_label("Ihre Antwort").fill("Bitte tauschen Sie die Batterie.")
    desk.get_by_role("button", name="Als Lösung senden").click()
    expect(desk.locator(".entry.ours")).to_contain_text("Bitte tauschen Sie die Batterie.")

    text = sink.next_to("onno.behn@post.example").get_body(("plain",)).get_content()  # type: ignore[union-attr]
    link = re.search(r"http://\S+/c/\S+", text)[0]  # type: ignore[index]
    window = open_page(link, viewport=PHONE, java_script_enabled=False)
    photo = tmp_path / "batterie.txt"
    photo.write_text("Typ CR2032", encoding="utf-8")
    window.get_by_label("Ihre Nachricht").fill("Das war eine CR2032.")
    window.locator("input[type=file]").set_input_files(photo)
    window.get_by_role("button", name="Senden").click()
    expect(window.get_by_role("status")).to_contain_text("Ihre Nachricht ist angekommen")
    desk.reload()
    expect(desk.get_by_role("link", name="batterie.txt", exact=True)).to_be_visible()
    desk.get_by_label("Ihre Antwort").fill("Genau die. Geht sie wieder?")
    desk.get_by_role("button", name="Als Lösung senden").click()
    window.reload()
    window.get_by_role("button", name="Ja, gelöst").click()
    desk.reload()
    expect(desk.locator(".case-head .status")).to_contain_text("bestätigt gelöst")


def test_the_contact_form_opens_a_case(open_page: Callable[..., Page], house: House) -> None:
    page = open_page(f"{house.url}/contact/", viewport=PHONE, java_script_enabled=False)
    page.get_by_label("Ihr Name").fill("Frauke Iversen")
    page.get_by_label("Ihre E-Mail-Adresse").fill("frauke.iversen@post.example")
    page.get_by_label("Worum geht es?").fill("Ersatzglas")
    page.get_by_label("Ihre Nachricht").fill("Gibt es das Glas einzeln?")
    page.wait_for_timeout(3100)  # a form that is sent at once was filled by no person
    page.get_by_role("button", name="Senden").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Danke, es ist angekommen.")
    expect(page.locator("main")).to_contain_text(re.compile(r"Ihre Nummer ist LA-\d+"))
