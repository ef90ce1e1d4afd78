"""What scripts add: keys, drafts, panes, live news. Told through the real browser."""

import json
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import FilePayload, Page, Route, expect

from kulanz.ui import navigation

pytestmark = pytest.mark.journey
WIDE = {"width": 1440, "height": 900}
FOCUSED_ROW = "document.activeElement.closest('[data-row]')?.id"


@pytest.fixture
def case(open_page: Callable[..., Page], guide: str) -> Page:
    return open_page(f"{guide}case/", viewport=WIDE)


def test_j_and_k_walk_the_rows_and_x_ticks_one(case: Page) -> None:
    case.keyboard.press("j")
    case.keyboard.press("j")
    case.keyboard.press("k")
    assert case.evaluate(FOCUSED_ROW) == "row-2"
    case.keyboard.press("x")
    expect(case.locator("[data-picked]")).to_have_text(["1 ausgewählt"])
    assert case.locator("#row-2 .pick").is_checked()


def test_letters_typed_into_a_text_stay_letters(case: Page) -> None:
    case.keyboard.press("n")
    case.keyboard.type("dj?")
    assert case.locator("#note-text").input_value() == "dj?"
    assert case.locator("dialog[open]").count() == 0
    assert case.evaluate("document.documentElement.dataset.theme") is None


def test_a_sequence_leads_to_another_screen(case: Page) -> None:
    case.keyboard.press("g")
    case.keyboard.press("h")
    case.wait_for_url("**/today/")
    expect(case).to_have_url(re.compile("/today/$"))


def test_single_keys_can_be_switched_off_for_good(case: Page) -> None:
    case.keyboard.press("?")
    case.locator("[data-keys-switch]").click()
    case.keyboard.press("Escape")
    case.reload()
    case.keyboard.press("d")
    assert case.evaluate("document.documentElement.dataset.theme") is None


def test_the_theme_is_painted_by_the_server_after_a_key(case: Page) -> None:
    for _ in ("light", "dark"):
        case.keyboard.press("d")
    body = case.request.get(case.url).text()
    assert '<html lang="de" data-theme="dark">' in body


def test_the_help_lists_the_keys_of_this_page(case: Page) -> None:
    case.keyboard.press("?")
    listed = case.locator("#keys-groups dt").all_inner_texts()
    assert {"Übergeben", "Antwort", "Notiz", "Heute"} <= set(listed)


