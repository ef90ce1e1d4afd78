"""Making one case of two by key, by the question on top, and letters that belong elsewhere; each comes back with z."""

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
def open_twice(signed_in: SignedIn, house: House) -> OpenCase:
    """Opens the second of two cases of one customer."""

    def opened(second_sender: str = "") -> Page:
        number = next(NUMBERS)
        sender = f"Paula Feld <paula{number}@feld.example>"
        house.receive(letter(sender, f"Leuchte {number}", f"Meine Bestellung 4711{number:02} fehlt."))
        house.receive(
            letter(second_sender or sender, f"Noch einmal {number}", f"Wo bleibt Bestellung 4711{number:02}?")
        )
        page = signed_in("jule", "/inbox/?view=unassigned", viewport=WIDE)
        page.locator("[data-row]", has_text=f"Noch einmal {number}").locator("a").first.click()
        expect(page.locator(".case-head h1")).to_have_text(f"Noch einmal {number}")
        return page

    return opened


def test_m_and_one_press_make_one_case_and_z_makes_two(open_twice: OpenCase) -> None:
    page = open_twice()
    page.keyboard.press("m")
    expect(page.get_by_label("Oder in das Anliegen mit dieser Nummer")).to_be_focused()
    page.locator("#merge-form button[name=other]").click()

    expect(page.locator(".case-head h1")).to_have_text(re.compile("^Leuchte"))
    expect(page.locator("article.entry")).to_have_count(2)
    expect(page.locator("#person")).to_contain_text("Hier zusammengeführt")
    expect(page.locator(".toast")).to_contain_text("weiter")

    page.keyboard.press("z")

    expect(page.locator("article.entry")).to_have_count(1)
    expect(page.locator("#person")).not_to_contain_text("Hier zusammengeführt")


def test_a_wrong_number_is_said_in_the_dialog(open_twice: OpenCase) -> None:
    page = open_twice()
    page.keyboard.press("m")
    page.get_by_label("Oder in das Anliegen mit dieser Nummer").fill("LA-99999")
    page.keyboard.press("Enter")

    expect(page.locator("#merge-case").get_by_role("alert")).to_contain_text("gibt es nicht")


def test_the_question_about_two_customers_is_answered_on_a_page_of_its_own(open_twice: OpenCase) -> None:
    page = open_twice("Jonas Feld <jonas@feld.example>")
    expect(page.locator("#case-top")).to_contain_text("Gehört das zusammen?")
    page.locator("#case-top").get_by_role("button", name="Zusammenführen").click()
    expect(page.get_by_role("alert")).to_contain_text("Zwei verschiedene Personen")
    page.get_by_role("button", name="Trotzdem zusammenführen").click()

    expect(page.locator("#person")).to_contain_text("Jonas Feld")
    page.get_by_role("button", name="Wieder trennen").click()
    expect(page.locator(".case-head h1")).to_have_text(re.compile("^Noch einmal"))


def test_no_is_an_answer_for_good(open_twice: OpenCase) -> None:
    page = open_twice()
    page.get_by_role("button", name="Nein, gehört nicht dazu").click()
    expect(page.locator("#case-top")).not_to_contain_text("Gehört")
    page.reload()

    expect(page.locator("#case-top")).not_to_contain_text("Gehört")


def test_a_letter_moves_by_its_menu_and_comes_back_with_z(open_twice: OpenCase) -> None:
    page = open_twice()
    page.locator("article.entry .menu summary").click()
    page.get_by_role("link", name="In anderes Anliegen verschieben").click()
    page.locator("button[name=other]").first.click()
    expect(page.locator("article.entry")).to_have_count(2)

    page.keyboard.press("z")

    expect(page.locator(".toast")).to_contain_text("Zurückgenommen")
