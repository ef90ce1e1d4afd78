"""Working together in the real house: who else is here, many rows at once, panes, names and keys."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import WIDE, findings

from .conftest import SignedIn
from .house import House, letter

pytestmark = pytest.mark.journey
FOCUSED = "document.activeElement.closest('[data-row]')?.id ?? document.activeElement.id"
CASE = "/cases/LA-14/"


def reload(page: Page) -> None:
    page.reload()
    expect(page.locator("body")).to_have_attribute("data-live", "on")


@pytest.mark.check(13)
def test_two_people_in_one_case_know_of_each_other(signed_in: SignedIn, axe: str) -> None:
    karin = signed_in("karin", CASE, viewport=WIDE)
    jule = signed_in("jule", f"{CASE}?view=mine", viewport=WIDE)
    expect(jule.get_by_role("status").filter(has_text="Karin Brodersen liest mit")).to_be_visible()
    expect(karin.locator("#presence")).to_have_text("Jule Petersen liest mit")

    karin.get_by_label("Ihre Antwort").press_sequentially("Guten Tag")

    expect(jule.locator("#presence")).to_have_text("Karin Brodersen schreibt gerade")
    expect(jule.locator("[data-other-writes]")).to_contain_text(
        "Karin Brodersen schreibt hier auch gerade eine Antwort"
    )
    sign = jule.locator(".row.selected .at-work svg")
    expect(sign).to_have_attribute("aria-label", "Karin Brodersen schreibt gerade")
    assert findings(jule, axe) == []
    karin.get_by_label("Ihre Antwort").fill("")
    karin.goto("about:blank")
    expect(jule.locator("#presence")).to_be_empty()
    expect(jule.locator("[data-other-writes]")).to_be_empty()


def test_rows_are_picked_and_tagged_by_keys_and_z_undoes(signed_in: SignedIn, house: House, axe: str) -> None:
    page = signed_in("karin", "/inbox/?view=open", viewport=WIDE)
    for name in ("Ada Berg", "Udo Tal"):  # calm letters on top of the list: their rows have room for a tag
        house.receive(
            letter(f"{name} <{name[:3].lower()}@post.example>", "Katalog", "Bitte senden Sie mir den Katalog.")
        )
        expect(page.locator(".row .who", has_text=name)).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowUp")
    expect(page.locator("[data-picked]")).to_have_text("2 ausgewählt")
    assert findings(page, axe) == []
    picked = page.locator(".row:has(.pick:checked)")
    ids = picked.evaluate_all("rows => rows.map((row) => row.id)")
    page.evaluate("document.body.dispatchEvent(new CustomEvent('list-changed'))")
    page.wait_for_timeout(1500)
    expect(page.locator("[data-picked]")).to_have_text("2 ausgewählt")

    page.keyboard.press("l")
    page.get_by_label("Neues Schlagwort").fill("AA-Messe")
    page.keyboard.press("Enter")

    toast = page.locator("#undo-place .toast")
    expect(toast).to_contain_text("Schlagwort bei 2 Anliegen ergänzt.")
    expect(page.locator(".row", has_text="AA-Messe")).to_have_count(2)
    assert page.locator(".pick:checked").count() == 0
    page.keyboard.press("z")
    expect(page.get_by_text("Zurückgenommen.")).to_be_visible()
    expect(page.locator(".row", has_text="AA-Messe")).to_have_count(0)
    expect(toast).to_have_count(0)
    assert len(ids) == 2


def test_keys_mean_what_is_picked_and_escape_lets_go(signed_in: SignedIn) -> None:
    page = signed_in("karin", f"{CASE}?view=open", viewport=WIDE)
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("a")
    expect(page.locator("#hand-picked")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#hand-picked")).to_be_hidden()
    page.get_by_role("button", name="Mehrere auswählen").click()
    page.get_by_label("Alle auf dieser Seite").check()
    assert page.locator(".pick:checked").count() == page.locator(".pick").count()
    page.locator(".thread").focus()
    page.keyboard.press("Escape")
    expect(page.locator(".picked-bar")).to_be_hidden()
    assert page.locator(".pick:checked").count() == 0


def test_picked_rows_work_without_script(browser, house, keys) -> None:  # type: ignore[no-untyped-def]
    context = browser.new_context(storage_state=keys("karin"), java_script_enabled=False, viewport=WIDE)
    page = context.new_page()
    page.goto(f"{house.url}/inbox/?view=open")
    page.locator(".pick").first.check()
    page.get_by_role("button", name="Gelesen").click()
    expect(page.get_by_text("1 Anliegen als gelesen markiert.")).to_be_visible()
    context.close()


def test_panes_are_sized_folded_and_reached_by_keys_and_stay_so(signed_in: SignedIn) -> None:
    page = signed_in("karin", CASE, viewport={"width": 1600, "height": 900})
    before = page.locator("#person").bounding_box()
    for label in ("Breite der Randspalte", "Breite der Liste", "Breite der Ansichten"):
        page.get_by_label(label).focus()
        page.keyboard.press("ArrowLeft")
    page.get_by_label("Breite der Liste").hover(position={"x": 12, "y": 300})
    page.mouse.down()
    page.mouse.move(700, 400)
    page.mouse.up()
    page.locator(".thread").focus()
    page.keyboard.press("v")
    reload(page)
    expect(page.locator("#views")).to_be_hidden()
    after = page.locator("#person").bounding_box()
    assert before and after and after["width"] == before["width"] + 16
    page.keyboard.press("w")
    expect(page.locator("#person")).to_be_hidden()

    page.keyboard.press("Alt+4")
    expect(page.locator("#person")).to_be_focused()
    page.keyboard.press("Alt+1")
    expect(page.locator("#views")).to_be_focused()
    page.keyboard.press("Alt+2")
    expect(page.locator("#list")).to_be_focused()
    page.keyboard.press("Alt+3")
    expect(page.locator("#content")).to_be_focused()
    page.set_viewport_size({"width": 1100, "height": 800})
    assert page.locator(".handle").evaluate_all("all => all.every((each) => !each.checkVisibility())")


def test_a_slow_case_shows_its_outline_then_takes_the_focus(signed_in: SignedIn) -> None:
    page = signed_in("karin", "/inbox/?view=open", viewport=WIDE)
    held: list[Route] = []
    page.route("**/cases/**", lambda route: held.append(route))
    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(page.locator("#sheet > .waiting")).to_be_visible()
    for route in held:
        route.continue_()
    page.unroute("**/cases/**")
    expect(page.locator(".case-head h1")).to_be_focused()
    first = page.locator(".row.selected").get_attribute("id")
    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(page.locator(".row.selected")).not_to_have_id(first or "")
    expect(page.locator(".case-head h1")).to_be_focused()
    page.go_back()
    expect(page.locator(".row.selected")).to_have_id(first or "")


def test_a_colleague_is_called_from_a_list_of_names(signed_in: SignedIn, axe: str) -> None:
    page = signed_in("karin", CASE, viewport=WIDE)
    page.keyboard.press("n")
    expect(page.get_by_label("Ihre Notiz")).to_be_focused()
    page.keyboard.type("Bitte ansehen, @Jul")
    names = page.get_by_role("listbox", name="Im Team")
    expect(names.get_by_role("option")).to_have_text(["Jule Petersen"])
    offered, tab = names.bounding_box(), page.get_by_role("tab", name="Notiz").bounding_box()
    assert offered and tab and 0 < offered["y"] < offered["y"] + offered["height"] <= tab["y"]
    assert findings(page, axe) == []
    page.keyboard.press("Enter")
    expect(page.get_by_label("Ihre Notiz")).to_have_value("Bitte ansehen, @Jule Petersen ")
    page.keyboard.type("@xyz")
    expect(names).to_be_hidden()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".entry.note").last).to_contain_text("@Jule Petersen")

    jule = signed_in("jule", "/", viewport=WIDE)
    expect(jule.get_by_role("region", name="Sie werden gefragt")).to_contain_text("Bitte ansehen, @Jule Petersen")
    assert findings(jule, axe) == []
    with jule.expect_response("**/read-mark/"):
        jule.get_by_role("region", name="Sie werden gefragt").get_by_role("link").click()
    expect(jule.locator(".entry.note").last).to_be_visible()
    jule.goto(jule.url.split("/cases/")[0] + "/inbox/?view=mentioned")
    expect(jule.locator(".views [aria-current=page]")).to_have_text(re.compile("Erwähnt ?0"))
    expect(jule.locator(f"[data-row] a[href*='{CASE}']")).to_have_count(1)  # others may have asked elsewhere


def test_a_link_for_the_customer_is_one_menu_away(signed_in: SignedIn, axe: str) -> None:
    page = signed_in("karin", CASE, viewport=WIDE)
    page.locator("summary[aria-label='Weitere Schritte']").click()
    page.get_by_role("link", name="Link für die Kundin oder den Kunden").click()
    if page.get_by_role("button", name="Link erstellen").count():
        page.get_by_role("button", name="Link erstellen").click()
    expect(page.get_by_label("Link", exact=True).first).to_have_value(re.compile(r"/c/\S+/$"))
    assert findings(page, axe) == []


def test_the_palette_leads_to_pages_views_and_steps_without_a_key(signed_in: SignedIn) -> None:
    page = signed_in("karin", CASE, viewport=WIDE)
    for words, way in (("Seite: Ku", "**/customers/"), ("Ansicht: Alle o", "**/inbox/?view=open")):
        page.keyboard.press("Control+k")
        page.keyboard.type(words)
        page.keyboard.press("Enter")
        page.wait_for_url(way)
        page.go_back()
        page.wait_for_url("**/cases/**")
    page.keyboard.press("Control+k")
    page.keyboard.type("Auf Dritte warten")
    expect(page.get_by_role("option", name="Auf Dritte warten")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Auf wen wartet das Anliegen?")).to_be_visible()
    expect(page.get_by_label("Auf wen oder was?")).to_be_focused()


def test_news_take_neither_the_focus_nor_the_place_in_the_text(signed_in: SignedIn) -> None:
    page = signed_in("karin", CASE, viewport={"width": 1440, "height": 520})
    steps = page.locator("#case-head summary[aria-label='Weitere Schritte']")
    steps.focus()
    page.locator("#thread").evaluate("thread => { thread.scrollTop = 3 }")

    write_note(signed_in("amara", CASE, viewport=WIDE), "Das Lager hat zurückgerufen.")

    expect(page.locator(".entry.note", has_text="Das Lager hat zurückgerufen.")).to_be_attached()
    expect(steps).to_be_focused()
    assert page.locator("#thread").evaluate("thread => thread.scrollTop") == 3


def write_note(page: Page, text: str) -> None:
    page.keyboard.press("n")
    expect(page.get_by_label("Ihre Notiz")).to_be_focused()
    page.keyboard.type(text)
    page.keyboard.press("Control+Enter")


def test_news_leave_an_open_menu_alone(signed_in: SignedIn) -> None:
    page = signed_in("karin", CASE, viewport=WIDE)
    page.locator("#case-head summary[aria-label='Weitere Schritte']").click()

    write_note(signed_in("amara", CASE, viewport=WIDE), "Das Ersatzteil ist bestellt.")

    expect(page.locator(".entry.note", has_text="Das Ersatzteil ist bestellt.")).to_be_attached()
    expect(page.get_by_role("link", name="Link für die Kundin oder den Kunden")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Link für die Kundin oder den Kunden")).to_be_hidden()


def test_news_wait_until_the_pressed_button_is_let_go(signed_in: SignedIn) -> None:
    page = signed_in("karin", CASE, viewport=WIDE)
    page.locator("#case-head summary[aria-label='Weitere Schritte']").hover()
    page.mouse.down()
    with page.expect_response(lambda answer: answer.request.headers.get("hx-target") == "thread"):
        write_note(signed_in("amara", CASE, viewport=WIDE), "Die Spedition kommt am Montag.")
    page.wait_for_timeout(500)  # long enough for what came to be put in place
    page.mouse.up()

    expect(page.get_by_role("link", name="Link für die Kundin oder den Kunden")).to_be_visible()
    expect(page.locator(".entry.note", has_text="Die Spedition kommt am Montag.")).to_be_attached()


def test_what_was_unfolded_stays_so_when_news_come(signed_in: SignedIn, house: House) -> None:
    text = "Der Schirm fehlt noch.\n\nAm 3. März 2026 schrieb der Lampenladen:\n> Der Schirm ist unterwegs.\n"
    house.receive(letter("Rosa Kern <rosa.kern@post.example>", "Schirm fehlt", text))
    page = signed_in("karin", "/inbox/?view=unassigned", viewport=WIDE)
    page.locator("[data-row]", has_text="Schirm fehlt").locator("a").first.click()
    page.locator("details.rest summary").click()
    expect(page.locator("details.rest[open]")).to_contain_text("Der Schirm ist unterwegs.")

    write_note(signed_in("amara", page.url.removeprefix(house.url), viewport=WIDE), "Ist heute abgegangen.")

    expect(page.locator(".entry.note", has_text="Ist heute abgegangen.")).to_be_attached()
    expect(page.locator("details.rest[open]")).to_contain_text("Der Schirm ist unterwegs.")
