"""What was undone at once has not happened: status, person and team are as before, the log tells both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from kulanz.cases import actions, errors
from kulanz.cases.models import Case, CaseCount, Waiting
from kulanz.cases.rules import WaitingFor
from kulanz.events.actor import Actor
from kulanz.events.models import Event
from kulanz.people.actors import actor_for
from tests.factories import make_user

Receive = Callable[..., Case]


@pytest.fixture
def case(receive: Receive) -> Case:
    """A customer's new case."""
    return receive()


def where(case: Case) -> tuple[str, int | None]:
    case.refresh_from_db()
    return case.status, case.assignee_id


def counted() -> dict[str, int]:
    return {row.status: row.amount for row in CaseCount.objects.exclude(amount=0)}


def test_a_new_case_that_was_taken_by_mistake_is_new_again(case: Case, agent: Actor) -> None:
    actions.take_case(case_id=case.pk, by=agent)
    actions.return_case(case_id=case.pk, by=agent, user_id=None, team_id=None)

    assert (where(case), counted()) == (("new", None), {"new": 1})
    told = list(Event.objects.filter(kind="case-assigned").order_by("id").values_list("data__undone", flat=True))
    assert told == [False, True]


def test_a_case_with_us_stays_with_us(case: Case, agent: Actor) -> None:
    other = make_user()
    actions.assign_case(case_id=case.pk, by=agent, user_id=other.pk)
    actions.take_case(case_id=case.pk, by=agent)

    actions.return_case(case_id=case.pk, by=agent, user_id=other.pk, team_id=None)

    assert where(case) == ("with-us", other.pk)


def test_giving_a_case_back_by_hand_is_a_step_of_its_own(case: Case, agent: Actor) -> None:
    actions.take_case(case_id=case.pk, by=agent)
    actions.assign_case(case_id=case.pk, by=agent, user_id=None)

    assert where(case) == ("with-us", None)


def test_what_was_undone_cannot_be_undone_again(case: Case, agent: Actor) -> None:
    actions.take_case(case_id=case.pk, by=agent)
    actions.return_case(case_id=case.pk, by=agent, user_id=None, team_id=None)

    with pytest.raises(errors.WrongState):
        actions.return_case(case_id=case.pk, by=agent, user_id=None, team_id=None)


def test_an_undone_waiting_leaves_a_new_case_new(case: Case, agent: Actor) -> None:
    actions.wait_for(case_id=case.pk, by=agent, whom=WaitingFor.OTHERS, reason="Spedition", until=date(2026, 12, 1))
    waits = where(case)[0]
    actions.undo_waiting(case_id=case.pk, by=agent)

    assert (waits, where(case)[0]) == ("waiting-others", "new")


def test_an_undone_waiting_gives_back_the_waiting_before_it(case: Case, agent: Actor) -> None:
    actions.wait_for(case_id=case.pk, by=agent, whom=WaitingFor.CUSTOMER)
    actions.wait_for(case_id=case.pk, by=agent, whom=WaitingFor.OTHERS)

    actions.undo_waiting(case_id=case.pk, by=agent)

    assert where(case)[0] == "waiting-customer"
    assert Waiting.objects.get(ended_at=None).whom == "customer"


def test_an_undone_waiting_gives_back_the_proposed_solution(case: Case, agent: Actor) -> None:
    actions.send_reply(case_id=case.pk, by=agent, text="Gelöst?", proposes_solution=True)
    actions.wait_for(case_id=case.pk, by=agent, whom=WaitingFor.OTHERS)

    actions.undo_waiting(case_id=case.pk, by=agent)

    assert where(case)[0] == "solution-proposed"


def test_a_waiting_is_undone_by_its_author_in_time_and_only_while_it_lasts(case: Case, agent: Actor, clock) -> None:
    actions.wait_for(case_id=case.pk, by=agent, whom=WaitingFor.OTHERS)
    with pytest.raises(errors.WrongState):
        actions.undo_waiting(case_id=case.pk, by=actor_for(make_user()))
    clock.advance(seconds=41)
    with pytest.raises(errors.WrongState):
        actions.undo_waiting(case_id=case.pk, by=agent)
    actions.resume_case(case_id=case.pk, by=agent)
    actions.wait_for(case_id=case.pk, by=agent, whom=WaitingFor.OTHERS)
    actions.resume_case(case_id=case.pk, by=agent)
    with pytest.raises(errors.WrongState):
        actions.undo_waiting(case_id=case.pk, by=agent)

    assert where(case)[0] == "with-us"
