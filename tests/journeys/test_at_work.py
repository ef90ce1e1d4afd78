"""What stays true while somebody works: help without single keys, the clock of the house, who is writing."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser import WIDE

from .conftest import SignedIn, save_how_i_work
from .house import House, letter

pytestmark = pytest.mark.journey
FAR = "Pacific/Auckland"
NUMBERS = iter(range(1, 100))


@pytest.fixture
def case(signed_in: SignedIn, house: House) -> str:
    """The address of a case that has just come."""
    subject = f"Die Uhr geht nach ({next(NUMBERS)})"
    house.receive(letter("Wim Zeh <wim.zeh@post.example>", subject, "Sie geht jeden Tag eine Minute nach."))
    page = signed_in("jule", "/inbox/?view=unassigned", viewport=WIDE)
    row = page.locator("[data-row]", has_text=subject).locator("a").first
    address = row.get_attribute("href")
    page.goto("about:blank")
    assert address is not None
    return address.partition("?")[0]


def choose_keys(page: Page, house: House, keys: str) -> None:
    page.goto(f"{house.url}/me/")
    page.get_by_label("Tastatur").select_option(keys)
    save_how_i_work(page)
    page.get_by_text("Gespeichert.").wait_for()


def test_without_single_keys_the_help_is_opened_by_its_button_and_by_no_sign(
    signed_in: SignedIn, case: str, house: House
) -> None:
    page = signed_in("jule", case, viewport=WIDE)
    choose_keys(page, house, "off")
    page.goto(house.url + case)
    help_dialog = page.get_by_role("dialog", name="Tasten")

    page.keyboard.press("?")
    page.keyboard.press("j")
    expect(help_dialog).to_be_hidden()
    page.get_by_role("button", name="Tasten", exact=True).click()
    expect(help_dialog).to_be_visible()
    switch = help_dialog.get_by_role("button", name="Einzelne Tasten aus- oder einschalten")
    expect(switch).to_have_attribute("aria-pressed", "false")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    page.keyboard.press("?")

    expect(help_dialog).to_be_visible()


def test_with_alt_the_sign_alone_opens_nothing(signed_in: SignedIn, case: str, house: House) -> None:
    page = signed_in("jule", case, viewport=WIDE)
    choose_keys(page, house, "alt")
    page.goto(house.url + case)
    help_dialog = page.get_by_role("dialog", name="Tasten")

    page.keyboard.press("?")
    expect(help_dialog).to_be_hidden()
    page.keyboard.press("Alt+?")
    expect(help_dialog).to_be_visible()

    choose_keys(page, house, "single")


@pytest.mark.parametrize("field", ["Ihre Antwort", "Ihre Notiz"])
def test_a_question_mark_in_a_text_is_a_question_mark(signed_in: SignedIn, case: str, field: str) -> None:
    page = signed_in("jule", case, viewport=WIDE)
    page.keyboard.press("n" if field == "Ihre Notiz" else "r")
    expect(page.get_by_label(field)).to_be_focused()

    page.keyboard.type("Wirklich?")

    expect(page.get_by_label(field)).to_have_value("Wirklich?")
    expect(page.get_by_role("dialog", name="Tasten")).to_be_hidden()


@pytest.mark.parametrize("zone", [FAR, "America/Los_Angeles"])
def test_the_time_of_a_saved_draft_is_that_of_the_house(signed_in: SignedIn, case: str, zone: str) -> None:
    page = signed_in("jule", case, viewport=WIDE, timezone_id=zone)
    before = datetime.now(ZoneInfo("Europe/Berlin"))

    page.get_by_label("Ihre Antwort").press_sequentially("Guten Tag")
    status = page.locator("#reply [data-draft-status]")
    expect(status).to_have_text(re.compile(r"\d\d:\d\d"))

    found = re.search(r"\d\d:\d\d", status.inner_text())
    minutes = [f"{before + timedelta(minutes=more):%H:%M}" for more in range(3)]
    assert found is not None and found[0] in minutes


def test_the_time_of_words_that_come_back_is_that_of_the_house(signed_in: SignedIn, case: str) -> None:
    page = signed_in("jule", case, viewport=WIDE, timezone_id=FAR)
    at = datetime(2026, 1, 15, 9, 5, tzinfo=ZoneInfo("Europe/Berlin"))
    kept = f"JSON.stringify({{ text: 'Guten Abend', at: {int(at.timestamp() * 1000)} }})"
    writer = page.locator("#reply").get_attribute("data-draft-of")
    page.evaluate(f"localStorage.setItem('draft:{writer}:{case}drafts/reply/', {kept})")

    with page.expect_response("**/drafts/reply/"):
        page.reload()
        expect(page.locator("#reply [data-draft-status]")).to_contain_text("09:05")

    expect(page.get_by_label("Ihre Antwort")).to_have_value("Guten Abend")


def test_who_types_is_seen_writing_until_they_rest(signed_in: SignedIn, case: str) -> None:
    writer = signed_in("karin", case, viewport=WIDE)
    reader = signed_in("jule", case, viewport=WIDE)
    expect(writer.locator("#presence")).to_have_text("Jule Petersen liest mit")
    writer.clock.install()

    writer.get_by_label("Ihre Antwort").press_sequentially("Guten Tag")
    expect(reader.locator("#presence")).to_have_text("Karin Brodersen schreibt gerade")
    expect(reader.locator("[data-other-writes]")).to_contain_text("schreibt hier auch gerade eine Antwort")
    writer.clock.fast_forward(15_000)
    writer.get_by_label("Ihre Antwort").press_sequentially(", Frau")
    writer.clock.fast_forward(15_000)
    expect(reader.locator("#presence")).to_have_text("Karin Brodersen schreibt gerade")
    writer.clock.fast_forward(15_000)

    expect(reader.locator("#presence")).to_have_text("Karin Brodersen liest mit")
    expect(reader.locator("[data-other-writes]")).to_be_empty()


def test_who_types_a_note_is_seen_writing_and_warns_nobody(signed_in: SignedIn, case: str) -> None:
    writer = signed_in("karin", case, viewport=WIDE)
    reader = signed_in("jule", case, viewport=WIDE)

    writer.keyboard.press("n")
    writer.get_by_label("Ihre Notiz").press_sequentially("Rief an")

    expect(reader.locator("#presence")).to_have_text("Karin Brodersen schreibt gerade")
    expect(reader.locator("[data-other-writes]")).to_be_empty()


# A tab behind: its page is there, and nobody sees it yet.
BEHIND = """
  let seen = false;
  Object.defineProperty(document, "visibilityState", { get: () => (seen ? "visible" : "hidden") });
  window.turnToIt = () => { seen = true; document.dispatchEvent(new Event("visibilitychange")); };
"""


def test_a_case_is_read_once_its_page_is_seen_and_not_before(signed_in: SignedIn, house: House, case: str) -> None:
    page = signed_in("jule", "/inbox/?view=unassigned", viewport=WIDE)
    row = page.locator(f"[data-row]:has([href*='{case}'])")
    expect(row).to_have_class("row unread")

    page.context.add_init_script(BEHIND)
    tab = page.context.new_page()
    tab.goto(house.url + case)
    tab.locator("#thread").wait_for()
    page.reload()
    expect(row).to_have_class("row unread")

    with tab.expect_response(re.compile("/read-mark/$")):
        tab.evaluate("turnToIt()")
    page.reload()
    expect(row).to_have_class("row")


def test_a_case_opened_in_its_list_is_read(signed_in: SignedIn, case: str) -> None:
    page = signed_in("jule", "/inbox/?view=unassigned", viewport=WIDE)
    row = page.locator(f"[data-row]:has([href*='{case}'])")

    with page.expect_response(re.compile("/read-mark/$")):
        row.locator("a").first.click()
    page.goto(page.url.partition("cases/")[0] + "inbox/?view=unassigned")

    expect(row).to_have_class("row")
