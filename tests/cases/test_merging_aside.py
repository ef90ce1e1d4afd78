"""Snoozed cases and letters for later, where two cases become one and come apart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from kulanz.cases import actions
from kulanz.cases.actions import PostponementWish
from kulanz.cases.models import Case, CaseCount, Draft
from kulanz.core.clock import now
from kulanz.events.actor import Actor
from tests.conftest import Clock

from .test_merging import merge, unmerge
from .test_receive import Receive

TOMORROW = timedelta(days=1)


@pytest.fixture
def case(receive: Receive, clock: Clock) -> Case:
    """The case that stays."""
    return receive("Wo bleibt meine Lampe?")


@pytest.fixture
def again(case: Case, receive: Receive) -> Case:
    """The same customer once more."""
    return receive("Noch einmal: wo bleibt sie?", subject="Lieferung 4711")


def snooze(case: Case, by: Actor) -> None:
    actions.snooze_case(case_id=case.pk, by=by, until=now() + TOMORROW)
    case.refresh_from_db()


def places() -> dict[str, int]:
    return {row.status: row.amount for row in CaseCount.objects.exclude(amount=0)}


def test_a_snoozed_case_that_takes_in_one_that_is_awake_wakes_until_they_are_apart(
    case: Case, again: Case, agent: Actor
) -> None:
    snooze(case, agent)
    merge(again, case, agent)
    assert (case.is_snoozed, places()) == (False, {"new": 1})

    unmerge(again, agent)
    case.refresh_from_db()

    assert (case.is_snoozed, again.is_snoozed, places()) == (True, False, {"snoozed": 1, "new": 1})


def test_what_is_merged_into_an_awake_case_is_awake_and_sleeps_on_when_it_stands_alone(
    case: Case, again: Case, agent: Actor, clock: Clock, run_jobs: Callable[[], int]
) -> None:
    snooze(again, agent)
    merge(again, case, agent)
    assert (case.is_snoozed, places()) == (False, {"new": 1})

    unmerge(again, agent)
    assert (again.is_snoozed, places()) == (True, {"snoozed": 1, "new": 1})

    clock.advance(days=1, minutes=1)
    run_jobs()
    again.refresh_from_db()
    assert (again.is_snoozed, places()) == (False, {"new": 2})


def test_two_snoozed_cases_are_one_that_is_snoozed(case: Case, again: Case, agent: Actor) -> None:
    snooze(case, agent)
    snooze(again, agent)
    merge(again, case, agent)

    assert (case.is_snoozed, places()) == (True, {"snoozed": 1})


def test_a_snooze_whose_moment_passes_while_its_case_is_merged_is_over_when_it_stands_alone(
    case: Case, again: Case, agent: Actor, clock: Clock, run_jobs: Callable[[], int]
) -> None:
    snooze(again, agent)
    merge(again, case, agent)
    clock.advance(days=2)
    run_jobs()
    unmerge(again, agent)
    run_jobs()
    again.refresh_from_db()

    assert (again.is_snoozed, places()) == (False, {"new": 2})


def test_a_letter_for_later_goes_from_the_case_in_which_its_own_goes_on(
    case: Case, again: Case, agent: Actor, clock: Clock, run_jobs: Callable[[], int]
) -> None:
    letter = actions.send_reply(
        case_id=again.pk, by=agent, text="Sie ist unterwegs.", waits=True, later=PostponementWish(now() + TOMORROW)
    )
    merge(again, case, agent)
    clock.advance(days=1, minutes=1)
    run_jobs()
    letter.refresh_from_db()
    case.refresh_from_db()

    assert (letter.case_id, letter.delivery != "later", case.status) == (case.pk, True, "waiting-customer")


def test_a_letter_for_later_comes_back_with_its_case_and_is_a_draft_there_when_its_customer_writes(
    case: Case, again: Case, agent: Actor, receive: Receive, clock: Clock, run_jobs: Callable[[], int]
) -> None:
    letter = actions.send_reply(
        case_id=again.pk, by=agent, text="Sie ist unterwegs.", waits=True, later=PostponementWish(now() + TOMORROW)
    )
    merge(again, case, agent)
    unmerge(again, agent)
    receive("Sie ist da!", case_id=again.pk)
    clock.advance(days=1, minutes=1)
    run_jobs()
    letter.refresh_from_db()

    assert (letter.case_id, letter.delivery, letter.postponed.case_id) == (again.pk, "withdrawn", again.pk)
    assert Draft.objects.get(case=again).text == "Sie ist unterwegs."
