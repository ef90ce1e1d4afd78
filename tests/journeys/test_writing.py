"""Writing at the desk as fast as people type: nothing comes back, nothing goes twice, no key sends by itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from .conftest import PASSWORD, OpenCase, save_how_i_work, sign_in
from .house import House, Sink, until

pytestmark = pytest.mark.journey
LETTER = "Guten Tag,\n\ndie Stange kommt am Montag.\n\nFreundliche Grüße"


def saved_drafts(page: Page) -> list[str]:
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:'))")  # type: ignore[no-any-return]


@pytest.mark.parametrize("pause", [0, 400, 700, 1200])
def test_a_sent_letter_does_not_come_back_however_soon_it_was_sent(open_case: OpenCase, pause: int) -> None:
    page = open_case()
    page.get_by_label("Ihre Antwort").focus()
    page.keyboard.insert_text(LETTER)
    page.keyboard.type(".")
    page.wait_for_timeout(pause)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".entry.held")).to_contain_text("die Stange kommt am Montag")

    page.wait_for_timeout(1500)  # longer than any save that was on its way
    expect(page.get_by_label("Ihre Antwort")).to_have_value("")
    assert saved_drafts(page) == []
    page.reload()
    expect(page.get_by_label("Ihre Antwort")).to_have_value("")
    expect(page.locator(".entry.ours")).to_have_count(1)


def test_a_note_does_not_come_back_either_and_is_there_once(open_case: OpenCase) -> None:
    page = open_case()
    page.keyboard.press("n")
    page.keyboard.insert_text("Lager fragen.\nMontag nachhaken.")
    page.keyboard.type("!")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".entry.note")).to_have_count(1)
    page.wait_for_timeout(1500)
    page.keyboard.press("n")

    expect(page.get_by_label("Ihre Notiz")).to_have_value("")
    page.reload()
    expect(page.locator(".entry.note")).to_have_count(1)


@pytest.mark.check(12)
def test_what_was_typed_but_not_sent_comes_back_after_the_tab_was_closed(open_case: OpenCase) -> None:
    page = open_case()
    page.get_by_label("Ihre Antwort").focus()
    page.keyboard.type("Halb geschrieben")
    page.reload()

    expect(page.get_by_label("Ihre Antwort")).to_have_value("Halb geschrieben")


def test_what_somebody_began_is_nobody_elses_who_sits_at_the_same_browser(open_case: OpenCase, house: House) -> None:
    page = open_case()
    case = page.url
    page.route("**/drafts/**", lambda route: route.abort())
    page.get_by_label("Ihre Antwort").fill("Nur für Henni begonnen")
    expect(page.locator("[data-draft-status]").first).to_contain_text("Nicht gespeichert")
    page.context.clear_cookies()

    sign_in(page, house, "karin")
    page.goto(case)
    expect(page.get_by_label("Ihre Antwort")).to_have_value("")


def test_a_letter_whose_tab_ends_before_the_answer_does_not_come_back(open_case: OpenCase, house: House) -> None:
    page = open_case()
    address, context = page.url, page.context
    page.get_by_label("Ihre Antwort").press_sequentially("Kommt am Montag.")
    answers: list[APIResponse] = []  # which the page never gets
    page.route("**/replies/**", lambda route: answers.append(route.fetch(max_redirects=0)))
    page.keyboard.press("Control+Enter")
    while not answers:
        page.wait_for_timeout(50)
    page.close()

    again = context.new_page()
    again.goto(address)
    expect(again.locator(".entry.ours")).to_contain_text("Kommt am Montag.")
    again.wait_for_timeout(1500)  # longer than any save
    expect(again.get_by_label("Ihre Antwort")).to_have_value("")
    assert saved_drafts(again) == []


def test_what_is_typed_while_a_letter_is_on_its_way_is_the_next_draft(open_case: OpenCase) -> None:
    page = open_case()
    sent: list[Route] = []
    page.route("**/replies/**", lambda route: sent.append(route))
    page.get_by_label("Ihre Antwort").fill("Kommt am Montag.")
    page.keyboard.press("Control+Enter")
    page.keyboard.type(" Noch etwas")
    page.wait_for_timeout(1500)  # a save that came now would make a draft of what is on its way
    sent[0].continue_()

    expect(page.locator(".entry.held")).to_contain_text("Kommt am Montag.")
    expect(page.get_by_label("Ihre Antwort")).to_have_value("Noch etwas")
    page.keyboard.type(" dazu")  # whoever was typing goes on, with no key lost
    expect(page.locator("[data-draft-status]").first).to_contain_text("Gespeichert")
    page.reload()
    expect(page.get_by_label("Ihre Antwort")).to_have_value("Noch etwas dazu")


def test_what_is_typed_while_a_letter_is_taken_back_stands_below_it(open_case: OpenCase) -> None:
    page = open_case()
    page.get_by_label("Ihre Antwort").fill("Kommt am Montag.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".entry.held")).to_contain_text("Kommt am Montag.")
    taken: list[Route] = []
    page.route("**/withdrawals/**", lambda route: taken.append(route))
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("z")
    page.get_by_label("Ihre Antwort").press_sequentially("Oder am Dienstag.")
    page.wait_for_timeout(1500)  # a save that came now would write over the letter
    taken[0].continue_()

    expect(page.get_by_label("Ihre Antwort")).to_have_value("Kommt am Montag.\n\nOder am Dienstag.")
    expect(page.locator("[data-draft-status]").first).to_contain_text("Gespeichert")
    page.reload()
    expect(page.get_by_label("Ihre Antwort")).to_have_value("Kommt am Montag.\n\nOder am Dienstag.")


def test_who_is_signed_out_while_writing_is_told_so_and_finds_every_word_again(
    open_case: OpenCase, house: House
) -> None:
    page = open_case()
    page.get_by_label("Ihre Antwort").fill("Vor dem Ende")
    expect(page.locator("[data-draft-status]").first).to_contain_text("Gespeichert")
    page.context.clear_cookies(name="kulanz_session")

    page.get_by_label("Ihre Antwort").press_sequentially(" und danach")
    expect(page.locator("[data-draft-status]").first).to_contain_text("Nicht gespeichert")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+k")
    page.keyboard.type("stange")
    expect(page.locator("#palette-found")).to_be_empty()
    expect(page.get_by_role("combobox", name="Suchen oder ausführen")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".toast")).to_have_text(re.compile("Die Anmeldung ist abgelaufen"))  # once, whoever noticed it

    page.get_by_role("button", name="Anmelden").click()
    page.get_by_label("E-Mail-Adresse").fill("jule@demo.example")
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()
    expect(page.get_by_label("Ihre Antwort")).to_have_value("Vor dem Ende und danach")


def test_a_refused_letter_stays_and_its_banner_goes_with_the_next_change(open_case: OpenCase, tmp_path: Path) -> None:
    page = open_case()
    page.get_by_label("Ihre Antwort").fill("Guten Tag, im Anhang finden Sie die Skizze.")
    page.keyboard.press("Control+Shift+Enter")
    banner = page.locator(".composer .banner")
    expect(banner).to_contain_text("kündigt eine Datei an")
    sketch = tmp_path / "skizze.txt"
    sketch.write_text("so", encoding="utf-8")
    page.locator("input[type=file]").set_input_files(sketch)
    expect(banner).to_have_count(0)
    page.get_by_role("button", name="Senden und warten").click()

    expect(page.locator(".entry.held")).to_contain_text("skizze.txt")


def test_a_gap_holds_the_letter_until_it_is_filled(open_case: OpenCase, sink: Sink) -> None:
    page = open_case()
    page.get_by_label("Ihre Antwort").fill("Guten Tag, ich melde mich bis ‹Tag, Uhrzeit›.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".composer .banner")).to_contain_text("Noch auszufüllen: ‹Tag, Uhrzeit›")
    expect(page.get_by_role("button", name="Trotzdem senden")).to_have_count(0)
    with page.expect_response("**/replies/*"):
        page.keyboard.press("Control+Enter")
    expect(page.locator(".composer .banner")).to_contain_text("Noch auszufüllen")
    expect(page.locator(".entry.ours")).to_have_count(0)
    page.get_by_label("Ihre Antwort").fill("Guten Tag, ich melde mich bis morgen, 12 Uhr.")
    page.keyboard.press("Control+Enter")

    expect(page.locator(".entry.held")).to_have_count(1)


def test_no_letter_goes_by_one_key_and_keys_stand_on_their_buttons(open_case: OpenCase) -> None:
    page = open_case()
    page.get_by_label("Ihre Antwort").fill("Guten Tag, sie kommt am Montag.")
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    expect(page.get_by_role("button", name="Als Lösung senden")).to_be_focused()
    expect(page.locator(".entry.ours")).to_have_count(0)
    expect(page.locator("[data-send=wait] .caps")).to_have_text("Strg⇧↵")
    page.keyboard.press("Enter")

    expect(page.locator(".case-head .status")).to_contain_text("gelöst?")


def test_a_note_is_left_alone_by_the_coach(open_case: OpenCase) -> None:
    page = open_case()
    page.get_by_label("Ihre Antwort").fill("Da können wir leider nichts machen. Ich melde mich bis Freitag, 12 Uhr.")
    expect(page.locator(".remark").first).to_be_visible()
    key = page.locator(".remark.catch kbd")
    expect(key).to_be_visible()  # the caret stands at the promise
    page.get_by_label("Ihre Antwort").evaluate("(area) => area.setSelectionRange(2, 2)")
    expect(key).to_be_hidden()
    page.get_by_role("tab", name="Notiz").click()

    expect(page.locator(".remark").first).to_be_hidden()


def test_waiting_for_others_says_for_whom_and_z_undoes_it(open_case: OpenCase) -> None:
    page = open_case()
    page.locator("summary[aria-label='Weitere Schritte']").click()
    page.get_by_role("link", name="Auf Dritte warten").click()
    page.get_by_label("Auf wen oder was?").fill("Spedition Nord")
    page.get_by_role("dialog").get_by_role("button", name="Auf Dritte warten").click()
    expect(page.locator(".case-head .facts")).to_contain_text("Spedition Nord")
    expect(page.locator("#undo-place")).to_contain_text("Das Anliegen wartet auf Dritte.")
    page.keyboard.press("z")

    expect(page.locator(".case-head .status")).to_contain_text("neu")
    expect(page.locator(".thread")).to_contain_text("hat das zurückgenommen")


def test_only_with_alt_means_only_with_alt(open_case: OpenCase, house: House) -> None:
    page = open_case()
    case = page.url
    page.goto(f"{house.url}/me/")
    page.get_by_label("Tastatur").select_option("alt")
    save_how_i_work(page)
    page.get_by_text("Gespeichert.").wait_for()
    page.goto(case)
    page.keyboard.press("n")
    expect(page.get_by_label("Ihre Notiz")).not_to_be_focused()
    page.keyboard.press("Alt+n")
    expect(page.get_by_label("Ihre Notiz")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+g")
    page.keyboard.press("Alt+i")
    page.wait_for_url("**/inbox/")
    page.get_by_role("button", name="Tasten", exact=True).click()
    expect(page.get_by_role("dialog", name="Tasten")).to_contain_text("Alt")
    page.goto(f"{house.url}/me/")
    page.get_by_label("Tastatur").select_option("single")
    save_how_i_work(page)
    page.get_by_text("Gespeichert.").wait_for()


def test_a_file_that_is_too_large_or_empty_is_told_before_the_upload(open_case: OpenCase, tmp_path: Path) -> None:
    page = open_case()
    page.get_by_label("Ihre Antwort").fill("Anbei der Film.")
    film, nothing = tmp_path / "film.mp4", tmp_path / "leer.txt"
    film.write_bytes(b"0" * (100 * 1024 * 1024 + 1))
    nothing.touch()
    page.locator("input[type=file]").set_input_files([film, nothing])
    expect(page.locator("[data-uploads]")).to_contain_text("film.mp4 ist zu groß.")
    expect(page.locator("[data-uploads]")).to_contain_text("„leer.txt“ ist leer und kommt nicht mit.")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.url.endswith("/replies/") else None)
    page.keyboard.press("Control+Enter")

    expect(page.locator(".toasts")).to_contain_text("film.mp4 ist zu groß.")
    assert sent == []


@pytest.mark.check(40)
def test_paper_holds_quotes_and_whole_dates(open_case: OpenCase) -> None:
    page = open_case("Sie fehlt noch.\n\nAm 3. März 2026 schrieb der Lampenladen:\n> Die Stange ist unterwegs.\n")
    page.locator("details.rest").wait_for(state="attached")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")

    expect(page.locator(".letter.on-paper-only")).to_contain_text("Die Stange ist unterwegs.")
    expect(page.locator(".letter.on-paper-only")).to_be_visible()

    def whole_date() -> object:
        shown = page.evaluate("getComputedStyle(document.querySelector('.entry time'), '::after').content")
        return re.fullmatch(r'"\w\w\., \d+\. \S+ \d{4}, \d\d:\d\d"', shown)

    assert until(whole_date)


def test_a_bulk_step_leaves_the_focus_in_the_list(open_case: OpenCase, house: House) -> None:
    page = open_case()
    page.goto(f"{house.url}/inbox/?view=unassigned")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.locator(".picked-bar summary", has_text="Schlagwort").click()
    page.get_by_label("Neues Schlagwort").fill("Stange")
    page.keyboard.press("Enter")
    expect(page.locator("#undo-place")).to_contain_text("Schlagwort bei 1 Anliegen ergänzt.")

    expect(page.locator(":focus")).to_have_count(1)
    assert page.evaluate("document.activeElement.closest('#list') ? '' : document.activeElement.outerHTML") == ""
