"""A list of one's own: filtered, kept, put in order and had back, by keyboard, by mouse and without any script."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import WIDE, findings

from .conftest import SignedIn

pytestmark = pytest.mark.journey


@pytest.fixture
def inbox(signed_in: SignedIn) -> Iterator[Page]:
    """Amara before all open cases; the views that a story leaves behind are removed after it."""
    page = signed_in("amara", "/inbox/?view=open", viewport=WIDE)
    yield page
    page.goto(page.url.partition("/inbox")[0] + "/inbox/views/")
    while page.locator(".saved-views > li").count():
        page.locator(".saved-views button[aria-label$='entfernen']").first.click()


def titled(page: Page) -> str:
    return page.locator("#list-title > span").first.inner_text()


def test_the_keyboard_filters_takes_off_and_keeps(inbox: Page, axe: str) -> None:
    page = inbox
    page.keyboard.press("Shift+F")
    dialog = page.get_by_role("dialog", name="Liste filtern")
    expect(dialog.get_by_label("In der Ansicht")).to_be_focused()
    assert findings(page, axe) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # the first state: new
    dialog.get_by_label("Zuständig").focus()
    page.keyboard.press("n")  # niemand
    dialog.get_by_label("Wörter").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/inbox/?view=open&status=new&person=nobody")
    chips = page.locator(".conditions .condition")
    expect(chips).to_have_count(2)
    chips.nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/inbox/?view=open&status=new")
    expect(chips).to_have_count(1)
    page.locator(".conditions").get_by_role("link", name="Ansicht speichern").press("Enter")
    page.get_by_label("Name", exact=True).fill("Ganz neue")
    page.keyboard.press("Enter")
    page.wait_for_url("**/inbox/?view=open&status=new&saved=*")
    assert titled(page) == "Ganz neue"
    expect(page.locator("#views a[aria-current=page]")).to_have_text("Ganz neue")
    expect(page.get_by_role("link", name="Ansicht speichern")).to_have_count(0)


def test_the_order_and_the_look_are_chosen_in_one_menu(inbox: Page, axe: str) -> None:
    page = inbox
    menu = page.get_by_label("Reihenfolge, Darstellung und mehr")
    menu.press("Enter")
    assert findings(page, axe, part="details[open]") == []
    page.get_by_role("link", name="Älteste zuerst").click()
    page.wait_for_url("**sort=oldest")
    menu.click()
    page.get_by_label("kompakt").check()
    page.get_by_label("Nummer", exact=True).check()
    page.get_by_role("button", name="So anzeigen").click()
    expect(page.locator("#rows")).to_have_class("rows scrolls compact")
    expect(page.locator("[data-row] .number").first).to_be_visible()
    assert "sort=oldest" in page.url
    menu.click()
    page.get_by_label("bequem").check()
    page.get_by_label("Nummer", exact=True).uncheck()
    page.get_by_role("button", name="So anzeigen").click()
    expect(page.locator("#rows.compact")).to_have_count(0)


def test_a_removed_view_comes_back_by_z(inbox: Page) -> None:
    page = inbox
    for name, query in (("Erste", "view=open&person=me"), ("Zweite", "view=open&tag=x")):
        page.goto(page.url.partition("/inbox")[0] + f"/inbox/views/new/?{query}")
        page.get_by_label("Name", exact=True).fill(name)
        page.get_by_role("button", name="Speichern", exact=True).click()
        page.wait_for_url("**saved=*")
    page.get_by_label("Reihenfolge, Darstellung und mehr").click()
    page.get_by_role("link", name="Gespeicherte Ansichten ordnen").click()
    page.get_by_role("button", name="Erste: nach unten").press("Enter")
    expect(page.locator(".saved-views .name")).to_have_text(["Zweite", "Erste"])
    page.get_by_role("button", name="Erste: nach oben").press("Enter")
    expect(page.locator(".saved-views .name")).to_have_text(["Erste", "Zweite"])
    expect(page.get_by_role("button", name="Erste: nach unten")).to_be_enabled()
    page.get_by_role("button", name="Zweite: nach oben").press("Enter")
    expect(page.locator(".saved-views .name")).to_have_text(["Zweite", "Erste"])
    page.get_by_role("button", name="Zweite: entfernen").click()
    expect(page.locator(".saved-views .name")).to_have_text(["Erste"])
    page.locator("h1").click()
    page.keyboard.press("z")
    expect(page.locator(".saved-views .name")).to_have_text(["Zweite", "Erste"])


def test_without_a_script_a_list_is_filtered_kept_and_exported(signed_in: SignedIn, tmp_path: Path) -> None:
    page = signed_in("amara", "/inbox/?view=all", viewport=WIDE, java_script_enabled=False)
    page.get_by_role("link", name="Filter", exact=True).click()
    page.get_by_role("heading", name="Liste filtern").wait_for()
    page.get_by_label("bestätigt gelöst").check()
    page.get_by_role("button", name="Zeigen").click()
    expect(page.locator(".conditions .condition")).to_contain_text(["bestätigt gelöst"])
    page.get_by_label("Reihenfolge, Darstellung und mehr").click()
    with page.expect_download() as loading:
        page.get_by_role("button", name="Als CSV exportieren").click()
    loading.value.save_as(tmp_path / "liste.csv")
    rows = list(csv.reader(StringIO((tmp_path / "liste.csv").read_text("utf-8-sig")), delimiter=";"))
    assert (rows[0][0], {row[1] for row in rows[1:]}) == ("Nummer", {"bestätigt gelöst"})


@pytest.mark.parametrize("width", [1280, 1440])
@pytest.mark.parametrize("view", ["customer", "others", "snoozed", "confirmed"])
def test_the_head_of_the_list_stays_in_two_lines(signed_in: SignedIn, width: int, view: str) -> None:
    page = signed_in("amara", f"/inbox/?view={view}", viewport={"width": width, "height": 800})
    page.evaluate("document.fonts.ready.then(() => true)")
    heights = page.eval_on_selector_all(".case-list > .bar > .line", "all => all.map((each) => each.offsetHeight)")
    assert (len(heights), max(heights) <= 36) == (2, True)
    beyond = "all => all.filter((each) => each.scrollWidth > each.clientWidth).length"
    assert page.eval_on_selector_all(".case-list > .bar > .line", beyond) == 0
