"""A rule is written and tried out; a macro joins an answer that was begun, and z takes all of it back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE, WIDE, findings

from .conftest import OpenCase, SignedIn

pytestmark = pytest.mark.journey


def test_a_macro_joins_what_was_begun_and_z_takes_all_of_it_back(open_case: OpenCase, axe: str) -> None:
    page = open_case(viewport=WIDE)
    case = page.url
    page.goto(page.url.partition("/cases/")[0] + "/me/macros/new/")
    page.get_by_label("Name").fill("Rückgabe angemeldet")
    page.get_by_label("Text", exact=True).fill("Guten Tag {customer},\n\nIhre Rückgabe ist angemeldet.")
    page.locator("#more-then").select_option("priority")
    page.get_by_role("button", name="Schritt hinzufügen").click()
    page.locator("[name=then-1-level]").select_option("2")
    assert findings(page, axe) == []
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("link", name="Rückgabe angemeldet")).to_be_visible()

    page.goto(case)
    page.keyboard.press("r")
    page.keyboard.type("Angefangen.")
    page.locator("#reply").get_by_role("button", name="Makro …").click()
    page.wait_for_url("**/macros/**")
    page.get_by_role("link", name="Rückgabe angemeldet").click()
    expect(page.locator(".steps-ahead")).to_contain_text("Priorität auf dringend ändern")
    assert findings(page, axe) == []
    page.get_by_role("button", name="Anwenden").click()
    expect(page.locator("#reply-text")).to_have_value(
        re.compile(r"Angefangen\.\n\nGuten Tag .+,\n\nIhre Rückgabe ist angemeldet\.")
    )
    urgent = page.locator("#case-head").get_by_text("dringend", exact=True)
    expect(urgent).to_be_visible()

    page.locator("#case-head h1").click()
    page.keyboard.press("z")

    expect(urgent).to_have_count(0)
    expect(page.locator("#reply-text")).to_have_value("Angefangen.")


def test_a_rule_is_written_and_tried_out(signed_in: SignedIn, axe: str) -> None:
    page = signed_in("nils", "/office/rules/new/", viewport=PHONE)
    page.get_by_label("Name").fill("Rückgaben")
    page.locator("#more-if").select_option("words")
    page.get_by_role("button", name="Bedingung hinzufügen").click()
    page.get_by_label("Wörter").fill("lampe*")
    page.locator("#more-then").select_option("tag-on")
    page.get_by_role("button", name="Schritt hinzufügen").click()
    page.get_by_role("button", name="Probelauf").click()

    expect(page.locator("#trial")).to_contain_text("Nichts wurde geändert.")
    expect(page.locator("#trial")).to_contain_text("läuft nicht: Worte der Nachricht")
    assert findings(page, axe) == []
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator(".rule-list")).to_contain_text("Rückgaben")
    assert findings(page, axe) == []
