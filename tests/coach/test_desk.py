"""The desk with readings: what is drawn, what is stopped, and how little it costs."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kulanz.cases.models import Case, Message
from kulanz.coach.actions import read_letter
from kulanz.people.models import Customer, User
from kulanz.promises.models import Promise
from tests.pages import in_one_line

from .conftest import Receive

INSULT = "Sie Vollidiot! Wann kommt das Rad? Ich verlange, dass das Rad morgen da ist."


@pytest.fixture
def desk(client: Client, agent: User) -> Client:
    client.force_login(agent)
    return client


def read_all() -> None:
    for message in Message.objects.all():
        read_letter(message_id=message.pk)


def page(desk: Client, case: Case, more: str = "") -> str:
    return desk.get(f"/cases/{case.number}/?view=all{more}").content.decode()


def send(desk: Client, case: Case, text: str, **more: object) -> int:
    return desk.post(f"/cases/{case.number}/replies/", {"text": text, "then": "wait", **more}).status_code


@pytest.mark.parametrize("amount", [1, 30])
def test_the_case_page_costs_thirteen_queries_whatever_its_length(desk: Client, receive: Receive, amount: int) -> None:
    case = receive()
    for number in range(amount - 1):
        receive(f"{INSULT} Zum {number}. Mal!", case=case)
    Message.objects.update(has_files=True)
    read_all()
    page(desk, case)

    with CaptureQueriesContext(connection) as queries:
        page(desk, case)

    assert len(queries) == 13


@pytest.mark.parametrize("amount", [1, 30])
def test_the_list_costs_five_queries_with_moods(desk: Client, receive: Receive, amount: int) -> None:
    for _ in range(amount):
        receive()
    read_all()

    with CaptureQueriesContext(connection) as queries:
        shown = desk.get("/inbox/?view=all").content.decode()

    assert len(queries) == 5
    assert shown.count("verärgert") == amount


def test_hurtful_words_do_not_leave_the_server_unasked(desk: Client, receive: Receive) -> None:
    case = receive(INSULT)
    read_all()

    veiled, shown = page(desk, case), page(desk, case, "&words")

    assert ("Vollidiot" in veiled, "Vollidiot" in shown) == (False, True)
    assert "Wann kommt das Rad?" in veiled


def test_a_letter_nobody_has_read_yet_is_shown_without_aids(desk: Client, receive: Receive) -> None:
    shown = page(desk, receive())

    assert "Wann kommt das Rad?" in shown
    assert "ask-no" not in shown


def test_the_summary_is_a_proposal_until_somebody_writes_the_story(desk: Client, receive: Receive) -> None:
    case = receive()
    read_all()
    assert "noch nicht bestätigt" in page(desk, case)

    desk.post(f"/cases/{case.number}/story/", {"matter": "Rad fehlt", "promised": "", "next_step": ""})

    assert "noch nicht bestätigt" not in page(desk, case)


def told(desk: Client, case: Case) -> list[str]:
    """Return the customer's own words that tell the story."""
    story = in_one_line(page(desk, case)).partition('<dl class="proposal">')[2].partition("</dl>")[0]
    return re.findall(r"<q>(.*?)</q>", story)


@pytest.mark.parametrize(
    ("text", "story"),
    [
        ("Ich möchte eine neue Stange bestellen.", ["Ich möchte eine neue Stange bestellen."]),
        ("I would like to return the broken lamp.", ["I would like to return the broken lamp."]),
        ("Die Stange ist krumm, ich brauche eine neue.", ["Die Stange ist krumm, ich brauche eine neue."]),
        ("Die Stange ist krumm. Bitte tauschen Sie sie um.", ["Die Stange ist krumm.", "Bitte tauschen Sie sie um"]),
    ],
)
def test_what_is_matter_and_wish_at_once_is_told_once(
    desk: Client, receive: Receive, text: str, story: list[str]
) -> None:
    case = receive(f"Guten Tag,\n\n{text}")
    read_all()

    assert told(desk, case) == story


