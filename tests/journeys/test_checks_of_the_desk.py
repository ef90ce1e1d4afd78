"""Checks of docs/checks.md that no other journey makes: language, keys, writing, sending."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from scripts.catalogues import messages

from tests.browser import WIDE

from .conftest import OpenCase, SignedIn
from .house import ROOT, House, Sink, letter, until

pytestmark = pytest.mark.journey
SCREENS = (
    "/", "/inbox/?view=open", "/cases/LA-11/?view=open", "/new/", "/customers/", "/customers/1/", "/organisations/",
    "/inbox/filter/?view=open", "/me/", "/office/health/", "/office/outbox/", "/office/people/", "/office/channels/",
)  # fmt: skip
FIELDS = "input:not([type]):visible, input[type=text]:visible, input[type=search]:visible, textarea:visible"


@pytest.mark.check(2)
def test_the_first_screen_says_what_to_do_now(signed_in: SignedIn) -> None:
    page = signed_in("jule", "/", viewport=WIDE)

    first = page.locator("main a[href*='/cases/']").first
    assert "Jule" in page.get_by_role("heading", level=1).inner_text()
    place = first.bounding_box()
    assert place is not None
    assert place["y"] < WIDE["height"]


@pytest.mark.check(4)
def test_another_language_keeps_page_and_draft(open_case: OpenCase, house: House) -> None:
    page = open_case()
    address = page.url
    page.get_by_role("textbox", name="Ihre Antwort").fill("Halb geschrieben")
    expect(page.locator("[data-draft-status]:visible")).to_contain_text("Gespeichert")

    choose(page, house, "en")
    try:
        page.goto(address)
        expect(page.get_by_role("textbox", name="Your answer")).to_have_value("Halb geschrieben")
    finally:
        choose(page, house, "de")


def choose(page: Page, house: House, language: str) -> None:
    page.goto(f"{house.url}/me/")
    page.locator("[name=language]").select_option(language)
    page.locator(
        "form:has([name=language]) button[type=submit], form:has([name=language]) button:not([type])"
    ).last.click()
    expect(page.locator("html")).to_have_attribute("lang", language)


@pytest.mark.check(5)
def test_no_text_of_the_main_screens_is_left_in_english(signed_in: SignedIn, house: House) -> None:
    words = dict(messages((ROOT / "src/kulanz/locale/de/LC_MESSAGES/django.po").read_text("utf-8")))
    english = {each for each, german in words.items() if german != each} - set(words.values())
    page = signed_in("nils", "/", viewport=WIDE)
    left = []
    for path in SCREENS:
        page.goto(house.url + path)
        lines = {line.strip() for line in page.locator("body").inner_text().splitlines()} - {"", "English"}
        left += [(path, line) for line in sorted(lines & english)]

    assert left == []


@pytest.mark.check(9)
def test_the_keys_of_a_german_keyboard_do_nothing_wrong(open_case: OpenCase) -> None:
    page = open_case()
    address = page.url
    page.locator("#thread").focus()
    for key, code in (("y", "KeyZ"), ("z", "KeyY"), ("ß", "Minus"), ("ö", "Semicolon"), ("#", "Backslash")):
        press(page, key, code)
    assert page.url == address
    assert page.get_by_role("dialog").count() == 0
    expect(page.locator(".entry.ours")).to_have_count(0)

    page.keyboard.press("r")
    text = page.get_by_role("textbox", name="Ihre Antwort")
    expect(text).to_be_focused()
    press(page, "@", "KeyQ")
    press(page, "z", "KeyY")
    expect(text).to_have_value("@z")
    # Windows tells AltGr as Control and Alt together: nobody may take the sign for a key of ours.
    sign = "{ key: '@', code: 'KeyQ', ctrlKey: true, altKey: true, bubbles: true, cancelable: true }"
    assert text.evaluate(f"area => area.dispatchEvent(new KeyboardEvent('keydown', {sign}))")


def press(page: Page, key: str, code: str) -> None:
    """Press a key that writes ``key`` where an American keyboard has ``code``."""
    keyboard = page.context.new_cdp_session(page)
    for kind, more in (("keyDown", {"text": key}), ("keyUp", {})):
        keyboard.send("Input.dispatchKeyEvent", {"type": kind, "key": key, "code": code, **more})


@pytest.mark.check(10)
def test_r_is_a_letter_in_every_field(open_case: OpenCase, house: House) -> None:
    page = open_case()
    seen = 0
    for path in (page.url, f"{house.url}/inbox/filter/?view=open", f"{house.url}/new/", f"{house.url}/customers/"):
        page.goto(path)
        for field in page.locator(FIELDS).all():
            field.focus()
            before = field.input_value()
            page.keyboard.press("End")
            page.keyboard.type("r")
            assert field.input_value() == f"{before}r", field.evaluate("each => each.outerHTML")
            seen += 1
        page.keyboard.press("Control+k")
        expect(page.locator("[data-palette] input, dialog[open] input[role=combobox]")).to_be_focused()
        page.keyboard.type("r")
        expect(page.locator("[data-palette] input, dialog[open] input[role=combobox]")).to_have_value("r")
        page.keyboard.press("Escape")

    assert seen > 10


@pytest.mark.check(14)
def test_a_colleague_who_was_faster_stops_the_letter_and_nothing_is_lost(
    open_case: OpenCase, signed_in: SignedIn
) -> None:
    mine = open_case()
    mine.get_by_role("textbox", name="Ihre Antwort").fill("Die Stange kommt morgen.")
    theirs = signed_in("mehmet", mine.url.partition("/cases/")[2].join(("/cases/", "")), viewport=WIDE)
    theirs.get_by_role("textbox", name="Ihre Antwort").fill("Sie ist heute unterwegs.")
    theirs.get_by_role("button", name="Senden und warten").click()
    expect(theirs.locator(".entry.ours")).to_have_count(1)

    expect(mine.locator(".entry.ours")).to_contain_text("Sie ist heute unterwegs.")
    mine.get_by_role("button", name="Senden und warten").click()
    expect(mine.get_by_role("alert")).to_contain_text("Nichts wurde gesendet")

    expect(mine.locator(".entry.ours")).to_have_count(1)
    expect(mine.get_by_role("textbox", name="Ihre Antwort")).to_have_value("Die Stange kommt morgen.")


@pytest.mark.check(15)
@pytest.mark.check(16)
def test_at_the_last_moment_a_letter_comes_back_and_the_next_time_it_leaves_once(
    open_case: OpenCase, sink: Sink
) -> None:
    page = open_case()
    text, send = page.get_by_role("textbox", name="Ihre Antwort"), page.get_by_role("button", name="Senden und warten")
    text.fill("Die Stange ging heute zur Post.")
    send.click()
    expect(page.locator(".entry.held")).to_be_visible()
    page.wait_for_timeout(13_500)  # of the fifteen seconds that are promised
    page.locator(".entry.held").get_by_role("button", name="Zurücknehmen").click()
    expect(text).to_have_value("Die Stange ging heute zur Post.")
    assert sink.to(page.customer) == []

    send.click()
    sink.next_to(page.customer)
    page.wait_for_timeout(3_000)
    assert len(sink.to(page.customer)) == 1


@pytest.mark.check(17)
@pytest.mark.parametrize("arrives", [False, True])
def test_what_is_sent_without_a_line_goes_by_itself_and_once(open_case: OpenCase, sink: Sink, arrives: bool) -> None:
    page = open_case()
    page.get_by_role("textbox", name="Ihre Antwort").fill("Sie bekommen eine neue Stange.")
    expect(page.locator("[data-draft-status]:visible")).to_contain_text("Gespeichert")
    if arrives:  # and only its answer is lost
        page.route("**/replies/*", lambda route: (route.fetch(), route.abort()))
    page.context.set_offline(not arrives)
    page.get_by_role("button", name="Senden und warten").click()
    expect(page.locator("[data-waiting]")).to_contain_text("geht das hier von selbst hinaus")
    page.unroute_all()
    page.context.set_offline(False)

    expect(page.locator(".entry.ours")).to_have_count(1)
    sink.next_to(page.customer)
    page.wait_for_timeout(2_000)
    assert len(sink.to(page.customer)) == 1
    expect(page.get_by_role("textbox", name="Ihre Antwort")).to_have_value("")


@pytest.mark.parametrize("how", ["writes on", "calls it off"])
def test_whoever_writes_on_without_a_line_keeps_a_draft(open_case: OpenCase, how: str) -> None:
    page = open_case()
    text = page.get_by_role("textbox", name="Ihre Antwort")
    text.fill("Sie bekommen eine neue Stange.")
    page.context.set_offline(True)
    page.get_by_role("button", name="Senden und warten").click()
    banner = page.locator("[data-waiting]")
    expect(banner).to_be_visible()
    if how == "writes on":
        text.focus()
        page.keyboard.press("Control+End")
        page.keyboard.type(" Morgen.")
    else:
        banner.get_by_role("button", name="Nicht senden").click()
        expect(text).to_be_focused()
    expect(banner).to_have_count(0)
    page.context.set_offline(False)

    expect(page.locator("[data-draft-status]:visible")).to_contain_text("Gespeichert")
    page.wait_for_timeout(5_000)
    expect(page.locator(".entry.ours")).to_have_count(0)


@pytest.mark.check(20)
def test_a_note_cannot_be_taken_for_a_letter(open_case: OpenCase, sink: Sink) -> None:
    page = open_case()
    page.keyboard.press("n")
    page.keyboard.type("Das Lager hat noch zwei.")
    page.keyboard.press("Control+Enter")
    note = page.locator(".entry.note")
    expect(note).to_contain_text("Notiz")
    expect(note.locator("svg").first).to_be_visible()
    page.get_by_role("textbox", name="Ihre Antwort").fill("Wir schicken Ihnen eine.")
    page.get_by_role("button", name="Senden und warten").click()
    expect(page.locator(".entry.ours")).to_have_count(1)

    paint = "each => getComputedStyle(each).backgroundColor"
    assert note.locator("..").locator(".note").first.evaluate(paint) != page.locator(".entry.ours").evaluate(paint)
    assert "Das Lager" not in sink.next_to(page.customer).as_string()


@pytest.mark.check(39)
def test_news_are_announced_once_and_the_focus_stays(open_case: OpenCase, house: House) -> None:
    page = open_case()
    page.get_by_role("textbox", name="Ihre Antwort").fill("Ich sehe nach.")
    page.evaluate(
        """() => {
          window.told = [];
          for (const each of document.querySelectorAll("[aria-live], [role=status], [role=alert], [role=log]"))
            new MutationObserver(() => each.textContent.trim() && window.told.push(each.textContent.trim()))
              .observe(each, { childList: true, characterData: true, subtree: true });
        }"""
    )
    subject = page.locator(".case-head h1").inner_text()
    house.receive(letter(f"Henni Ott <{page.customer}>", f"Re: {subject}", "Es eilt jetzt doch."))

    def told() -> list[str]:
        return [each for each in page.evaluate("window.told") if "Henni" in each or "Nachricht" in each]

    until(told)
    page.wait_for_timeout(1_000)
    assert len(told()) == 1
    expect(page.get_by_role("textbox", name="Ihre Antwort")).to_be_focused()
