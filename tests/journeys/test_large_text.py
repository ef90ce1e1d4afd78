"""The customer's window at twice the size of text on a small phone, and with files but without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from .house import House, Sink

pytestmark = pytest.mark.journey
SMALL = {"width": 360, "height": 720}


@pytest.fixture
def mailed(open_page: Callable[..., Page], house: House, sink: Sink) -> str:
    """The link to the own list that Rainer Voßberg gets."""
    before = len(sink.to("rainer.vossberg@post.example"))
    page = open_page(f"{house.url}/my/")
    page.get_by_label("Ihre E-Mail-Adresse").fill("rainer.vossberg@post.example")
    page.get_by_role("button", name="Link schicken").click()
    text = sink.next_to("rainer.vossberg@post.example", after=before).get_body(("plain",)).get_content()  # type: ignore[union-attr]
    return re.search(r"http://\S+", text)[0]  # type: ignore[index]


def sticks_out(page: Page) -> tuple[str, int]:
    """Return the page's address and by how many pixels it is wider than its window, at twice the size of text."""
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    return page.url, page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.check(38)
def test_nothing_scrolls_sideways_at_twice_the_size_of_text(browser: Browser, house: House, mailed: str) -> None:
    context = browser.new_context(locale="de-DE", viewport=SMALL)  # pages that are not found are among them
    page = context.new_page()
    page.goto(mailed)
    found = [sticks_out(page)]
    page.get_by_role("button", name="Meine Anliegen zeigen").click()
    page.get_by_role("heading", name="Ihre Anliegen").wait_for()
    found.append(sticks_out(page))
    page.locator("main ul.people a").first.click()
    page.get_by_role("heading", name="Wie es weitergeht").wait_for()
    found.append(sticks_out(page))
    for path in ("/contact/", "/contact/?lang=en", "/c/forged/", "/my/sign-in/forged/", "/c/none/files/none/"):
        page.goto(house.url + path)
        found.append(sticks_out(page))

    context.close()
    assert [(url, over) for url, over in found if over > 0] == []


def test_without_scripts_a_chosen_file_can_be_seen(
    open_page: Callable[..., Page], house: House, tmp_path: Path
) -> None:
    photo = tmp_path / "kaputte-lampe.jpg"
    photo.write_bytes(b"x" * 100)
    pages = [
        open_page(f"{house.url}/contact/", viewport=SMALL, java_script_enabled=enabled) for enabled in (False, True)
    ]

    seen = []
    for page in pages:
        field = page.locator("input[type=file]")
        field.set_input_files(photo)
        seen.append((float(field.evaluate("each => getComputedStyle(each).opacity")), field.bounding_box()))

    (bare, box), (scripted, _) = seen
    assert (bare, scripted) == (1.0, 0.0)
    assert box is not None
    assert (box["width"] > 150, box["height"] > 15, box["x"] + box["width"] <= SMALL["width"]) == (True, True, True)
