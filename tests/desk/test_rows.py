"""What a row of a list says: who, when, what about, the first words, and the reasons that its view leaves unsaid."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from kulanz.cases import actions
from kulanz.cases.arrival import Upload
from kulanz.cases.models import Case
from kulanz.core.clock import now
from kulanz.people.actors import actor_for
from kulanz.people.models import User

from .conftest import Arrive

PDF = Upload("Rechnung.pdf", "application/pdf", b"%PDF-1.7")
LOGO = Upload("logo.png", "image/png", b"\x89PNG", cid="logo@x")
SIGNATURE = Upload("smime.p7s", "application/pkcs7-signature", b"0", kind="signature")


def row_of(desk: Client, case: Case, view: str = "all") -> str:
    page = desk.get(f"/inbox/?view={view}").content.decode()
    return re.search(rf'id="row-{case.pk}".*?</li>', page, re.DOTALL)[0]  # type: ignore[index]


def test_the_first_words_of_the_newest_letter_stand_in_the_row(desk: Client, arrive: Arrive) -> None:
    case = arrive("Sehr geehrte Damen und Herren,\n\nmeine Lampe flackert.\n\nMit freundlichen Grüßen")

    assert '<span class="words">meine Lampe flackert. Mit freundlichen Grüßen</span>' in row_of(desk, case)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Hallo!", "Hallo!"),
        ("Hallo, wo bleibt sie?", "Hallo, wo bleibt sie?"),
        ("Ich habe am Montag eine Lampe bestellt, sie ist kaputt,\nbitte helfen Sie.", "Ich habe am Montag eine Lampe"),
        ("Moin,\nwo ist sie?", "wo ist sie?"),
    ],
)
def test_only_a_greeting_on_a_line_of_its_own_is_left_out(desk: Client, arrive: Arrive, text: str, shown: str) -> None:
    assert f'<span class="words">{shown}' in row_of(desk, arrive(text))


def test_more_than_two_lines_of_words_are_not_sent(desk: Client, arrive: Arrive) -> None:
    words = re.search(r'"words">(.*?)<', row_of(desk, arrive("wort " * 100)))[1]  # type: ignore[index]

    assert (len(words) <= 112, words.endswith(" …")) == (True, True)


def test_veiled_words_are_in_no_row(desk: Client, arrive: Arrive, run_jobs: Callable[[], int]) -> None:
    case = arrive("Sie Vollidiot, wann kommt meine Lampe?")
    run_jobs()

    row = row_of(desk, case)

    assert ("Vollidiot" in row, "verhüllt" in row) == (False, True)


@pytest.mark.parametrize(("view", "says"), [("unassigned", False), ("open", True), ("all", True), ("with-us", True)])
def test_what_the_view_says_no_row_says_again(desk: Client, arrive: Arrive, view: str, says: bool) -> None:
    case = arrive()

    assert ("neu</span>" in row_of(desk, case, view)) is says


def test_a_row_without_reasons_has_no_line_for_them(desk: Client, arrive: Arrive) -> None:
    assert 'class="why"' not in row_of(desk, arrive(), "unassigned")


@pytest.mark.parametrize(("file", "clip"), [(PDF, True), (LOGO, False), (SIGNATURE, False)])
def test_a_clip_says_that_the_customer_sent_files(desk: Client, arrive: Arrive, file: Upload, clip: bool) -> None:
    assert ("mit Dateien" in row_of(desk, arrive(uploads=(file,)))) is clip


def test_the_clip_comes_with_a_later_letter_and_goes_where_it_is_moved(
    desk: Client, arrive: Arrive, agent: User
) -> None:
    case, other = arrive(), arrive(sender_address="zwei@post.example")
    arrive("Hier die Rechnung.", case_id=case.pk, uploads=(PDF,))
    assert ("mit Dateien" in row_of(desk, case), "mit Dateien" in row_of(desk, other)) == (True, False)

    letter = case.messages.order_by("id").last()
    assert letter is not None
    actions.move_message(message_id=letter.pk, by=actor_for(agent), case_id=other.pk)

    assert ("mit Dateien" in row_of(desk, case), "mit Dateien" in row_of(desk, other)) == (False, True)


def test_who_waits_for_a_day_or_more_is_said_to(desk: Client, arrive: Arrive) -> None:
    recent, long = arrive(at=now() - timedelta(hours=3)), arrive(at=now() - timedelta(days=1, hours=1))

    assert ("wartet" in row_of(desk, recent), "wartet 1 Werktag" in row_of(desk, long)) == (False, True)


def test_the_end_is_said_after_the_last_row(desk: Client, arrive: Arrive) -> None:
    arrive()

    page = desk.get("/inbox/?view=all").content.decode()

    assert re.search(r'<li class="end">\s*Das sind alle\.\s*</li>\s*</ol>', page)


def test_veiled_words_stand_neither_on_the_page_that_moves_a_letter_nor_today(
    desk: Client, arrive: Arrive, agent: User, run_jobs: Callable[[], int]
) -> None:
    case = arrive()
    actions.send_reply(case_id=case.pk, by=actor_for(agent), text="Gelöst?", proposes_solution=True)
    arrive("Danke, es klappt jetzt, Sie Vollidiot!", case_id=case.pk)
    run_jobs()

    letter = case.messages.latest("id")
    pages = [desk.get(path).content.decode() for path in (f"/cases/{case.number}/moves/{letter.pk}/", "/")]

    assert ["es klappt jetzt" in page for page in pages] == [True, True]
    assert ["Vollidiot" in page for page in pages] == [False, False]
    assert all("[verletzende Worte, verhüllt]" in page for page in pages)
