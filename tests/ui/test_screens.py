"""Every sample screen, as axe, a small phone, a reader without script and a strict policy see it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from kulanz.ui.views import GUIDE_PAGES
from tests.browser import PHONE, WIDE, findings

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("name", GUIDE_PAGES)
def test_axe_finds_nothing_wide_and_light_or_narrow_and_dark(
    open_page: Callable[..., Page], guide: str, axe: str, name: str
) -> None:
    assert findings(open_page(f"{guide}{name}/", viewport=WIDE, color_scheme="light"), axe) == []
    assert findings(open_page(f"{guide}{name}/", viewport=PHONE, color_scheme="dark"), axe) == []


@pytest.mark.parametrize("name", GUIDE_PAGES)
def test_nothing_scrolls_sideways_at_320_px(open_page: Callable[..., Page], guide: str, name: str) -> None:
    page = open_page(f"{guide}{name}/", viewport={"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_without_script_every_form_of_the_composer_can_be_used(open_page: Callable[..., Page], guide: str) -> None:
    page = open_page(f"{guide}case/", viewport=WIDE, java_script_enabled=False)
    assert [page.locator(f"#{name}").is_visible() for name in ("reply", "note", "call")] == [True, True, True]


def test_the_layers_that_open_have_no_findings_either(open_page: Callable[..., Page], guide: str, axe: str) -> None:
    page = open_page(f"{guide}case/", viewport=WIDE)
    for opening in ("?", "Control+k"):
        page.keyboard.press(opening)
        page.wait_for_selector("dialog[open]")
        assert findings(page, axe) == []
        page.keyboard.press("Escape")
    page.get_by_label("Weitere Schritte").click()
    assert findings(page, axe) == []


def test_buttons_and_links_of_the_desk_are_at_least_24_px_high(open_page: Callable[..., Page], guide: str) -> None:
    page = open_page(f"{guide}case/", viewport=WIDE)
    small = page.evaluate(
        "[...document.querySelectorAll('button, summary, .rail a, .views a, .row a, .tabs a')]"
        ".filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 24)"
        ".map((each) => each.outerHTML.slice(0, 80))"
    )
    assert small == []