def test_the_palette_offers_what_rooms_bring(
    open_page: Callable[..., Page], guide: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = navigation.Place(key="stamps", label="Alle Stempel", icon="bookmark", url_name="ui:styleguide")
    monkeypatch.setattr(navigation, "COMMANDS", [place])
    page = open_page(f"{guide}today/", viewport=WIDE)

    page.keyboard.press("Control+k")
    page.keyboard.type("stempel")
    expect(page.locator("#palette [role=option]")).to_have_text(["Alle Stempel"])
    page.keyboard.press("Enter")

    page.wait_for_url(guide)


def test_the_palette_does_what_was_chosen(case: Page) -> None:
    case.keyboard.press("Control+k")
    case.keyboard.type("Notiz")
    case.keyboard.press("Enter")
    assert case.evaluate("document.activeElement.id") == "note-text"


def test_a_draft_is_posted_after_a_pause_and_the_time_is_told(case: Page) -> None:
    posted: list[bool] = []

    def keep(route: Route) -> None:
        if route.request.method == "POST":
            posted.append(" Gruß".encode() in (route.request.post_data_buffer or b""))
            route.fulfill(status=204)
        else:
            route.continue_()

    case.route("**/case/", keep)
    case.evaluate("document.querySelector('[data-draft-status]').textContent = ''")
    case.locator("#reply-text").press_sequentially(" Gruß")
    expect(case.locator("#reply [data-draft-status]")).to_contain_text("Gespeichert ")
    assert posted == [True]
    assert case.evaluate("localStorage.length") == 0


def test_words_that_never_reached_the_server_come_back(case: Page) -> None:
    case.route("**/case/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    case.locator("#reply-text").fill("Bitte nicht verlieren")
    expect(case.locator("#reply [data-draft-status]")).to_contain_text("Nicht gespeichert")
    case.reload()
    expect(case.locator("#reply-text")).to_have_value("Bitte nicht verlieren")


def test_a_pane_is_widened_by_arrow_keys_and_stays_so(case: Page) -> None:
    case.locator(".handle").focus()
    case.keyboard.press("ArrowRight")
    case.reload()
    assert case.locator(".case-list").evaluate("(list) => list.offsetWidth") == 336


def test_the_thread_opens_at_the_first_unread_entry(case: Page) -> None:
    case.wait_for_function("document.querySelector('.thread').scrollTop > 0")
    gap = "document.querySelector('[data-first-unread]').getBoundingClientRect().top"
    assert case.evaluate(f"Math.abs({gap} - document.querySelector('.thread').getBoundingClientRect().top)") < 2


@pytest.fixture
def live_address() -> Iterator[None]:
    before = dict(navigation.ADDRESSES)
    navigation.ADDRESSES["live"] = lambda _: "/live/?token=t"
    yield
    navigation.ADDRESSES.clear()
    navigation.ADDRESSES.update(before)


@pytest.mark.usefixtures("live_address")
def test_news_become_events_and_a_message_is_said_once(open_page: Callable[..., Page], guide: str) -> None:
    page = open_page(f"{guide}sign-in/", viewport=WIDE)
    news = [{"case": 7, "kind": "note-written"}, {"case": 2, "kind": "message-received"}]
    stream = "".join(f"id: {at}\nevent: case\ndata: {json.dumps(item)}\n\n" for at, item in enumerate(news, 1))
    page.route("**/live/**", lambda route: route.fulfill(body=stream * 2, content_type="text/event-stream"))
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => { window.heard = [];"
        "for (const name of ['case-changed', 'case-changed-7'])"
        " document.body.addEventListener(name, (e) => heard.push(e.type)) })"
    )
    page.goto(f"{guide}case/")
    expect(page.locator("#announcer")).to_have_text("Neue Nachricht von Olek Nowicki")
    page.wait_for_timeout(1000)  # a second change is told a moment later, together with what else has come
    assert page.evaluate("heard") == ["case-changed", "case-changed-7", "case-changed"]


def test_a_menu_closes_with_escape_and_gives_the_focus_back(case: Page) -> None:
    opener = case.get_by_label("Weitere Schritte")
    opener.click()
    case.keyboard.press("ArrowDown")
    case.keyboard.press("Escape")
    assert case.locator("details.menu[open]").count() == 0
    assert opener.evaluate("(summary) => summary === document.activeElement")


def test_the_chosen_file_is_named_and_a_large_one_refused_in_words(open_page: Callable[..., Page], guide: str) -> None:
    page = open_page(f"{guide}customer/", viewport={"width": 360, "height": 780})
    page.evaluate("document.querySelector('input[type=file]').dataset.maxBytes = '50000'")
    page.locator("input[type=file]").set_input_files(
        [
            FilePayload(name="klein.jpg", mimeType="image/jpeg", buffer=b"x" * 12_000),
            FilePayload(name="gross.jpg", mimeType="image/jpeg", buffer=b"x" * 60_000),
        ]
    )
    assert page.locator(".upload .files li").all_inner_texts() == ["klein.jpg, 12 KB", "gross.jpg ist zu groß."]


def test_a_customer_cannot_send_the_same_words_twice(open_page: Callable[..., Page], guide: str) -> None:
    page = open_page(f"{guide}customer/", viewport=WIDE)
    page.evaluate(
        "window.sent = 0; document.addEventListener('submit',"
        " (e) => { if (!e.defaultPrevented) sent += 1; e.preventDefault() })"
    )
    for _ in range(2):
        page.evaluate("document.querySelector('form[data-once]').requestSubmit()")
    assert page.evaluate("sent") == 1
