"""The desk with the keyboard alone: walk, open, answer, take back, get help, and switch single keys off."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import WIDE

from .conftest import SignedIn, save_how_i_work
from .house import House, letter

HAS_A_BAR = "document.activeElement.matches('textarea.letter, .handle')"  # a bar beside or inside shows it
pytestmark = pytest.mark.journey
OUTLINE = "getComputedStyle(document.activeElement).outlineStyle + getComputedStyle(document.activeElement).boxShadow"


@pytest.fixture
def inbox(signed_in: SignedIn, house: House) -> Page:
    """Amara before all open cases, the newest of them just in."""
    house.receive(letter("Ida Voss <ida.voss@post.example>", "Wo ist meine Rechnung?", "Ich finde sie nicht. Ida Voss"))
    page = signed_in("amara", "/", viewport=WIDE)
    page.keyboard.press("g")
    page.keyboard.press("i")
    page.wait_for_url("**/inbox/")
    page.goto(f"{house.url}/inbox/?view=open")
    page.locator("[data-row]", has_text="Wo ist meine Rechnung?").first.wait_for()
    return page


def open_number(page: Page) -> str:
    return page.url.split("/cases/")[1].split("/")[0]


@pytest.mark.check(7)
def test_from_the_list_to_a_sent_answer_without_a_mouse(inbox: Page) -> None:
    page = inbox
    page.keyboard.press("j")
    expect(page.locator("[data-row]").first.locator("a")).to_be_focused()
    page.keyboard.press("o")
    expect(page.locator(".case-head h1")).to_have_text("Wo ist meine Rechnung?")
    expect(page.locator(".case-head h1")).to_be_focused()
    page.keyboard.press("i")
    expect(page.locator(".case-head .facts")).to_contain_text("bei Amara Okeke")
    page.keyboard.press("n")
    expect(page.get_by_label("Ihre Notiz")).to_be_focused()
    page.keyboard.type("Rechnung liegt im Kundenkonto.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".entry.note")).to_contain_text("im Kundenkonto")
    expect(page.locator(".case-head h1")).to_be_focused()
    page.keyboard.press("r")
    expect(page.get_by_label("Ihre Antwort")).to_be_focused()
    page.keyboard.type("Guten Tag Frau Voss, die Rechnung ist unterwegs.")
    page.keyboard.press("Control+Shift+Enter")
    expect(page.locator(".entry.held")).to_contain_text("die Rechnung ist unterwegs")
    expect(page.locator(".case-head .status")).to_contain_text("wartet auf Kundschaft")
    expect(page.locator(".case-head h1")).to_be_focused()
    page.keyboard.press("z")
    expect(page.get_by_label("Ihre Antwort")).to_have_value("Guten Tag Frau Voss, die Rechnung ist unterwegs.")
    expect(page.get_by_label("Ihre Antwort")).to_be_focused()
    page.keyboard.type(" Anbei")
    expect(page.get_by_label("Ihre Antwort")).to_have_value("Guten Tag Frau Voss, die Rechnung ist unterwegs. Anbei")


def test_the_row_the_title_and_the_way_back_follow_the_open_case(inbox: Page) -> None:
    page = inbox
    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(page).to_have_title(re.compile("Wo ist meine Rechnung"))
    first = open_number(page)
    expect(page.locator("[data-row].selected")).to_have_count(1)
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url(lambda url: "/cases/" in url and f"/{first}/" not in url)
    second = page.locator(".case-head h1").inner_text()
    expect(page.locator("[data-row].selected .matter")).to_have_text(second)
    with page.expect_response("**/inbox/**"):
        page.evaluate("document.body.dispatchEvent(new CustomEvent('list-changed'))")
    page.wait_for_timeout(300)
    expect(page.locator("[data-row].selected .matter")).to_have_text(second)
    expect(page).to_have_title(re.compile(re.escape(second)))
    page.go_back()
    expect(page.locator(".case-head h1")).to_have_text("Wo ist meine Rechnung?")
    expect(page.locator("[data-row].selected .matter")).to_have_text("Wo ist meine Rechnung?")


@pytest.mark.check(6)
def test_a_question_mark_lists_the_keys_and_they_can_be_switched_off(inbox: Page, house: House) -> None:
    page = inbox
    page.keyboard.press("?")
    help_dialog = page.get_by_role("dialog", name="Tasten")
    expect(help_dialog).to_contain_text("Nächstes, voriges")
    help_dialog.get_by_role("button", name="Einzelne Tasten aus- oder einschalten").click()
    page.keyboard.press("Escape")
    expect(help_dialog).to_be_hidden()
    page.keyboard.press("j")
    expect(page.locator("body")).to_be_focused()
    page.goto(f"{house.url}/me/")
    expect(page.get_by_label("Tastatur")).to_have_value("off")
    page.get_by_label("Tastatur").select_option("single")
    save_how_i_work(page)
    page.get_by_text("Gespeichert.").wait_for()
    page.keyboard.press("?")
    expect(help_dialog).to_be_visible()


@pytest.mark.parametrize(
    ("pressed", "first"),
    [
        (["ArrowDown"], "Auf Antwort warten"),
        (["ArrowDown", "ArrowDown"], "Auf Dritte warten …"),
        (["ArrowUp"], "Als ungelesen markieren"),
        (["ArrowDown", "ArrowUp"], "Als ungelesen markieren"),
    ],
)
def test_arrows_walk_through_what_a_menu_shows(inbox: Page, pressed: list[str], first: str) -> None:
    page = inbox
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.locator("summary[aria-label='Weitere Schritte']").press("Enter")
    for key in pressed:
        page.keyboard.press(key)
    expect(page.locator(".case-actions .menu-list :focus")).to_contain_text(first)


@pytest.mark.check(11)
def test_a_dialog_gives_the_focus_back_to_the_menu_it_came_from(inbox: Page) -> None:
    page = inbox
    page.keyboard.press("j")
    page.keyboard.press("o")
    summary = page.locator("summary[aria-label='Weitere Schritte']")
    for leave in ("Escape", "Enter"):
        summary.press("Enter")
        page.get_by_role("link", name="Auf Dritte warten …").press("Enter")
        expect(page.locator("#wait-reason")).to_be_focused()
        if leave == "Enter":
            page.locator("#wait-others").get_by_role("button", name="Schließen").focus()
        page.keyboard.press(leave)
        expect(page.locator("#wait-others")).to_be_hidden()
        expect(summary).to_be_focused()


def test_a_dialog_gives_the_focus_back_to_a_menu_that_was_drawn_anew_meanwhile(inbox: Page) -> None:
    page = inbox
    page.keyboard.press("j")
    page.keyboard.press("o")
    summary = page.locator("summary[aria-label='Weitere Schritte']")
    summary.press("Enter")
    page.get_by_role("link", name="Auf Dritte warten …").press("Enter")
    expect(page.locator("#wait-reason")).to_be_focused()
    summary.evaluate("(old) => old.replaceWith(old.cloneNode(true))")
    page.keyboard.press("Escape")
    expect(summary).to_be_focused()


def test_everything_that_takes_the_focus_shows_it(inbox: Page) -> None:
    page = inbox
    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(page.locator(".case-head h1")).to_be_visible()
    unmarked = []
    page.keyboard.press("Tab")
    for _each in range(40):
        if page.evaluate("document.activeElement === document.body"):
            break
        if page.evaluate(OUTLINE) == "nonenone" and not page.evaluate(HAS_A_BAR):
            unmarked.append(page.evaluate("document.activeElement.outerHTML.slice(0, 100)"))
        page.keyboard.press("Tab")
    assert unmarked == []
