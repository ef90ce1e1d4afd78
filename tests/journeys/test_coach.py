"""Somebody answers an upset customer, and the coach stands in the margin."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import PHONE, WIDE, findings

from .conftest import SignedIn
from .house import House, letter, until

pytestmark = pytest.mark.journey
NUMBERS = iter(range(1, 100))
LETTER = (
    "Sie Vollidiot!\n\nSeit drei Wochen warte ich auf mein Rad, das ist jetzt schon das zweite Mal. Ich bin sehr "
    "enttäuscht. Wann kommt das Rad? Und muss ich den Versand zahlen?\n\nEva Wald"
)
START = "Guten Tag Eva Wald,\n\nes tut mir leid, dass Sie schon zum zweiten Mal warten.\n\n"
WALL = "Da können wir leider nichts machen. "
PROMISE = "Ihr Rad kommt bis Freitag, 12 Uhr."
END = " Den Versand zahlen Sie nicht, er ist kostenlos.\n\nMit freundlichen Grüßen\nKarin Brodersen"
OpenCase = Callable[..., Page]


@pytest.fixture
def open_case(signed_in: SignedIn, house: House) -> OpenCase:
    """Opens a new case of Eva Wald, once her letter has been read."""

    def opened(**options: object) -> Page:
        subject = f"Wo bleibt mein Rad? ({next(NUMBERS)})"
        house.receive(letter(f"Eva Wald <eva{next(NUMBERS)}@post.example>", subject, LETTER))
        scripts = options.pop("java_script_enabled", True)
        page = signed_in("karin", "/inbox/?view=unassigned", **{"viewport": WIDE, **options})

        def is_read() -> bool:
            page.reload()
            return page.locator("[data-row]", has_text=subject).locator("text=verärgert").count() == 1

        until(is_read)
        path = page.locator("[data-row]", has_text=subject).locator("a").get_attribute("href")
        if not scripts:
            page = signed_in("karin", str(path), java_script_enabled=False, **{"viewport": WIDE, **options})
        else:
            page.goto(house.url + str(path))
        return page

    return opened


@pytest.fixture
def desk(open_case: OpenCase) -> Page:
    return open_case()


def write(page: Page, text: str) -> None:
    page.locator("#reply-text").focus()
    page.keyboard.insert_text(text)


def notes(page: Page) -> list[str]:
    return page.locator(".remark:not(.catch) [data-title]").all_inner_texts()


def test_a_note_stands_beside_its_line_and_one_key_takes_its_words_over(desk: Page) -> None:
    write(desk, START + WALL)

    note = desk.locator(".remark")
    expect(note).to_contain_text("Nichts zu machen")
    line = desk.locator(".mirror .advice").bounding_box()
    beside = note.bounding_box()
    assert line is not None
    assert beside is not None
    assert abs(line["y"] - beside["y"]) < 20
    desk.keyboard.press("Alt+1")
    text = desk.locator("#reply-text")
    expect(text).to_have_value(START + "Was wir Ihnen anbieten können: ‹was möglich ist›. ")
    assert desk.evaluate("getSelection().toString()") == "‹was möglich ist›"
    desk.keyboard.press("Control+z")
    expect(text).to_have_value(START + WALL)


def test_the_lines_lie_under_their_words_and_the_text_does_not_move(desk: Page) -> None:
    write(desk, START)
    before = desk.locator("#reply-text").bounding_box()
    write(desk, WALL)
    expect(desk.locator(".mirror .advice")).to_have_text(WALL.strip())

    assert desk.locator("#reply-text").bounding_box() == before
    same = """(() => {
      const place = (each) => {
        const { font, lineHeight, letterSpacing } = getComputedStyle(each);
        const { x, y } = each.getBoundingClientRect();
        return [font, lineHeight, letterSpacing, x, y, each.clientWidth].join();
      };
      return place(document.querySelector('.mirror')) === place(document.querySelector('#reply-text'));
    })()"""
    assert desk.evaluate(same)


@pytest.mark.check(24)
def test_a_good_letter_gets_no_note_and_its_questions_tick_off(desk: Page) -> None:
    expect(desk.locator("[data-question].open")).to_have_count(2)
    write(desk, START + PROMISE + END)

    expect(desk.locator("[data-question].done")).to_have_count(2)
    assert notes(desk) == []
    expect(desk.locator(".coach > header")).to_contain_text("Tonfall")


def test_a_dismissed_note_stays_away_from_this_draft(desk: Page) -> None:
    write(desk, START + WALL)
    expect(desk.locator(".remark")).to_have_count(1)
    desk.locator("[data-why]").click()
    expect(desk.locator("[data-reason]")).to_be_visible()
    desk.locator("#reply-text").focus()
    desk.keyboard.press("Alt+Backspace")
    expect(desk.locator(".remark")).to_have_count(0)

    write(desk, "Bitte sehen Sie nach. ")
    desk.wait_for_timeout(400)
    assert notes(desk) == []


def test_tab_records_a_promise_and_the_letter_gives_it(desk: Page) -> None:
    write(desk, START + PROMISE + END)
    expect(desk.locator(".mirror .pledge")).to_have_text("bis Freitag, 12 Uhr")
    expect(desk.locator(".remark.catch")).to_have_count(1)
    place = len(START + "Ihr Rad kommt bis Frei")
    desk.locator("#reply-text").evaluate(f"(area) => area.setSelectionRange({place}, {place})")
    desk.keyboard.press("Tab")
    expect(desk.locator("#side-promises")).to_contain_text("im Entwurf")
    expect(desk.locator(".remark.catch")).to_have_count(0)
    assert desk.evaluate("document.activeElement.id") == "reply-text"
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.id") != "reply-text"

    desk.get_by_role("button", name="Senden und warten").click()
    expect(desk.locator(".entry.ours")).to_have_count(1)
    expect(desk.locator("#side-promises")).to_contain_text("Ihr Rad kommt bis Freitag, 12 Uhr")
    expect(desk.locator("#side-promises")).not_to_contain_text("im Entwurf")
    desk.locator("#side-promises").get_by_role("button", name="Gehalten").click()
    expect(desk.locator("#side-promises")).to_be_hidden()


@pytest.mark.check(19)
def test_an_announced_file_that_is_missing_stops_the_letter_once(desk: Page) -> None:
    write(desk, START + "Im Anhang finden Sie die Rechnung." + END)
    desk.get_by_role("button", name="Senden und warten").click()

    expect(desk.locator(".composer .banner")).to_contain_text("kündigt eine Datei an")
    expect(desk.locator("#reply-text")).to_have_value(re.compile("Im Anhang finden Sie"))
    assert desk.locator(".entry.ours").count() == 0
    desk.get_by_role("button", name="Trotzdem senden").click()
    expect(desk.locator(".entry.ours")).to_have_count(1)


@pytest.mark.check(26)
def test_the_switch_leaves_no_trace_on_the_page(desk: Page) -> None:
    write(desk, START + WALL)
    expect(desk.locator(".remark")).to_have_count(1)
    with desk.expect_response("**/me/coach/*"):
        desk.locator("[data-coach-switch] button").click()

    assert desk.locator(".coach, .mirror, .advice").count() == 0
    desk.reload()
    assert desk.locator(".coach").count() == 0
    desk.get_by_label("Weitere Schritte").click()
    desk.get_by_role("button", name="Schreibhilfe einschalten").click()
    expect(desk.locator(".coach")).to_be_visible()


@pytest.mark.check(34)
def test_hurtful_words_come_only_when_asked_for(desk: Page) -> None:
    letter = desk.locator(".entry .letter").first
    expect(letter).to_contain_text("verletzende Worte, verhüllt")
    assert "Vollidiot" not in desk.content()
    expect(desk.locator(".side")).to_contain_text("Abgeben geht immer")

    desk.get_by_role("link", name="Wortlaut zeigen").click()
    expect(letter).to_contain_text("Vollidiot")
    desk.get_by_role("button", name="In die Antwort einfügen").click()
    expect(desk.locator("#reply-text")).to_have_value(re.compile("Beleidigungen nehmen wir nicht hin"))


def test_news_do_not_call_off_what_was_asked_for(desk: Page) -> None:
    asked: list[Route] = []
    desk.route(re.compile("[?&]words"), lambda route: asked.append(route), times=1)
    desk.get_by_role("link", name="Wortlaut zeigen").click()
    with desk.expect_response(lambda answer: answer.request.headers.get("hx-target") == "thread"):
        desk.evaluate("document.body.dispatchEvent(new CustomEvent(`case-changed-${sheet.dataset.case}`))")
    asked[0].continue_()

    expect(desk.locator(".entry .letter").first).to_contain_text("Vollidiot")


def test_whoever_records_a_promise_writes_on(desk: Page) -> None:
    write(desk, START + PROMISE)
    desk.get_by_role("button", name="Festhalten").click()

    expect(desk.locator("#side-promises")).to_contain_text("12:00")
    expect(desk.locator("#reply-text")).to_be_focused()


def test_without_script_the_draft_can_be_checked(open_case: OpenCase) -> None:
    page = open_case(java_script_enabled=False)
    page.locator("#reply-text").fill(START + WALL + PROMISE)
    page.get_by_role("button", name="Prüfen").click()

    expect(page.locator(".coach")).to_contain_text("Nichts zu machen")
    expect(page.locator("#reply-text")).to_have_value(START + WALL + PROMISE)
    page.get_by_role("button", name="Festhalten").click()
    expect(page.locator("#side-promises")).to_contain_text("bis Freitag, 12 Uhr")
    expect(page.locator("#reply-text")).to_have_value(START + WALL + PROMISE)


@pytest.mark.parametrize(("size", "colours"), [(WIDE, "light"), (PHONE, "dark")])
def test_axe_finds_nothing_beside_a_draft_with_notes(
    open_case: OpenCase, axe: str, size: dict[str, int], colours: str
) -> None:
    page = open_case(color_scheme=colours)
    page.set_viewport_size(size)  # type: ignore[arg-type]
    write(page, START + WALL + PROMISE)
    expect(page.locator(".remark")).to_have_count(2)
    assert findings(page, axe) == []
