"""Passing a letter on, in a real browser: by keys alone, named before it goes, answered into the case, taken back."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PHONE, WIDE, findings

from .conftest import SignedIn, save_how_i_work, send_at_once
from .house import House, Sink, letter, until

pytestmark = pytest.mark.journey
NUMBERS = count(1)
NAMED = "geht an 1 Person, die nicht zu diesem Anliegen gehört"
OpenCase = Callable[..., Page]


@pytest.fixture
def open_case(signed_in: SignedIn, house: House) -> OpenCase:
    """Karin's browser with a case of a customer of its own."""

    def opened(subject: str, *, at_once: bool = True, scripts: bool = True) -> Page:
        sender = f"Rolf Wendt <rolf{next(NUMBERS)}@gaertnerei.example>"
        house.receive(letter(sender, subject, "Das Flutlicht flackert."))
        page = signed_in("karin", "/me/", viewport=WIDE, java_script_enabled=scripts)
        if at_once:
            send_at_once(page)
        else:
            page.get_by_label("Zeit, eine gesendete Antwort zurückzunehmen").select_option("30")
            save_how_i_work(page)
        page.goto(f"{house.url}/inbox/?view=unassigned")
        link = page.locator("[data-row]", has_text=subject).locator("a").first
        until(lambda: page.reload() and link.count() == 1)
        page.goto(house.url + str(link.get_attribute("href")))
        return page

    return opened


def sent_to(sink: Sink, address: str) -> EmailMessage:
    return until(lambda: next(iter(sink.to(address)), None))


def test_by_keys_alone_it_goes_and_the_answer_comes_back_into_the_case(
    open_case: OpenCase, house: House, sink: Sink
) -> None:
    page = open_case("Flutlicht im Beet")

    page.keyboard.press("f")
    expect(page.get_by_label("An: weitere Adressen")).to_be_focused()
    page.keyboard.type("Ulf Werk <ulf@werkstatt.example>")
    expect(page.get_by_text(NAMED)).to_contain_text("Ulf Werk (ulf@werkstatt.example)")
    page.get_by_label("Ihre Worte dazu").focus()
    page.keyboard.type("Moin Ulf, was ist da los?")
    page.get_by_label("Auf Antwort warten").press("Space")
    page.get_by_role("button", name="Weiterleiten").press("Enter")

    entry = page.locator(".entry.forward")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes('/drafts/forward/'))") == []
    expect(entry).to_contain_text("weitergeleitet an Ulf Werk")
    expect(page.locator(".case-head .status")).to_contain_text("wartet auf Dritte")
    asked = sent_to(sink, "ulf@werkstatt.example")
    assert asked["Subject"] == "WG: Flutlicht im Beet"

    answer = letter("Ulf Werk <ulf@werkstatt.example>", f"AW: {asked['Subject']}", "Der Sensor.", answers=asked)
    house.receive(answer)

    theirs = page.locator(".entry", has_text="Der Sensor.")
    until(lambda: page.reload() and theirs.count() == 1)
    expect(theirs).to_contain_text("von außen, per E-Mail")
    expect(page.locator(".case-head .status")).to_contain_text("bei uns")
    expect(page.locator(".case-head h1")).to_have_text("Flutlicht im Beet")


def test_z_takes_it_back_and_its_page_is_there_again(open_case: OpenCase, sink: Sink) -> None:
    page = open_case("Flutlicht am Tor", at_once=False)
    page.keyboard.press("f")
    page.get_by_label("An: weitere Adressen").fill("zu-frueh@werkstatt.example")
    page.get_by_label("Ihre Worte dazu").fill("Zu früh.")
    page.get_by_role("button", name="Weiterleiten").click()
    expect(page.locator(".entry.forward")).to_be_visible()

    page.keyboard.press("z")

    expect(page.get_by_label("Ihre Worte dazu")).to_have_value("Zu früh.")
    expect(page.get_by_role("checkbox", name="zu-frueh@werkstatt.example")).to_be_checked()
    assert sink.to("zu-frueh@werkstatt.example") == []


def test_who_is_known_is_offered_and_taken_by_keys(open_case: OpenCase) -> None:
    page = open_case("Flutlicht am Weg")
    page.keyboard.press("f")
    field = page.get_by_label("An: weitere Adressen")

    field.press_sequentially("matthies")
    expect(page.get_by_role("option", name="Swantje Matthiesen")).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("role") == "combobox"
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press_sequentially("en")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(field).to_have_value("Swantje Matthiesen <s.matthiesen@foerdeblick.example>, ")
    expect(page.get_by_text(NAMED)).to_contain_text("Swantje Matthiesen")


def test_an_answer_marks_at_once_who_is_not_part_of_the_case(open_case: OpenCase) -> None:
    page = open_case("Flutlicht am Haus")
    page.keyboard.press("r")
    line = page.locator(".addressees > summary")
    line.click()
    sign = line.get_by_text("nicht im Anliegen")
    expect(sign).to_be_hidden()

    page.get_by_label("Kopie: weitere Adressen", exact=True).press_sequentially("fremd@anders.example")

    expect(sign).to_be_visible()
    expect(page.locator("#reply .send")).to_contain_text(f"{NAMED}: fremd@anders.example")
    page.get_by_label("Kopie: weitere Adressen", exact=True).fill("")
    expect(sign).to_be_hidden()


def test_without_scripts_the_page_names_them_before_it_goes(open_case: OpenCase, sink: Sink) -> None:
    page = open_case("Flutlicht ohne Skript", scripts=False)
    page.locator(".case-head .menu > summary").click()
    page.get_by_role("link", name="Weiterleiten …").first.click()
    page.get_by_label("An: weitere Adressen").fill("uta@werkstatt.example")
    page.get_by_label("Ihre Worte dazu").fill("Bitte ansehen.")

    page.get_by_role("button", name="Weiterleiten").click()
    expect(page.get_by_text(NAMED)).to_contain_text("uta@werkstatt.example")
    assert sink.to("uta@werkstatt.example") == []
    page.get_by_role("button", name="Weiterleiten").click()

    expect(page.locator(".entry.forward")).to_contain_text("weitergeleitet an uta@werkstatt.example")
    sent_to(sink, "uta@werkstatt.example")


def test_its_page_is_fit_for_everybody(open_case: OpenCase, axe: str) -> None:
    page = open_case("Flutlicht für alle Fälle")
    page.keyboard.press("f")
    page.get_by_label("An: weitere Adressen").press_sequentially("mat")
    expect(page.get_by_role("option").first).to_be_visible()
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert findings(page, axe) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
