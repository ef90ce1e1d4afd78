"""A case opened by hand and a customer merged, in a real browser: by keys alone, on a phone, without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PHONE, WIDE, findings

from .conftest import SignedIn
from .house import House

pytestmark = pytest.mark.journey


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_caller_is_found_and_the_call_written_down_by_keys_alone(signed_in: SignedIn, house: House, axe: str) -> None:
    page = signed_in("jule", "/inbox/", viewport=WIDE)
    press(page, "c")
    expect(page.get_by_role("combobox", name="Schon bekannt?")).to_be_focused()

    page.keyboard.type("matthi")
    expect(page.get_by_role("option", name="Swantje Matthiesen")).to_be_visible()
    assert findings(page, axe) == []
    press(page, "Enter")
    expect(page.locator(".chosen")).to_be_focused()
    press(page, "Tab", "Tab")
    expect(page.get_by_label("Betreff")).to_be_focused()
    page.keyboard.type("Anruf: Stehlampe")
    press(page, "Enter")  # opens nothing yet: with a letter below it would have gone out
    expect(page).to_have_url(re.compile("/new/"))
    press(page, "Tab", "Tab", "Tab", "Tab")
    expect(page.get_by_label("Was gesagt wurde (Notiz für uns)")).to_be_focused()
    page.keyboard.type("Sie wackelt.")
    press(page, "Control+Enter")

    page.wait_for_url(re.compile("/cases/LA-"))
    expect(page.locator(".entry.note")).to_contain_text("Swantje Matthiesen rief an, am Telefon: Jule Petersen")
    expect(page.locator(".entry.note")).to_contain_text("Sie wackelt.")


def test_a_first_letter_is_stopped_with_its_files_and_sent_when_it_is_right(
    signed_in: SignedIn, house: House, axe: str
) -> None:
    page = signed_in("jule", "/new/", viewport=WIDE)
    page.get_by_label("Name", exact=True).fill("Tilda Neumann")
    page.get_by_label("E-Mail-Adresse").fill("tilda.neumann@post.example")
    page.get_by_label("Betreff").fill("Ihre Wandleuchte")
    page.get_by_label("einem Brief von uns").check()
    page.get_by_label("Ihr Brief").fill("Guten Tag, Frau Neumann,\n\nsie kommt am ‹Tag>.".replace(">", "›"))
    page.locator("input[type=file]").set_input_files(
        files=[{"name": "plan.txt", "mimeType": "text/plain", "buffer": b"Plan"}]
    )
    page.get_by_role("button", name="Senden und warten").click()
    expect(page.locator("#new-stops [role=alert]")).to_contain_text("Noch auszufüllen: ‹Tag›")
    assert findings(page, axe) == []

    page.get_by_label("Ihr Brief").fill("Guten Tag, Frau Neumann,\n\nsie kommt am Dienstag.")
    page.get_by_role("button", name="Senden und warten").click()

    page.wait_for_url(re.compile("/cases/LA-"))
    letter = page.locator(".entry.ours")
    expect(letter).to_contain_text("sie kommt am Dienstag.")
    expect(letter).to_contain_text("plan.txt")


def test_somebody_alike_is_offered_on_a_phone_and_the_new_one_has_no_dead_answer(
    signed_in: SignedIn, house: House, axe: str
) -> None:
    page = signed_in("jule", "/new/", viewport=PHONE)
    page.get_by_label("Name", exact=True).fill("Frau Sievers, Lena")
    page.get_by_label("Telefonnummer").fill("0171 555 01 77")
    page.get_by_label("Betreff").fill("Anruf: Kette")
    page.get_by_role("button", name="Anliegen eröffnen").click()
    expect(page.get_by_role("group", name="Ist es jemand von diesen?")).to_contain_text("Lena Sievers")
    assert findings(page, axe) == []

    page.get_by_label("Nein, es ist jemand Neues").check()
    page.get_by_role("button", name="Anliegen eröffnen").click()
    page.wait_for_url(re.compile("/cases/LA-"))
    expect(page.locator("#reply")).to_contain_text("keine E-Mail-Adresse bekannt")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert findings(page, axe) == []

    page.get_by_label("E-Mail-Adresse hinzufügen").fill("lena2@post.example")
    page.get_by_role("button", name="Hinzufügen").click()
    expect(page.locator(".addressees > summary")).to_contain_text("an Frau Sievers, Lena")


def test_without_a_script_a_case_is_opened_for_somebody_found(signed_in: SignedIn, house: House) -> None:
    page = signed_in("jule", "/new/", viewport=WIDE, java_script_enabled=False)
    page.get_by_role("textbox", name="Schon bekannt?").fill("nowak")
    page.get_by_label("Betreff").fill("Anruf: Fassung")
    page.get_by_role("button", name="Suchen").click()
    page.get_by_label("Piotr Nowak").check()
    page.get_by_label("Was gesagt wurde (Notiz für uns)").fill("Fassung ist lose.")
    page.get_by_role("button", name="Anliegen eröffnen").click()

    expect(page.locator(".entry.note")).to_contain_text("Fassung ist lose.")
    expect(page.get_by_role("heading", name="Anruf: Fassung")).to_be_visible()


def test_two_customers_become_one_by_keys_and_are_two_again(signed_in: SignedIn, house: House, axe: str) -> None:
    page = signed_in("karin", "/customers/?q=rossi", viewport=WIDE)
    page.get_by_role("link", name="Paolo Rossi").press("Enter")
    page.get_by_role("link", name="Zusammenführen").press("Enter")
    expect(page.get_by_role("combobox", name="Mit wem soll Paolo Rossi")).to_be_focused()
    page.keyboard.type("dekker")
    expect(page.get_by_role("option", name="Joost Dekker")).to_be_visible()
    press(page, "Enter")
    expect(page.get_by_role("heading", name="Was daraus folgt")).to_be_visible()
    assert findings(page, axe) == []

    page.get_by_role("button", name="Zusammenführen").press("Enter")
    expect(page.get_by_role("heading", name="Joost Dekker", level=1)).to_be_visible()
    assert findings(page, axe) == []
    page.get_by_role("button", name="Wieder trennen").press("Enter")
    expect(page.get_by_role("heading", name="Paolo Rossi", level=1)).to_be_visible()
    expect(page.get_by_role("button", name="Wieder trennen")).to_have_count(0)


@pytest.mark.parametrize("viewport", [WIDE, PHONE])
def test_who_may_be_meant_stands_in_whole_lines_and_an_address_is_kept_as_typed(
    signed_in: SignedIn, house: House, viewport: dict[str, int]
) -> None:
    page = signed_in("jule", "/new/", viewport=viewport)
    page.get_by_label("Name", exact=True).fill("Lena Sievers")
    page.get_by_label("E-Mail-Adresse").fill(f"lena{viewport['width']}@straße.example")
    page.get_by_label("Betreff").fill("Anruf: Lampenfuß")
    page.get_by_role("button", name="Anliegen eröffnen").click()

    offered = page.get_by_role("group", name="Ist es jemand von diesen?")
    line, box = offered.locator(".choice").first.bounding_box(), offered.bounding_box()
    assert line is not None and box is not None
    assert (line["height"] < 120, line["x"] + line["width"] <= box["x"] + box["width"]) == (True, True)

    offered.get_by_label("Nein, es ist jemand Neues").check()
    page.get_by_role("button", name="Anliegen eröffnen").click()
    expect(page.locator("#reply .addressees")).to_contain_text("an Lena Sievers")
    expect(page.get_by_text(f"lena{viewport['width']}@straße.example").first).to_be_attached()
