"""A letter that is taken back was never written: its case stands where it stood, unless others have gone on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kulanz.cases import actions
from kulanz.cases.models import Case, Message
from kulanz.cases.rules import WaitingFor
from kulanz.events.actor import Actor
from kulanz.people.actors import actor_for, customer_actor
from tests.factories import make_user

Receive = Callable[..., Case]


@pytest.fixture
def case(receive: Receive, agent: Actor) -> Case:
    """A case in the hands of somebody."""
    case = receive()
    actions.take_case(case_id=case.pk, by=agent)
    return case


def status(case: Case) -> str:
    case.refresh_from_db()
    return case.status


def write(case: Case, by: Actor, text: str = "Bitte sehen Sie nach.", **wish: bool) -> Message:
    return actions.send_reply(case_id=case.pk, by=by, text=text, **wish)


def wait(case: Case, by: Actor, whom: WaitingFor) -> None:
    actions.wait_for(case_id=case.pk, by=by, whom=whom, reason="Spedition")


@pytest.mark.parametrize("whom", list(WaitingFor))
@pytest.mark.parametrize("wish", [{}, {"waits": True}, {"proposes_solution": True}])
def test_a_waiting_that_the_letter_ended_goes_on(case: Case, agent: Actor, whom: WaitingFor, wish: dict) -> None:
    wait(case, agent, whom)
    before = status(case)
    letter = write(case, agent, **wish)
    actions.withdraw_reply(message_id=letter.pk, by=agent)

    assert status(case) == before


def test_a_question_that_the_letter_withdrew_is_asked_still(case: Case, agent: Actor) -> None:
    actions.mark_sent(message_id=write(case, agent, proposes_solution=True).pk)
    letter = write(case, agent, "Noch eine Frage", waits=True)
    actions.withdraw_reply(message_id=letter.pk, by=agent)

    assert status(case) == "solution-proposed"


def test_what_the_customer_wrote_meanwhile_counts(case: Case, agent: Actor, receive: Receive) -> None:
    wait(case, agent, WaitingFor.CUSTOMER)
    letter = write(case, agent)
    receive("Hier ist die Nummer.", case_id=case.pk)
    actions.withdraw_reply(message_id=letter.pk, by=agent)

    assert status(case) == "with-us"


def test_what_the_customer_said_meanwhile_counts(case: Case, agent: Actor) -> None:
    wait(case, agent, WaitingFor.CUSTOMER)
    letter = write(case, agent, waits=True)
    actions.confirm_solved(case_id=case.pk, by=customer_actor(case.customer))
    actions.withdraw_reply(message_id=letter.pk, by=agent)

    assert status(case) == "confirmed"


def test_what_a_colleague_decided_meanwhile_counts(case: Case, agent: Actor) -> None:
    colleague = actor_for(make_user())
    wait(case, agent, WaitingFor.CUSTOMER)
    letter = write(case, agent, waits=True)
    actions.resume_case(case_id=case.pk, by=colleague)
    actions.withdraw_reply(message_id=letter.pk, by=agent)

    assert status(case) == "with-us"


def test_a_waiting_that_a_colleague_began_meanwhile_stands(case: Case, agent: Actor) -> None:
    letter = write(case, agent, waits=True)
    wait(case, actor_for(make_user()), WaitingFor.OTHERS)
    actions.withdraw_reply(message_id=letter.pk, by=agent)

    assert status(case) == "waiting-others"


def test_two_letters_taken_back_one_after_the_other_leave_nothing(case: Case, agent: Actor) -> None:
    first = write(case, agent, "Welche Farbe?", waits=True)
    second = write(case, agent, "Und welche Größe?")
    actions.withdraw_reply(message_id=first.pk, by=agent)
    actions.withdraw_reply(message_id=second.pk, by=agent)

    assert status(case) == "with-us"


def test_a_colleagues_letter_since_then_stands(case: Case, agent: Actor) -> None:
    wait(case, agent, WaitingFor.CUSTOMER)
    letter = write(case, agent)
    write(case, actor_for(make_user()), "Ich habe nachgesehen.")
    actions.withdraw_reply(message_id=letter.pk, by=agent)

    assert status(case) == "with-us"


def test_a_letter_that_its_page_had_not_shown_stays_when_the_next_one_goes(case: Case, agent: Actor) -> None:
    first = write(case, agent, "Die Lampe ist unterwegs.")
    actions.withdraw_reply(message_id=first.pk, by=agent)
    actions.send_reply(case_id=case.pk, by=agent, text="Noch eine Frage.", regained=[])

    draft = case.drafts.get()
    assert (draft.text, draft.regained) == ("Die Lampe ist unterwegs.", [first.pk])


def test_a_letter_that_its_page_had_not_shown_stays_above_what_the_page_saves(case: Case, agent: Actor) -> None:
    first = write(case, agent, "Die Lampe ist unterwegs.")
    actions.withdraw_reply(message_id=first.pk, by=agent)
    for text in ("Noch", "Noch eine Frage"):
        actions.save_draft(case_id=case.pk, by=agent, kind="reply", text=text, regained=[])

    assert case.drafts.get().text == "Die Lampe ist unterwegs.\n\nNoch eine Frage"


def test_a_letter_that_its_page_has_shown_can_be_deleted(case: Case, agent: Actor) -> None:
    first = write(case, agent, "Die Lampe ist unterwegs.")
    actions.withdraw_reply(message_id=first.pk, by=agent)
    actions.save_draft(case_id=case.pk, by=agent, kind="reply", text="Anders.", regained=[first.pk])
    assert case.drafts.get().text == "Anders."

    actions.save_draft(case_id=case.pk, by=agent, kind="reply", text="", regained=[first.pk])
    assert not case.drafts.exists()
