"""While a letter may still be taken back, its reader's pages say nothing of what it asks or begins."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from kulanz.cases import actions
from kulanz.cases.models import Case, Message
from kulanz.cases.rules import WaitingFor
from kulanz.events.actor import Actor
from kulanz.people.models import User

WITH_US = "Mara L. kümmert sich darum."
ASKED = "Wir meinen, es ist gelöst."
HER_TURN = "wartet auf Ihre Antwort"


@pytest.fixture
def person(person: User) -> User:
    """Somebody whose answers are held for a while."""
    person.undo_seconds = 30
    person.save()
    return person


@pytest.fixture
def taken(case: Case, agent: Actor) -> Case:
    """A case that somebody works on."""
    actions.take_case(case_id=case.pk, by=agent)
    return case


def told(key: str) -> tuple[bool, bool, bool]:
    """Whether the page says: with us, asked whether it is solved, waiting for the reader."""
    page = Client().get(key).content.decode()
    return WITH_US in page, ASKED in page, HER_TURN in page


def write(case: Case, by: Actor, **wish: bool) -> Message:
    return actions.send_reply(case_id=case.pk, by=by, text="Bitte sehen Sie nach.", **wish)


def gone(letter: Message) -> None:
    actions.mark_queued(message_id=letter.pk)
    actions.mark_sent(message_id=letter.pk)


def test_nobody_is_asked_whether_it_is_solved_before_the_letter_left(taken: Case, key: str, agent: Actor) -> None:
    letter = write(taken, agent, proposes_solution=True)
    held = told(key)
    gone(letter)

    assert (held, told(key)) == ((True, False, False), (False, True, False))


def test_nobody_is_waited_for_before_the_letter_left(taken: Case, key: str, agent: Actor) -> None:
    letter = write(taken, agent, waits=True)
    held = told(key)
    gone(letter)

    assert (held, told(key)) == ((True, False, False), (False, False, True))


def test_a_waiting_lasts_until_the_letter_that_ends_it_has_left(taken: Case, key: str, agent: Actor) -> None:
    actions.wait_for(case_id=taken.pk, by=agent, whom=WaitingFor.CUSTOMER)
    letter = write(taken, agent)
    held = told(key)
    gone(letter)

    assert (held, told(key)) == ((False, False, True), (True, False, False))


def test_an_open_question_stays_until_the_letter_that_withdraws_it_has_left(
    taken: Case, key: str, agent: Actor
) -> None:
    gone(write(taken, agent, proposes_solution=True))
    letter = actions.send_reply(case_id=taken.pk, by=agent, text="Noch eine Frage: welche Farbe?", waits=True)
    held = told(key)
    gone(letter)

    assert (held, told(key)) == ((False, True, False), (False, False, True))


def test_what_others_are_waited_for_stands_meanwhile(taken: Case, key: str, agent: Actor) -> None:
    actions.wait_for(case_id=taken.pk, by=agent, whom=WaitingFor.OTHERS, reason="Das Ersatzteil kommt am Montag")
    letter = write(taken, agent, waits=True)
    held = "Das Ersatzteil kommt am Montag" in Client().get(key).content.decode()
    gone(letter)

    assert (held, told(key)) == (True, (False, False, True))


def test_a_letter_taken_back_was_never_told(taken: Case, key: str, agent: Actor) -> None:
    letter = write(taken, agent, proposes_solution=True)
    actions.withdraw_reply(message_id=letter.pk, by=agent)

    assert told(key) == (True, False, False)


def test_the_own_list_knows_no_more(taken: Case, agent: Actor, client: Client, enter: Callable[..., str]) -> None:
    list_url = enter(client, "anna@post.example")
    letter = write(taken, agent, waits=True)
    held = "wartet auf Sie" in client.get(list_url).content.decode()
    gone(letter)

    assert (held, "wartet auf Sie" in client.get(list_url).content.decode()) == (False, True)
