"""Ending cases without a letter by key: alone, beside a draft, from the list, and back with z."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import WIDE

from .conftest import SignedIn
from .house import House, letter

pytestmark = pytest.mark.journey
NUMBERS = iter(range(1, 100))
OpenCase = Callable[..., Page]


@pytest.fixture
def open_case(signed_in: SignedIn, house: House) -> OpenCase:
    """Opens a new case of a sender's own."""

    def opened(text: str = "Herbstangebote: alles muss raus!") -> Page:
        number = next(NUMBERS)
        subject = f"Angebot {number}"
        house.receive(letter(f"Werbung <werbung{number}@laden.example>", subject, text))
        page = signed_in("jule", "/inbox/?view=unassigned", viewport=WIDE)
        page.locator("[data-row]", has_text=subject).locator("a").first.click()
        expect(page.locator(".case-head h1")).to_have_text(subject)
        return page

    return opened


def test_e_and_enter_end_a_case_and_z_brings_it_back(open_case: OpenCase) -> None:
    page = open_case()
    page.keyboard.press("e")
    expect(page.get_by_role("button", name="Keine Antwort nötig")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".case-head .status")).to_contain_text("ohne Rückmeldung beendet")
    expect(page.locator(".case-head .facts")).to_contain_text("keine Antwort nötig")
    expect(page.locator(".toast")).to_contain_text("Beendet: keine Antwort nötig.")

    page.keyboard.press("z")

    expect(page.locator(".case-head .status")).to_contain_text("neu")


def test_with_a_draft_e_leads_to_the_letter_and_mails_nobody(open_case: OpenCase) -> None:
    page = open_case()
    page.get_by_label("Ihre Antwort").fill("Guten Tag, danke, wir brauchen nichts.")
    page.keyboard.press("Escape")
    page.keyboard.press("e")

    expect(page.get_by_role("button", name="Als Lösung senden")).to_be_focused()
    expect(page.locator("#end-case")).to_be_hidden()
    expect(page.locator(".entry.ours")).to_have_count(0)


def test_a_wrong_number_is_said_in_the_dialog_and_keeps_it_open(open_case: OpenCase) -> None:
    page = open_case()
    page.keyboard.press("e")
    page.get_by_label("Oder eine Dublette von").fill("XX-404")
    page.keyboard.press("Enter")
    expect(page.locator("#end-case .error")).to_have_text(re.compile("Ein Anliegen XX-404 gibt es nicht."))
    expect(page.get_by_label("Oder eine Dublette von")).to_have_value("XX-404")
    page.keyboard.press("Escape")
    expect(page.locator("#end-case")).to_be_hidden()
    expect(page.locator(".case-head .status")).to_contain_text("neu")


def test_picked_rows_end_as_spam_and_come_back(signed_in: SignedIn, house: House) -> None:
    for number in range(2):
        house.receive(letter(f"Gewinn <gewinn{number}@los.example>", f"Gewinnspiel {number}", "Sie haben gewonnen!"))
    page = signed_in("jule", "/inbox/?view=unassigned", viewport=WIDE)
    rows = page.locator("[data-row]", has_text="Gewinnspiel")
    expect(rows).to_have_count(2)
    for row in rows.all():
        row.locator("a").focus()
        page.keyboard.press("x")
    page.keyboard.press("e")
    page.get_by_role("button", name="Spam, und die Absender sperren").click()
    expect(page.locator(".toast")).to_contain_text("2 Anliegen beendet.")
    expect(rows).to_have_count(0)

    page.keyboard.press("z")

    expect(rows).to_have_count(2)


def test_the_palette_ends_a_case(open_case: OpenCase) -> None:
    page = open_case()
    page.keyboard.press("Control+k")
    page.keyboard.type("ohne antwort")
    expect(page.locator("#palette-commands [role=option]").first).to_contain_text("Ohne Antwort beenden")
    page.keyboard.press("Enter")

    expect(page.locator("#end-case")).to_be_visible()
