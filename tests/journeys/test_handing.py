"""A case goes to a colleague in one breath: a, the first letters of a name, Enter; z takes it back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE, WIDE, findings

from .conftest import OpenCase, SignedIn
from .house import House, letter, until

pytestmark = pytest.mark.journey


def test_a_case_is_handed_over_by_keys_alone_and_comes_back(open_case: OpenCase, axe: str) -> None:
    page = open_case(viewport=WIDE)
    page.keyboard.press("a")
    field = page.get_by_label("Person oder Team")
    expect(field).to_be_focused()
    expect(page.locator(".hand-offers label:has(input:checked)")).not_to_contain_text("Jule Petersen")
    assert findings(page, axe) == []
    page.keyboard.type("yil")
    expect(page.locator(".hand-offers label:visible")).to_have_count(1)
    page.keyboard.type("zzz")
    expect(page.get_by_text("Niemand heißt so.")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#hand-case")).to_be_visible()
    field.fill("me")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Kennt die Kundin")
    page.keyboard.press("Enter")
    expect(page.locator("#case-head")).to_contain_text("bei Mehmet")
    expect(page.locator("#thread")).to_contain_text("übergeben: Kennt die Kundin")

    page.keyboard.press("z")

    expect(page.locator("#case-head")).not_to_contain_text("Mehmet")


def test_arrows_walk_among_those_that_are_left(open_case: OpenCase) -> None:
    page = open_case(viewport=WIDE)
    page.keyboard.press("a")
    expect(page.get_by_label("Person oder Team")).to_be_focused()
    page.keyboard.type("a")
    chosen = page.locator(".hand-offers label:has(input:checked) .name")
    names = []
    for _ in range(3):
        names.append(chosen.inner_text())
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")

    assert len(set(names)) == 3
    assert all(re.search(r"(^|[\s-])A", name) for name in names)
    expect(page.locator("#hand-case")).to_be_hidden()


def test_picked_rows_go_together(signed_in: SignedIn, house: House) -> None:
    for number in range(2):
        house.receive(letter(f"Ute <ute{number}@post.example>", f"Ersatzteil {number}", "Haben Sie das noch?"))
    page = signed_in("jule", "/inbox/?view=unassigned", viewport=WIDE)
    rows = page.locator("[data-row]", has_text="Ersatzteil")
    expect(rows).to_have_count(2)
    for row in rows.all():
        row.locator("a").focus()
        page.keyboard.press("x")
    page.keyboard.press("a")
    expect(page.get_by_label("Person oder Team")).to_be_focused()
    page.keyboard.type("mehmet")
    page.keyboard.press("Enter")
    expect(page.locator("#undo-place")).to_contain_text("2 Anliegen übergeben.")
    expect(page.locator("#hand-picked")).to_be_hidden()
    expect(rows).to_have_count(0)

    page.keyboard.press("z")

    expect(rows).to_have_count(2)


def test_on_a_phone_everything_has_its_place(open_case: OpenCase) -> None:
    page = open_case(viewport=PHONE)
    page.get_by_label("Weitere Schritte").click()
    page.get_by_role("link", name="Übergeben").click()
    expect(page.get_by_label("Person oder Team")).to_be_visible()
    expect(page.locator("#hand-case").get_by_role("button", name="Übergeben")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_scripts_a_page_asks(signed_in: SignedIn, house: House) -> None:
    house.receive(letter("Ole Tamm <ole@post.example>", "Schirm gesucht", "Gibt es den noch?"))
    page = signed_in("jule", "/inbox/?view=unassigned", viewport=WIDE, java_script_enabled=False)
    link = page.locator("[data-row]", has_text="Schirm gesucht").locator("a").first
    until(lambda: page.reload() and link.count() == 1)
    link.click()
    page.get_by_role("link", name="Übergeben").first.click()
    expect(page.get_by_role("heading", name="Wer übernimmt dieses Anliegen?")).to_be_visible()
    expect(page.get_by_label("Person oder Team")).to_be_hidden()
    page.get_by_label("Amara Okeke").check()
    page.get_by_role("button", name="Übergeben").click()

    expect(page.locator("#case-head")).to_contain_text("bei Amara Okeke")
