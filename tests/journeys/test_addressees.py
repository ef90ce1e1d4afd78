"""Whom an answer goes to, in a real browser: one quiet line, three fields behind it, with and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PHONE, WIDE, findings

from .conftest import SignedIn, send_at_once
from .house import DESK_ADDRESS, House, Sink, letter, until

pytestmark = pytest.mark.journey
OpenCase = Callable[..., Page]


@pytest.fixture
def open_case(signed_in: SignedIn, house: House) -> OpenCase:
    """Karin's browser with a case in which a customer wrote to two others, too."""

    def opened(subject: str, *, scripts: bool = True) -> Page:
        mail = letter("Rolf Wendt <rolf@gaertnerei.example>", subject, "Wann kommt das Flutlicht?")
        del mail["To"]
        mail["To"] = f"{DESK_ADDRESS}, Tilda Wendt <tilda@gaertnerei.example>"
        mail["Cc"] = "Hofladen <laden@gaertnerei.example>"
        house.receive(mail)
        page = signed_in("karin", "/me/", viewport=WIDE, java_script_enabled=scripts)
        send_at_once(page)
        page.goto(f"{house.url}/inbox/?view=unassigned")
        link = page.locator("[data-row]", has_text=subject).locator("a").first
        until(lambda: page.reload() and link.count() == 1)
        page.goto(house.url + str(link.get_attribute("href")))
        return page

    return opened


@pytest.mark.parametrize("scripts", [True, False])
def test_whoever_stays_ticked_and_whoever_is_added_gets_the_answer(
    open_case: OpenCase, sink: Sink, scripts: bool
) -> None:
    page = open_case(f"Flutlicht {scripts}", scripts=scripts)
    line = page.locator(".addressees > summary")
    expect(line).to_contain_text("an Rolf Wendt, Kopie an Tilda Wendt, Hofladen")

    if scripts:
        page.keyboard.press("r")  # without scripts the writing place is open
    line.click()
    page.get_by_role("group", name="Kopie", exact=True).get_by_role("checkbox", name="Hofladen").press("Space")
    page.get_by_label("Blindkopie: weitere Adressen").fill("Archiv <archiv@lichtblick.example>")
    page.get_by_label("Ihre Antwort").fill("Am Dienstag kommt es.")
    if scripts:
        expect(line).to_contain_text("an Rolf Wendt, Kopie an Tilda Wendt, Blindkopie an Archiv")
    page.get_by_role("button", name="Senden und warten").click()
    page.get_by_role("button", name="Trotzdem senden").click()  # nobody in the case knows the archive

    ours = page.locator(".entry.ours").last
    expect(ours).to_contain_text("an Rolf Wendt, Kopie an Tilda Wendt, Blindkopie an Archiv")
    mail = until(lambda: next((each for each in sink.mails if each["Subject"] == f"Re: Flutlicht {scripts}"), None))
    assert (str(mail["To"]), str(mail["Cc"])) == (
        "Rolf Wendt <rolf@gaertnerei.example>",
        "Tilda Wendt <tilda@gaertnerei.example>",
    )
    assert "archiv" not in mail.as_string()


def test_the_open_fields_are_fit_for_everybody(open_case: OpenCase, axe: str) -> None:
    page = open_case("Flutlicht für alle")
    page.keyboard.press("r")
    page.locator(".addressees > summary").click()
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert findings(page, axe) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
