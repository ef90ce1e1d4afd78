"""News wait while a hand is at work, and never for good: whatever keeps the end of a press to itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PHONE, WIDE

from .conftest import SignedIn

pytestmark = pytest.mark.journey
CASE = "/cases/LA-12/"
NUMBERS = iter(range(1, 100))


@pytest.fixture
def colleague(signed_in: SignedIn) -> Iterator[Page]:
    """Somebody else in the same case."""
    yield signed_in("amara", CASE, viewport=WIDE)


@pytest.fixture
def tell(colleague: Page) -> Callable[[Page], str]:
    """Lets news of the case come to a page; returns the words of the note that they are about."""

    def written(page: Page) -> str:
        words = f"Das Lager ruft um {next(NUMBERS)} Uhr an."
        with page.expect_response(lambda answer: answer.request.headers.get("hx-target") == "thread"):
            colleague.keyboard.press("n")
            expect(colleague.get_by_label("Ihre Notiz")).to_be_focused()
            colleague.keyboard.type(words)
            colleague.keyboard.press("Control+Enter")
        return words

    return written


def listening(page: Page) -> Page:
    expect(page.locator("body")).to_have_attribute("data-live", "on")
    return page


def steps(page: Page):  # type: ignore[no-untyped-def]
    return page.locator("#case-head summary[aria-label='Weitere Schritte']")


def test_the_menu_of_the_browser_keeps_no_news_away(signed_in: SignedIn, tell: Callable[[Page], str]) -> None:
    page = listening(signed_in("karin", CASE, viewport=WIDE))
    steps(page).hover()
    page.mouse.down(button="right")  # it is let go over the menu, which tells nobody

    expect(page.locator(".entry.note", has_text=tell(page))).to_be_attached()


def test_a_press_whose_end_nobody_told_ends_with_the_next_movement(
    signed_in: SignedIn, tell: Callable[[Page], str]
) -> None:
    page = listening(signed_in("karin", CASE, viewport=WIDE))
    steps(page).hover()
    page.mouse.down()
    words = tell(page)
    page.wait_for_timeout(500)  # long enough for what came to be put in place
    expect(page.locator(".entry.note", has_text=words)).not_to_be_attached()

    page.evaluate("dispatchEvent(new PointerEvent('pointermove', { pointerType: 'mouse', buttons: 0 }))")

    expect(page.locator(".entry.note", has_text=words)).to_be_attached()


def test_while_the_button_is_down_a_movement_ends_nothing(signed_in: SignedIn, tell: Callable[[Page], str]) -> None:
    page = listening(signed_in("karin", CASE, viewport=WIDE))
    page.get_by_label("Breite der Liste").hover(position={"x": 12, "y": 300})
    page.mouse.down()
    words = tell(page)
    page.mouse.move(700, 400)
    page.mouse.move(720, 400)
    page.wait_for_timeout(500)
    expect(page.locator(".entry.note", has_text=words)).not_to_be_attached()
    expect(page.get_by_label("Breite der Liste")).to_have_class("handle dragging")

    page.mouse.up()

    expect(page.get_by_label("Breite der Liste")).to_have_class("handle")
    expect(page.locator(".entry.note", has_text=words)).to_be_attached()


def test_what_is_dragged_keeps_no_news_away(signed_in: SignedIn, tell: Callable[[Page], str]) -> None:
    page = listening(signed_in("karin", CASE, viewport=WIDE))
    page.locator("[data-row] a").first.hover()
    page.mouse.down()
    page.mouse.move(700, 400, steps=5)

    expect(page.locator(".entry.note", has_text=tell(page))).to_be_attached()
    page.mouse.up()


def test_a_menu_in_a_pane_that_is_hidden_by_now_holds_nothing_up(signed_in: SignedIn) -> None:
    page = listening(signed_in("karin", "/inbox/?view=open", viewport=PHONE))
    page.locator("#list details.only-narrow summary").click()
    expect(page.locator("#list details.only-narrow[open]")).to_be_visible()
    page.set_viewport_size(WIDE)
    expect(page.locator("#list details.only-narrow")).to_be_hidden()
    page.locator("#list").evaluate("list => { list.dataset.old = 'yes' }")

    page.evaluate("document.body.dispatchEvent(new CustomEvent('list-changed'))")

    expect(page.locator("#list[data-old]")).to_have_count(0)


def test_news_that_came_before_the_pane_was_hidden_come_with_it(signed_in: SignedIn) -> None:
    page = listening(signed_in("karin", "/inbox/?view=open", viewport=PHONE))
    page.locator("#list details.only-narrow summary").click()
    page.locator("#list").evaluate("list => { list.dataset.old = 'yes' }")
    with page.expect_response("**/inbox/**"):
        page.evaluate("document.body.dispatchEvent(new CustomEvent('list-changed'))")
    page.wait_for_timeout(500)
    expect(page.locator("#list[data-old]")).to_have_count(1)

    page.set_viewport_size(WIDE)

    expect(page.locator("#list[data-old]")).to_have_count(0)


def test_a_handle_that_the_pointer_has_let_go_holds_the_list_no_more(signed_in: SignedIn) -> None:
    page = listening(signed_in("karin", CASE, viewport=WIDE))
    page.get_by_label("Breite der Liste").hover(position={"x": 12, "y": 300})
    page.mouse.down()
    page.mouse.move(700, 400)
    page.locator("#list").evaluate("list => { list.dataset.old = 'yes' }")
    with page.expect_response("**/inbox/**"):
        page.evaluate("document.body.dispatchEvent(new CustomEvent('list-changed'))")
    page.wait_for_timeout(500)
    expect(page.locator("#list[data-old]")).to_have_count(1)

    page.mouse.up()

    expect(page.locator("#list[data-old]")).to_have_count(0)


def test_after_the_print_preview_is_called_off_the_news_come(signed_in: SignedIn, tell: Callable[[Page], str]) -> None:
    page = listening(signed_in("karin", CASE, viewport=WIDE))
    page.emulate_media(media="print")
    words = tell(page)
    page.wait_for_timeout(500)
    expect(page.locator(".entry.note", has_text=words)).not_to_be_attached()

    page.emulate_media(media="screen")

    expect(page.locator(".entry.note", has_text=words)).to_be_attached()
