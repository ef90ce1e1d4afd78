"""What pages ask about promises: the most urgent first, nothing that nobody has heard, one query each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from kulanz.cases import actions as cases
from kulanz.cases.models import Case
from kulanz.events.actor import Actor
from kulanz.people.actors import customer_actor
from kulanz.promises import actions, queries
from kulanz.promises.models import Promise

from ..conftest import Clock
from .conftest import Answer, Record


def words(found: list[Promise]) -> list[str]:
    return [promise.words for promise in found]


@pytest.fixture
def promise(record: Record, answer: Answer, due: datetime) -> Callable[..., Promise]:
    """Promises in a letter that has left."""

    def give(text: str, *, hours: int = 0, sent: bool = True) -> Promise:
        given = record(text, due_at=due + timedelta(hours=hours))
        answer(text, sent=sent)
        return given

    return give


def test_what_is_to_be_kept_stands_in_the_case_with_the_most_urgent_first(
    case: Case, record: Record, agent: Actor, due: datetime
) -> None:
    later, sooner = record("Später", due_at=due + timedelta(hours=1)), record("Bald")
    kept = record("Getan")
    actions.keep_promise(promise_id=kept.pk, by=agent)
    actions.withdraw_promise(promise_id=record("Doch nicht").pk, by=agent)

    assert queries.open_promises(case) == [sooner, later]


@pytest.mark.parametrize("amount", [1, 30])
def test_a_case_asks_once_whatever_was_promised(
    case: Case, record: Record, amount: int, django_assert_num_queries: Any
) -> None:
    for number in range(amount):
        record(f"Versprochen {number}")

    with django_assert_num_queries(1):
        found = [each.promised_by.name for each in queries.open_promises(case)]
    assert found == ["Mara Lindner"] * min(amount, queries.MOST)


def test_the_day_shows_what_customers_have_heard_in_ones_own_cases(
    case: Case, agent: Actor, colleague: Actor, promise: Callable[..., Promise], record: Record, due: datetime
) -> None:
    cases.take_case(case_id=case.pk, by=agent)
    promise("Zuletzt", hours=1)
    promise("Zuerst")
    promise("Morgen", hours=20)
    promise("Noch im Postausgang", sent=False)
    record("Im Entwurf")

    mine, theirs = (queries.due_until(each, due + timedelta(hours=2)) for each in (agent, colleague))

    assert (words(mine), words(theirs)) == (["Zuerst", "Zuletzt"], [])


def test_a_broken_promise_stays_on_the_days_sheet_for_a_month(
    case: Case, agent: Actor, promise: Callable[..., Promise], clock: Clock
) -> None:
    cases.take_case(case_id=case.pk, by=agent)
    broken = promise("Sie kommt am Freitag.")

    late, too_late = (queries.due_until(agent, broken.due_at + timedelta(days=days)) for days in (30, 31))

    assert (words(late), words(too_late)) == (["Sie kommt am Freitag."], [])


def test_a_case_that_is_over_asks_for_nothing_any_more(
    case: Case, agent: Actor, promise: Callable[..., Promise], due: datetime
) -> None:
    cases.take_case(case_id=case.pk, by=agent)
    promise("Sie kommt am Freitag.")
    cases.send_reply(case_id=case.pk, by=agent, text="Ist sie da?", proposes_solution=True)
    cases.confirm_solved(case_id=case.pk, by=customer_actor(case.customer))

    assert queries.due_until(agent, due) == []


def test_the_customer_sees_what_they_were_promised_kept_or_not(
    case: Case, agent: Actor, promise: Callable[..., Promise], record: Record
) -> None:
    actions.keep_promise(promise_id=promise("Getan").pk, by=agent)
    promise("Offen", hours=1)
    promise("Noch im Postausgang", sent=False)
    record("Im Entwurf")

    assert words(queries.told_to_customer(case, case.customer_id)) == ["Getan", "Offen"]
    assert queries.told_to_customer(case, case.customer_id + 1) == []