@pytest.mark.parametrize(
    "thanks",
    ["Rechnung ist da, alles gut jetzt. Danke!", "Danke, hat geklappt!", "Thanks, all good now.", "Super, passt!"],
)
def test_thanks_do_not_take_the_place_of_the_story(desk: Client, receive: Receive, thanks: str) -> None:
    case = receive("Guten Tag,\n\ndie Stange ist krumm.")
    receive(thanks, case=case)
    read_all()

    assert told(desk, case) == ["die Stange ist krumm."]


def test_the_form_of_address_of_the_letter_is_an_offer(desk: Client, receive: Receive) -> None:
    case = receive("Hallo, kannst du mir sagen, wann mein Rad kommt? Hast du das geprüft?")
    read_all()
    assert "Schreibt uns per Du." in page(desk, case)

    desk.post(f"/cases/{case.number}/address/", {"form": "informal"})

    assert Customer.objects.get().form_of_address == "informal"
    assert "Schreibt uns per Du." not in page(desk, case)


@pytest.mark.parametrize(
    ("language", "form", "said"),
    [("de", "formal", "Sie, "), ("de", "informal", "Du, "), ("en", "formal", ""), ("en", "informal", "")],
)
def test_the_coach_names_sie_and_du_only_where_german_is_spoken(
    desk: Client, receive: Receive, language: str, form: str, said: str
) -> None:
    case = receive()
    Case.objects.update(language=language)
    Customer.objects.update(form_of_address=form, language=language)

    head = re.findall(r'id="coach-title">Tonfall</h2><p>(.*?)</p>', in_one_line(page(desk, case)))

    assert head == [f"{said}nur das Wichtige"]


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("Guten Tag, im Anhang finden Sie die Rechnung.", {}),
        ("Guten Tag, haben Sie dein Rad schon geholt? Sag mir bitte, ob Sie kommen.", {}),
        ("Guten Tag, Ihr Rad ist da.", {"to": "fremd@post.example"}),
    ],
)
def test_a_letter_that_is_not_right_is_stopped_once_and_keeps_its_text(
    desk: Client, receive: Receive, text: str, more: dict[str, object]
) -> None:
    case = receive()

    stopped = desk.post(f"/cases/{case.number}/replies/", {"text": text, "then": "wait", **more})

    assert stopped.status_code == 422
    assert text in stopped.content.decode()
    assert not Message.objects.filter(direction="out").exists()
    assert send(desk, case, text, anyway="wait", **more) == 302
    assert Case.objects.get().status == "waiting-customer"


def test_sending_anyway_does_not_pass_over_a_letter_that_came_meanwhile(desk: Client, receive: Receive) -> None:
    case = receive()
    seen = case.messages.get().pk
    receive("Noch etwas.", case=case)

    assert send(desk, case, "Im Anhang finden Sie die Rechnung.", anyway="wait", seen_message=seen) == 422


def test_a_recorded_promise_goes_with_its_letter_and_is_kept(desk: Client, receive: Receive) -> None:
    case = receive()
    due = "2030-01-04T12:00:00+01:00"
    for words in ("Ihr Rad kommt bis Freitag, 12 Uhr", "Wir rufen Sie am Freitag an"):
        desk.post(f"/cases/{case.number}/promises/", {"due": due, "words": words})

    send(desk, case, "Guten Tag Eva Wald, Ihr Rad kommt bis\nFreitag, 12 Uhr.")

    given, dropped = Promise.objects.order_by("pk")
    assert (given.message, dropped.withdrawn_at is None) == (Message.objects.get(direction="out"), False)
    desk.post(f"/cases/{case.number}/promises/{given.pk}/keeping/")
    assert Promise.objects.get(pk=given.pk).kept_at is not None


def test_a_forged_promise_is_refused(desk: Client, receive: Receive) -> None:
    case = receive()

    assert desk.post(f"/cases/{case.number}/promises/", {"due": "morgen", "words": "x"}).status_code == 404
    assert desk.post(f"/cases/{case.number}/promises/", {"due": "2030-01-04", "words": "x"}).status_code == 404
    assert Promise.objects.count() == 0
