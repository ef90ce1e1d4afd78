"""Somebody answers an upset customer, and the coach stands in the margin."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from kulanz.cases import actions
from kulanz.cases.arrival import Arrival
from kulanz.cases.models import Case, Message
from kulanz.coach.actions import read_letter
from kulanz.people.models import User
from kulanz.promises.models import Promise
from tests.factories import make_brand, make_customer, make_user
from tests.ui.test_screens import findings

from .conftest import OpenAs

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 780}
LETTER = (
    "Sie Vollidiot!\n\nSeit drei Wochen warte ich auf mein Rad, das ist jetzt schon das zweite Mal. Ich bin sehr "
    "enttäuscht. Wann kommt das Rad? Und muss ich den Versand zahlen?\n\nEva Wald"
)
START = "Guten Tag Eva Wald,\n\nes tut mir leid, dass Sie schon zum zweiten Mal warten.\n\n"
WALL = "Da können wir leider nichts machen. "
PROMISE = "Ihr Rad kommt bis Freitag, 12 Uhr."
END = " Den Versand zahlen Sie nicht, er ist kostenlos.\n\nMit freundlichen Grüßen\nTim Kern"


@pytest.fixture
def agent(transactional_db: None) -> User:
    return make_user(name="Tim Kern")


@pytest.fixture
def case(transactional_db: None) -> Case:
    brand = make_brand()
    make_customer(name="Eva Wald", address="eva@post.example")
    arrival = Arrival(channel="email", brand_id=brand.pk, sender_address="eva@post.example", sender_name="Eva Wald",
                      subject="Wo bleibt mein Rad?", text=LETTER, language="de", at=datetime.now(UTC))  # fmt: skip
    received = actions.receive_messages([arrival])[0]
    read_letter(message_id=received.message_id)
    return Case.objects.get(pk=received.case_id)


@pytest.fixture
def desk(open_as: OpenAs, agent: User, case: Case) -> Page:
    return open_as(agent, f"/cases/{case.number}/?view=all", viewport=WIDE)


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
    same = "(() => { const [a, b] = ['.mirror', '#reply-text'].map((each) => document.querySelector(each)); "
    same += "const of = (e) => { const s = getComputedStyle(e), r = e.getBoundingClientRect(); "
    same += "return [s.font, s.lineHeight, s.letterSpacing, r.x, r.y, e.clientWidth].join(); }; return of(a) === of(b); })()"
    assert desk.evaluate(same)


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


def test_tab_records_a_promise_and_the_customer_reads_it(desk: Page, case: Case) -> None:
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

    desk.get_by_role("button", name="Nur senden").click()
    expect(desk.locator(".entry.ours")).to_have_count(1)
    promise = Promise.objects.get()
    assert (promise.words, promise.message_id) == ("Ihr Rad kommt bis Freitag, 12 Uhr", case.messages.last().pk)  # type: ignore[union-attr]


def test_an_announced_file_that_is_missing_stops_the_letter_once(desk: Page, case: Case) -> None:
    write(desk, START + "Im Anhang finden Sie die Rechnung." + END)
    desk.get_by_role("button", name="Nur senden").click()

    expect(desk.locator(".composer .banner")).to_contain_text("kündigt eine Datei an")
    expect(desk.locator("#reply-text")).to_have_value(re.compile("Im Anhang finden Sie"))
    assert not Message.objects.filter(direction="out").exists()
    desk.get_by_role("button", name="Trotzdem senden").click()
    expect(desk.locator(".entry.ours")).to_have_count(1)


def test_the_switch_leaves_no_trace_on_the_page(desk: Page, agent: User) -> None:
    write(desk, START + WALL)
    expect(desk.locator(".remark")).to_have_count(1)
    with desk.expect_response("**/me/coach/"):
        desk.get_by_role("button", name="Aus", exact=False).first.click()

    assert desk.locator(".coach, .mirror, .advice").count() == 0
    assert User.objects.get(pk=agent.pk).coach_on is False


def test_hurtful_words_come_only_when_asked_for(desk: Page) -> None:
    letter = desk.locator(".entry .letter").first
    expect(letter).to_contain_text("verletzende Worte, verhüllt")
    assert "Vollidiot" not in desk.content()
    expect(desk.locator(".side")).to_contain_text("Abgeben geht immer")

    desk.get_by_role("link", name="Wortlaut zeigen").click()
    expect(letter).to_contain_text("Vollidiot")
    desk.get_by_role("button", name="In die Antwort einfügen").click()
    expect(desk.locator("#reply-text")).to_have_value(re.compile("Beleidigungen nehmen wir nicht hin"))


def test_without_script_the_draft_can_be_checked(open_as: OpenAs, agent: User, case: Case) -> None:
    page = open_as(agent, f"/cases/{case.number}/", viewport=WIDE, java_script_enabled=False)
    page.locator("#reply-text").fill(START + WALL + PROMISE)
    page.get_by_role("button", name="Prüfen").click()

    expect(page.locator(".coach")).to_contain_text("Nichts zu machen")
    expect(page.locator("#reply-text")).to_have_value(START + WALL + PROMISE)
    page.get_by_role("button", name="Festhalten").click()
    expect(page.locator("#side-promises")).to_contain_text("bis Freitag, 12 Uhr")
    expect(page.locator("#reply-text")).to_have_value(START + WALL + PROMISE)


@pytest.mark.parametrize(("size", "colours"), [(WIDE, "light"), (PHONE, "dark")])
def test_axe_finds_nothing_beside_a_draft_with_notes(
    open_as: OpenAs, agent: User, case: Case, axe: str, size: dict[str, int], colours: str
) -> None:
    page = open_as(agent, f"/cases/{case.number}/", viewport=size, color_scheme=colours)
    write(page, START + WALL + PROMISE)
    expect(page.locator(".remark")).to_have_count(2)
    assert findings(page, axe) == []
