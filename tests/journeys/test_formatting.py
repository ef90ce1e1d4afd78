"""Strong words, lists and links in the writing place: by keys and buttons, as text that is readable everywhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import OpenCase
from .house import Sink

pytestmark = pytest.mark.journey
LIST = "•\u2002ein **Foto**\n•\u2002die Rechnung\n"


def text_of(page: Page) -> str:
    return page.get_by_label("Ihre Antwort").input_value()


def test_what_was_marked_is_shown_and_the_text_stays_readable(open_case: OpenCase, sink: Sink) -> None:
    page = open_case()
    page.keyboard.press("r")
    page.get_by_role("button", name="Liste", exact=True).click()
    page.keyboard.type("ein Foto")
    page.keyboard.press("Control+b")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.type("die Rechnung")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # an empty line of the list ends it
    assert text_of(page) == LIST
    page.keyboard.press("Control+z")
    assert text_of(page) == f"{LIST}•\u2002"
    page.keyboard.press("Control+y")
    page.keyboard.type("Mehr hier")
    page.keyboard.press("Control+Shift+L")
    assert text_of(page) == f"{LIST}Mehr [hier](‹Adresse›)"
    page.keyboard.press("Control+Enter")
    expect(page.locator(".composer .banner")).to_contain_text("‹Adresse›")
    page.get_by_label("Ihre Antwort").fill(f"{LIST}Mehr [hier](https://lampen.example/x) bis 1. Mai, 2*3*4 cm")
    page.keyboard.press("Control+Enter")

    letter = page.locator(".entry.held .letter")
    expect(letter.locator("li")).to_have_text(["ein Foto", "die Rechnung"])
    expect(letter.locator("strong")).to_have_text("Foto")
    expect(letter.get_by_role("link", name="hier")).to_have_attribute("href", "https://lampen.example/x")
    expect(letter).to_contain_text("bis 1. Mai, 2*3*4 cm")
    mail = sink.next_to(page.customer)  # type: ignore[attr-defined]
    plain, html = (part.get_content() for kind in ("plain", "html") if (part := mail.get_body((kind,))) is not None)
    assert plain.splitlines()[:3] == [
        "• ein **Foto**", "• die Rechnung", "Mehr hier <https://lampen.example/x> bis 1. Mai, 2*3*4 cm",
    ]  # fmt: skip
    assert "<ul><li>ein <strong>Foto</strong></li><li>die Rechnung</li></ul>" in html
