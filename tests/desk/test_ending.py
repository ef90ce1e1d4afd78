"""Ending cases without a letter at the desk: one press each, said in words, undone by z."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kulanz.cases.models import Case
from kulanz.people.actions import block_sender
from kulanz.people.actors import actor_for
from kulanz.people.models import BlockedSender, User
from tests.factories import make_team
from tests.pages import in_one_line

from .conftest import Arrive


@pytest.fixture
def case(arrive: Arrive) -> Case:
    """A new case of the team."""
    return arrive()


def page_of(desk: Client, case: Case) -> str:
    return in_one_line(desk.get(f"/cases/{case.number}/").content.decode())


def end(desk: Client, case: Case, reason: str, **more: str) -> int:
    return desk.post(f"/cases/{case.number}/ending/", {"end": reason, **more}).status_code


def undo(desk: Client) -> str:
    return str(desk.post(f"/inbox/undo/{desk.session['undo']['key']}/", follow=True).content.decode())


def status(*cases: Case) -> list[str]:
    return [Case.objects.get(pk=case.pk).status for case in cases]


@pytest.mark.parametrize(
    ("reason", "told", "line"),
    [
        ("no-answer", "Beendet: keine Antwort nötig.", "Mara Lindner hat es ohne Antwort beendet: keine Antwort nötig"),
        ("newsletter", "Beendet: Newsletter.", "Mara Lindner hat es ohne Antwort beendet: Newsletter"),
        ("spam", "Beendet: Spam.", "Mara Lindner hat es ohne Antwort beendet: Spam"),
        (
            "spam-and-block",
            "Als Spam beendet. anna@post.example ist gesperrt.",
            "Mara Lindner hat es als Spam beendet und anna@post.example gesperrt",
        ),
    ],
)
def test_a_case_ends_with_one_press_and_is_undone(desk: Client, case: Case, reason: str, told: str, line: str) -> None:
    answered = end(desk, case, reason)
    page = page_of(desk, case)

    assert (answered, status(case)) == (302, ["ended"])
    assert (told in page, line in page, 'data-key="z"' in page) == (True, True, True)
    assert "Zurückgenommen." in undo(desk)
    assert status(case) == ["new"]
    assert not BlockedSender.objects.exists()
    assert "hat das zurückgenommen" in page_of(desk, case)


def test_the_page_that_asks_works_without_script(desk: Client, case: Case) -> None:
    page = in_one_line(desk.get(f"/cases/{case.number}/ending/").content.decode())

    assert f'action="/cases/{case.number}/ending/?' in page
    assert "Spam, und anna@post.example sperren" in page
    assert "Es zählt als beendet, nicht als gelöst." in page


def test_a_duplicate_leads_to_the_other_case_on_both_pages(desk: Client, case: Case, arrive: Arrive) -> None:
    again = arrive("Noch einmal: wo bleibt sie?")

    end(desk, again, "duplicate", of=f" {case.number.lower()} ")

    assert f'href="/cases/{case.number}/">Dublette von {case.number}</a>' in page_of(desk, again)
    assert f'href="/cases/{again.number}/">Dublette: {again.number}</a>' in page_of(desk, case)
    undo(desk)
    assert "Dublette:" not in page_of(desk, case)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("", "Bitte geben Sie die Nummer des anderen Anliegens an."),
        ("RL-999", "Ein Anliegen RL-999 gibt es nicht."),
        ("itself", "Ein Anliegen kann keine Dublette von sich selbst sein."),
        ("hidden", "gibt es nicht."),
    ],
)
def test_a_number_that_makes_no_sense_is_said_where_it_was_typed(
    desk: Client, case: Case, arrive: Arrive, number: str, words: str
) -> None:
    hidden = arrive(team_id=make_team("Lager").pk)
    number = {"itself": case.number, "hidden": hidden.number}.get(number, number)

    plain = desk.post(f"/cases/{case.number}/ending/", {"end": "duplicate", "of": number})
    in_dialog = desk.post(
        f"/cases/{case.number}/ending/", {"end": "duplicate", "of": number}, headers={"HX-Request": "true"}
    )

    assert (plain.status_code, in_dialog.status_code, status(case)) == (422, 422, ["new"])
    assert words in plain.content.decode()
    assert in_dialog.headers["HX-Retarget"] == "#end-form"
    assert in_dialog.content.decode().lstrip().startswith("<form")
    assert f'value="{number}"' in in_dialog.content.decode()


def test_a_form_that_says_nothing_is_asked_again(desk: Client, case: Case) -> None:
    assert (end(desk, case, "solved"), status(case)) == (422, ["new"])


@pytest.mark.parametrize(
    ("code", "likely"), [("mailing-list", "newsletter"), ("spam", "spam"), ("belongs-to", "no-answer")]
)
def test_what_the_house_noticed_stands_first_at_hand(desk: Client, arrive: Arrive, code: str, likely: str) -> None:
    case = arrive(hints=({"code": code, "numbers": []},))

    assert f'value="{likely}" autofocus' in page_of(desk, case)


def test_several_end_at_once_and_are_undone(desk: Client, arrive: Arrive) -> None:
    cases = [arrive(sender_address=f"werbung{number}@post.example") for number in range(3)]
    desk.post("/inbox/selection/?view=open", {"case": [each.pk for each in cases], "end": "spam-and-block"})
    ended, blocked = status(*cases), BlockedSender.objects.count()

    assert (ended, blocked) == (["ended"] * 3, 3)
    assert "Zurückgenommen." in undo(desk)
    assert (status(*cases), BlockedSender.objects.count()) == (["new"] * 3, 0)


def test_several_are_duplicates_of_one_that_may_be_picked_with_them(desk: Client, arrive: Arrive) -> None:
    first, *others = [arrive(f"Wo bleibt sie? {number}") for number in range(3)]
    picked = {"case": [each.pk for each in (first, *others)], "of": first.number}

    # Enter in the field presses the first button of the form.
    page = desk.post("/inbox/selection/?view=open", {**picked, "step": "tag", "tag": ""}, follow=True)

    assert status(first, *others) == ["new", "ended", "ended"]
    assert "2 Anliegen beendet." in page.content.decode()
    wrong = desk.post("/inbox/selection/?view=open", {**picked, "end": "duplicate", "of": "RL-99"}, follow=True)
    assert "Ein Anliegen RL-99 gibt es nicht." in wrong.content.decode()


def test_a_blocked_sender_is_told_at_the_letter(desk: Client, agent: User, arrive: Arrive) -> None:
    block_sender(by=actor_for(agent), address="anna@post.example")
    case = arrive()

    page = page_of(desk, case)

    assert "Dieser Absender ist gesperrt" in page
    assert "Als Spam beendet: Der Absender ist gesperrt" in page


def test_an_ended_case_offers_no_second_end(desk: Client, case: Case) -> None:
    end(desk, case, "newsletter")

    assert "end-case" not in page_of(desk, case)
    assert desk.post(f"/cases/{case.number}/ending/", {"end": "spam"}).status_code == 422


def test_duplicates_cost_the_case_page_no_query(desk: Client, case: Case, arrive: Arrive) -> None:
    page_of(desk, case)
    with CaptureQueriesContext(
        connection,
    ) as before:
        page_of(desk, case)
    for number in range(3):
        end(
            desk, arrive(f"Noch einmal {number}", sender_address=f"k{number}@post.example"), "duplicate", of=case.number
        )
    page_of(desk, case)
    with CaptureQueriesContext(connection) as after:
        page_of(desk, case)

    assert len(after) == len(before)


def test_somebody_of_another_team_ends_nothing(outsider: Client, case: Case) -> None:
    assert (end(outsider, case, "spam"), status(case)) == (403, ["new"])
