"""Putting a case aside by key, by palette and from the list, and back with z."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PHONE, WIDE

from .conftest import OpenCase, SignedIn
from .house import House, Sink, letter

pytestmark = pytest.mark.journey
SLEEPS = re.compile(r"schlummert bis morgen, 09:00, auf Wunsch von Jule")


def facts(page: Page):  # type: ignore[no-untyped-def]
    return page.locator(".case-head .facts")


@pytest.mark.check(8)
@pytest.mark.parametrize("typed", ["schlummern morgen 9 Uhr", "snooze tomorrow 9:00"])
def test_the_palette_snoozes_until_the_typed_moment_and_z_brings_it_back(open_case: OpenCase, typed: str) -> None:
    page = open_case()
    before = facts(page).inner_text()
    page.keyboard.press("Control+k")
    page.keyboard.type(typed)
    expect(page.locator("#palette-found [role=option]").first).to_contain_text("Schlummern bis morgen, 09:00")
    page.keyboard.press("Enter")
    expect(facts(page)).to_have_text(SLEEPS)
    expect(page.locator(".toast")).to_contain_text("Schlummert bis morgen, 09:00.")
    expect(page.locator(".thread")).to_contain_text("lässt es bis morgen, 09:00 schlummern")

    page.keyboard.press("z")

    expect(facts(page)).not_to_contain_text("schlummert")
    assert facts(page).inner_text() == before


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_in_the_palette_a_number_stands_beside_its_name(open_case: OpenCase, viewport: dict[str, int]) -> None:
    page = open_case(viewport=viewport)
    page.keyboard.press("Control+k")
    page.keyboard.type("lampe")
    found = page.locator("#palette-found a[role=option]").first
    expect(found).to_be_visible()

    name, number = (found.locator("span").nth(place).bounding_box() for place in (0, 1))

    assert name is not None and number is not None
    assert name["x"] + name["width"] <= number["x"]


def test_b_offers_moments_and_reads_what_is_typed(open_case: OpenCase) -> None:
    page = open_case()
    page.keyboard.press("b")
    expect(page.locator("#snooze-case .ways button").first).to_be_focused()
    page.get_by_label("Oder in eigenen Worten").fill("morgen 9 Uhr")
    expect(page.locator("#snooze-reading button")).to_contain_text("Schlummern bis morgen, 09:00")
    page.keyboard.press("Enter")
    expect(page.locator("#snooze-reading button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#snooze-case")).to_be_hidden()
    expect(facts(page)).to_have_text(SLEEPS)

    page.get_by_role("button", name="Wecken").click()

    expect(facts(page)).not_to_contain_text("schlummert")
    expect(page.locator(".thread")).to_contain_text("hat es geweckt")


def test_a_letter_brings_back_what_waits_for_a_reply(open_case: OpenCase, house: House) -> None:
    page = open_case()
    page.keyboard.press("b")
    page.get_by_role("button", name="Bis zur Antwort").click()
    expect(facts(page)).to_contain_text("schlummert bis zur Antwort")
    subject, number = page.locator(".case-head h1").inner_text(), page.locator(".facts").inner_text()
    sender = page.customer  # type: ignore[attr-defined]
    assert re.search(r"LA-\d+", number)

    mail = letter(f"Henni Ott <{sender}>", f"Re: {subject} [{re.search(r'LA-[0-9]+', number)[0]}]", "Kommt sie noch?")  # type: ignore[index]
    house.receive(mail)

    page.goto(f"{house.url}/inbox/?view=unassigned")
    expect(page.locator("[data-row]", has_text=subject).first).to_be_visible()


def test_picked_rows_are_snoozed_and_come_back(signed_in: SignedIn, house: House) -> None:
    for number in range(2):
        house.receive(letter(f"Rück <rueck{number}@post.example>", f"Rückfrage {number}", "Wie lange gilt das?"))
    page = signed_in("jule", "/inbox/?view=unassigned", viewport=WIDE)
    rows = page.locator("[data-row]", has_text="Rückfrage")
    expect(rows).to_have_count(2)
    for row in rows.all():
        row.locator("a").focus()
        page.keyboard.press("x")
    page.keyboard.press("b")
    page.get_by_role("button", name="Montag früh").click()
    expect(page.locator(".toast")).to_contain_text("2 Anliegen schlummern.")
    expect(rows).to_have_count(0)
    page.locator("#views a", has_text="Schlummert").click()
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("schlummert bis Mo., ")

    page.keyboard.press("z")

    expect(rows).to_have_count(0)


def test_on_a_phone_the_menu_offers_it(open_case: OpenCase) -> None:
    page = open_case(viewport=PHONE)
    page.get_by_label("Weitere Schritte").click()
    page.get_by_role("link", name="Schlummern …").click()
    expect(page.get_by_role("button", name="Bis zur Antwort")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(
    ("key", "dialog"), [("b", "#snooze-case"), ("e", "#end-case"), ("m", "#merge-case"), ("a", "#hand-case")]
)
def test_keys_work_where_large_text_has_moved_their_buttons_into_the_menu(
    open_case: OpenCase, key: str, dialog: str
) -> None:
    page = open_case(viewport={"width": 640, "height": 450})
    page.keyboard.press(key)
    expect(page.locator(dialog)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(dialog)).to_be_hidden()


def test_without_scripts_the_words_are_shown_as_they_are_read(signed_in: SignedIn, house: House) -> None:
    page = signed_in("jule", "/inbox/?view=open", viewport=WIDE, java_script_enabled=False)
    page.locator("[data-row]", has_text="bei uns").locator("a").first.click()
    page.get_by_role("link", name="Schlummern").first.click()
    page.get_by_label("Oder in eigenen Worten").fill("in 3 Wochen")
    page.keyboard.press("Enter")
    page.get_by_role("button", name=re.compile("Schlummern bis")).click()
    expect(facts(page)).to_contain_text("schlummert bis")
    page.get_by_role("button", name="Wecken").click()
    expect(facts(page)).not_to_contain_text("schlummert")


def test_a_letter_is_written_for_later_and_sent_now(open_case: OpenCase, sink: Sink) -> None:
    page = open_case()
    page.keyboard.press("r")
    page.get_by_label("Ihre Antwort").fill("Guten Tag, die Stange ist unterwegs.")
    page.get_by_label("Weitere Arten zu senden").click()
    page.get_by_role("button", name="Später senden …").click()
    page.get_by_label("Oder in eigenen Worten").fill("morgen 8 Uhr")
    expect(page.locator("#postpone-reading button")).to_contain_text("Senden: morgen, 08:00")
    page.locator("#postpone-reading button").click()
    held = page.locator(".entry.ours.held")
    expect(held).to_contain_text("Geht hinaus: morgen, 08:00, wenn vorher keine Nachricht kommt")

    held.get_by_role("button", name="Jetzt senden").click()

    expect(page.locator(".entry.ours")).to_contain_text("Wird gesendet in")
    page.keyboard.press("z")
    expect(page.get_by_label("Ihre Antwort")).to_have_value("Guten Tag, die Stange ist unterwegs.")
    assert sink.to(page.customer) == []  # type: ignore[attr-defined]
