"""The writing place: one line while nobody writes, as tall as its text then; files belong to the draft."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import FloatRect, Locator, Page, Route, expect

from tests.browser import WIDE, findings

from .conftest import OpenCase, SignedIn
from .house import House, Sink, until

pytestmark = pytest.mark.journey
PHONE = {"width": 360, "height": 740}
LONG = "\n\n".join(f"Absatz {number}: Die Stange liegt im Lager und wartet auf die Spedition." for number in range(30))
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="  # a picture


def box_of(part: Locator) -> FloatRect:
    """Return where a part lies; news may be drawing it anew at this moment."""
    return until(part.bounding_box)


def height(page: Page, selector: str) -> float:
    return box_of(page.locator(selector).first)["height"]


def is_open(page: Page) -> bool:
    return page.locator("#composer[data-open]").count() == 1


def files(page: Page) -> list[str]:
    return [
        name or "" for name in (each.get_attribute("title") for each in page.locator("#draft-files .file-name").all())
    ]


def choose(page: Page, *paths: Path) -> None:
    page.locator("#reply input[type=file]").set_input_files(list(paths))


@pytest.fixture
def bill(tmp_path: Path) -> Path:
    """A file with a long name."""
    path = tmp_path / "Rechnung-2026-11-30-fuer-die-Ersatzstange-der-Stehleuchte-Nordlicht-in-Messing-poliert.pdf"
    path.write_bytes(b"%PDF bill")
    return path


def test_the_letter_has_the_room_while_nobody_writes(open_case: OpenCase, axe: str) -> None:
    page = open_case()

    assert height(page, "#thread") >= 620
    assert height(page, "#composer") <= 56
    expect(page.locator(".coach")).to_be_hidden()
    assert findings(page, axe) == []


@pytest.mark.parametrize("key", ["r", "n"])
def test_a_key_opens_it_and_escape_closes_it_where_it_is_empty(open_case: OpenCase, key: str) -> None:
    page = open_case()
    page.keyboard.press(key)
    expect(page.locator("textarea:focus")).to_be_visible()
    assert is_open(page)
    page.keyboard.press("Escape")
    expect(page.locator("#composer:not([data-open])")).to_be_visible()
    page.keyboard.press("r")
    page.keyboard.type("Halb")
    page.keyboard.press("Escape")

    expect(page.locator(".thread")).to_be_focused()
    assert is_open(page)


def test_a_press_on_it_opens_it_and_one_elsewhere_closes_it_and_still_counts(open_case: OpenCase) -> None:
    page = open_case()
    page.locator("#composer").click(position={"x": 200, "y": 20})
    expect(page.get_by_label("Ihre Antwort")).to_be_focused()
    page.get_by_role("tab", name="Notiz").click()
    expect(page.get_by_label("Ihre Notiz")).to_be_focused()
    page.locator(".entry .menu summary").first.click()

    expect(page.locator("#composer:not([data-open])")).to_be_visible()
    expect(page.locator(".entry .menu[open]").first).to_be_visible()


def test_tab_leads_into_it_and_out_of_it(open_case: OpenCase) -> None:
    page = open_case()
    page.locator("#thread").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        if is_open(page):
            break
    assert page.evaluate("document.activeElement.closest('#composer') !== null")
    for _ in range(30):
        page.keyboard.press("Tab")
        if not page.evaluate("document.activeElement.closest('#composer, .coach, .handle.across') !== null"):
            break

    expect(page.locator("#composer:not([data-open])")).to_be_visible()


def test_no_part_of_the_text_lies_behind_the_foot(open_case: OpenCase) -> None:
    page = open_case()
    before = height(page, "#composer")
    page.get_by_label("Ihre Antwort").fill("Guten Tag,\n\neins\nzwei\ndrei\nvier\nfünf\nsechs\nsieben")
    grown = height(page, "#composer")
    field = page.get_by_label("Ihre Antwort")
    assert before < grown < 540
    assert field.evaluate("each => each.scrollHeight <= each.clientHeight")
    field.fill(LONG)
    page.keyboard.press("Control+End")
    page.keyboard.type(" Ende")

    assert height(page, "#thread") > 100
    assert field.evaluate("each => each.scrollHeight <= each.clientHeight")  # the form is scrolled, not a slot in it
    text = box_of(field)
    assert text["y"] + text["height"] <= box_of(page.locator("#reply .send"))["y"] + 1


def test_its_height_is_drawn_by_key_and_pointer_and_kept(open_case: OpenCase) -> None:
    page = open_case()
    page.keyboard.press("r")
    handle = page.get_by_role("separator", name="Höhe des Schreibfelds")
    at_first = height(page, "#composer")
    handle.focus()
    for _ in range(4):
        page.keyboard.press("ArrowUp")
    by_key = height(page, "#composer")
    box = box_of(handle)
    page.mouse.move(box["x"] + 200, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] - 38)
    page.mouse.up()
    drawn = height(page, "#composer")
    page.reload()
    page.keyboard.press("r")

    assert (round(by_key - at_first), round(drawn - by_key)) == (64, 50)
    assert height(page, "#composer") == drawn
    page.evaluate("localStorage.removeItem('panes')")


def test_a_long_unread_letter_opens_at_its_beginning(open_case: OpenCase) -> None:
    page = open_case("Guten Tag,\n\n" + LONG)

    expect(page.locator(".letter").first).to_be_in_viewport()
    assert page.locator("#thread").evaluate("each => each.scrollTop") == 0


def test_on_a_phone_the_letter_comes_soon_and_three_things_are_at_hand(open_case: OpenCase, axe: str) -> None:
    page = open_case(viewport=PHONE, has_touch=True)
    assert box_of(page.locator(".letter").first)["y"] <= PHONE["height"] / 3
    for part in (
        page.get_by_label("Ihre Antwort"),
        page.get_by_role("button", name="Übernehmen"),
        page.locator(".case-actions .menu"),
    ):
        assert PHONE["height"] - 130 < box_of(part)["y"] < PHONE["height"] - 60
    assert findings(page, axe) == []
    page.get_by_label("Ihre Antwort").tap()
    page.get_by_label("Ihre Antwort").fill("Guten Tag, sie kommt.")
    page.get_by_role("button", name="Senden und warten").tap()

    expect(page.locator(".entry.held")).to_contain_text("sie kommt")


def test_files_add_up_outlive_stop_and_reload_and_come_back_with_the_letter(
    open_case: OpenCase, sink: Sink, bill: Path, tmp_path: Path
) -> None:
    page = open_case()
    photo = tmp_path / "foto.txt"
    photo.write_text("ein Bild", encoding="utf-8")
    page.get_by_label("Ihre Antwort").fill("Guten Tag, ich melde mich bis ‹Tag, Uhrzeit›.")
    choose(page, bill)
    expect(page.locator("#draft-files li")).to_have_count(1)
    choose(page, photo)
    expect(page.locator("#draft-files li")).to_have_count(2)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".composer .banner")).to_contain_text("Noch auszufüllen")
    page.reload()
    assert files(page) == [bill.name, "foto.txt"]
    page.get_by_role("button", name="foto.txt herausnehmen").click()
    expect(page.locator("#draft-files li")).to_have_count(1)
    page.get_by_label("Ihre Antwort").fill("Guten Tag, anbei die Rechnung.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".entry.held")).to_contain_text("poliert.pdf")
    page.locator(".entry.held .undo-line button").click()
    expect(page.get_by_label("Ihre Antwort")).to_have_value("Guten Tag, anbei die Rechnung.")
    assert files(page) == [bill.name]
    page.keyboard.press("Control+Enter")
    expect(page.locator(".entry.held")).to_have_count(1)

    mail = sink.next_to(page.customer)  # type: ignore[attr-defined]
    assert [part.get_filename() for part in mail.iter_attachments()] == [bill.name]


def test_names_and_sizes_stay_on_one_line(open_case: OpenCase, bill: Path) -> None:
    page = open_case(viewport={"width": 320, "height": 740})
    choose(page, bill)

    expect(page.locator("#draft-files li")).to_have_count(1)
    assert height(page, "#draft-files .file-name") < 30
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.check(18)
def test_a_picture_is_pasted_and_one_is_dropped_and_both_get_their_words(
    open_case: OpenCase, axe: str, sink: Sink
) -> None:
    page = open_case()
    bring = """([kind, text]) => {
        const given = new DataTransfer();
        const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
        given.items.add(new File([bytes], kind === "paste" ? "image.png" : "skizze.png", { type: "image/png" }));
        const how = { clipboardData: given, dataTransfer: given, bubbles: true, cancelable: true };
        const event = kind === "paste" ? new ClipboardEvent("paste", how) : new DragEvent("drop", how);
        document.querySelector("#reply-text").dispatchEvent(event);
    }"""
    page.evaluate(bring, ["drop", DOT])
    expect(page.locator("#draft-files li")).to_have_count(1)
    assert is_open(page)
    page.evaluate(bring, ["paste", DOT])
    expect(page.locator("#draft-files li")).to_have_count(2)

    dropped, pasted = files(page)
    assert (dropped, bool(re.fullmatch(r"Bild \d\d-\d\d-\d\d\.png", pasted))) == ("skizze.png", True)
    assert findings(page, axe) == []
    words = page.get_by_label("Was zu sehen ist: skizze.png")
    words.fill("Die Stange, von links")
    words.press("Enter")  # sends nothing
    page.evaluate(bring, ["drop", DOT])  # the list is drawn anew: what was typed a moment ago stays
    expect(page.locator("[data-draft-status]").first).to_contain_text("Gespeichert")
    page.reload()
    expect(words).to_have_value("Die Stange, von links")
    page.get_by_label("Ihre Antwort").fill("Guten Tag, anbei die Skizze.")
    page.keyboard.press("Control+Enter")

    expect(page.locator(".entry.held")).to_contain_text("Die Stange, von links")
    mail = sink.next_to(page.customer)  # type: ignore[attr-defined]
    html = mail.get_body(("html",))
    assert html is not None
    assert 'alt="Die Stange, von links"' in html.get_content()
    assert [part.get_filename() for part in mail.iter_attachments()] == [pasted]


def test_a_file_is_looked_at_beside_its_case_and_the_focus_comes_back(
    open_case: OpenCase, axe: str, tmp_path: Path
) -> None:
    page = open_case()
    list_of_parts = tmp_path / "Liste der Teile.csv"
    list_of_parts.write_text("Stange;2\nKlingel;1", encoding="utf-8")
    page.get_by_label("Ihre Antwort").fill("Guten Tag, anbei die Liste.")
    choose(page, list_of_parts)
    expect(page.locator("#draft-files li")).to_have_count(1)
    page.keyboard.press("Control+Enter")
    name = page.locator(".entry.ours").get_by_role("link", name=list_of_parts.name, exact=True)
    name.focus()
    page.keyboard.press("Enter")
    words = page.get_by_role("dialog", name="Datei").get_by_role("region", name=list_of_parts.name)
    expect(words).to_have_text("Stange;2\nKlingel;1")
    expect(words).to_be_focused()
    assert findings(page, axe) == []
    page.keyboard.press("Escape")

    expect(name).to_be_focused()


def test_a_file_waits_while_the_line_is_down_and_holds_its_letter(open_case: OpenCase, bill: Path) -> None:
    page = open_case()
    page.get_by_label("Ihre Antwort").fill("Anbei die Rechnung.")
    down = True

    def answer(route: Route) -> None:
        route.abort() if down else route.continue_()

    page.route("**/drafts/reply/files/", answer)
    choose(page, bill)
    expect(page.locator("[data-uploads]")).to_contain_text("Keine Verbindung, die Datei wartet hier.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".toasts")).to_contain_text(bill.name)
    expect(page.locator(".entry.ours")).to_have_count(0)
    down = False
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#draft-files li")).to_have_count(1)
    page.keyboard.press("Control+Enter")

    expect(page.locator(".entry.held")).to_contain_text("poliert.pdf")


def test_without_script_it_is_open_and_files_outlive_a_stop(
    open_case: OpenCase, house: House, signed_in: SignedIn, bill: Path
) -> None:
    path = open_case().url.removeprefix(house.url)
    page = signed_in("jule", path, viewport=WIDE, java_script_enabled=False)
    page.get_by_label("Ihre Antwort").fill("Guten Tag, ich melde mich bis ‹Tag, Uhrzeit›.")
    choose(page, bill)
    page.get_by_role("button", name="Senden und warten").click()
    page.get_by_text("Noch auszufüllen").wait_for()
    assert files(page) == [bill.name]
    page.get_by_role("button", name="So ist es gemeint, senden").click()

    expect(page.locator(".entry.held")).to_contain_text("poliert.pdf")
