"""Noting, giving, keeping and taking back what we promise: who may, what counts, and one event each."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection

from kulanz.cases import actions as cases
from kulanz.cases import errors
from kulanz.cases.models import Case
from kulanz.events.actor import SYSTEM, Actor
from kulanz.events.models import Event
from kulanz.people.actors import actor_for, customer_actor
from kulanz.promises import actions
from kulanz.promises.models import Promise

from ..conftest import Clock
from ..factories import make_team, make_user
from .conftest import Answer, Record


def happened() -> list[str]:
    """What the log tells of promises, in order."""
    return list(Event.objects.filter(kind__startswith="promise-").order_by("pk").values_list("kind", flat=True))


def test_what_a_draft_promises_is_noted_in_its_words(record: Record, case: Case, agent: Actor, due: datetime) -> None:
    promise = record("Sie  kommt\nam Freitag.")

    assert (promise.case, promise.words, promise.due_at, promise.promised_by_id, promise.is_pending) == (
        case, "Sie kommt am Freitag.", due, agent.id, True,
    )  # fmt: skip
    assert happened() == ["promise-recorded"]


def test_the_same_words_for_the_same_day_are_the_same_promise(record: Record, due: datetime) -> None:
    first, again, other_day = record(), record(), record(due_at=due + timedelta(days=1))

    assert (again, other_day == first, happened()) == (first, False, ["promise-recorded"] * 2)


def test_a_promise_needs_words_and_a_day_that_somebody_could_mean(record: Record, due: datetime) -> None:
    with pytest.raises(errors.EmptyText):
        record(" \n ")
    with pytest.raises(actions.AbsurdDay):
        record(due_at=due.replace(year=9999))

    assert (Promise.objects.count(), happened()) == (0, [])


def test_only_people_of_ours_promise(record: Record, case: Case) -> None:
    with pytest.raises(errors.NotAllowed):
        record(by=customer_actor(case.customer))
    with pytest.raises(errors.NotAllowed):
        record(by=SYSTEM)

    assert Promise.objects.count() == 0


def test_whoever_may_not_open_the_case_changes_nothing_in_its_ledger(record: Record, case: Case) -> None:
    promise = record()
    Case.objects.filter(pk=case.pk).update(team=make_team("Leitung"))
    stranger = actor_for(make_user(teams=(make_team("Versand"),)))

    with pytest.raises(errors.NotAllowed):
        record(by=stranger)
    with pytest.raises(errors.NotAllowed):
        actions.keep_promise(promise_id=promise.pk, by=stranger)
    with pytest.raises(errors.NotAllowed):
        actions.withdraw_promise(promise_id=promise.pk, by=stranger)

    promise.refresh_from_db()
    assert (promise.kept_at, promise.withdrawn_at, happened()) == (None, None, ["promise-recorded"])


def test_an_answer_gives_the_promises_that_it_says_and_drops_the_others(record: Record, answer: Answer) -> None:
    said, dropped = record("Sie kommt am Freitag."), record("Wir rufen Sie an.")

    letter = answer("Guten Tag!\nSie kommt\nam Freitag.")

    said.refresh_from_db()
    dropped.refresh_from_db()
    assert (said.message, said.withdrawn_at) == (letter, None)
    assert (dropped.message, dropped.withdrawn_at) == (None, letter.at)
    assert happened() == ["promise-recorded", "promise-recorded", "promise-withdrawn", "promise-given"]


def test_an_answer_leaves_the_drafts_of_others_alone(record: Record, answer: Answer, colleague: Actor) -> None:
    theirs = record(by=colleague)

    answer("Sie kommt am Freitag.")

    theirs.refresh_from_db()
    assert (theirs.is_pending, theirs.withdrawn_at) == (True, None)


def test_giving_again_changes_nothing(record: Record, answer: Answer, agent: Actor) -> None:
    record()
    letter = answer()

    assert actions.give_promises(message_id=letter.pk, by=agent) == []
    assert happened() == ["promise-recorded", "promise-given"]


def test_a_promise_is_kept_once_and_whoever_kept_it_is_known(
    record: Record, answer: Answer, colleague: Actor, clock: Clock
) -> None:
    promise = record()
    answer()
    at = clock.advance(days=2)

    actions.keep_promise(promise_id=promise.pk, by=colleague)
    with pytest.raises(errors.WrongState):
        actions.keep_promise(promise_id=promise.pk, by=colleague)

    promise.refresh_from_db()
    assert (promise.kept_at, promise.kept_by_id, promise.state(clock.advance(days=9)).value) == (
        at, colleague.id, "kept",
    )  # fmt: skip
    assert happened() == ["promise-recorded", "promise-given", "promise-kept"]


def test_what_stands_in_a_draft_only_can_be_taken_out(record: Record, agent: Actor, clock: Clock) -> None:
    promise = record()

    actions.withdraw_promise(promise_id=promise.pk, by=agent)
    with pytest.raises(errors.WrongState):
        actions.withdraw_promise(promise_id=promise.pk, by=agent)
    with pytest.raises(errors.WrongState):
        actions.keep_promise(promise_id=promise.pk, by=agent)

    promise.refresh_from_db()
    assert (promise.withdrawn_at, happened()) == (clock.now(), ["promise-recorded", "promise-withdrawn"])


def test_what_the_customer_has_in_writing_is_not_taken_back(record: Record, answer: Answer, agent: Actor) -> None:
    promise = record()
    answer()

    with pytest.raises(errors.WrongState):
        actions.withdraw_promise(promise_id=promise.pk, by=agent)

    promise.refresh_from_db()
    assert promise.withdrawn_at is None


@pytest.mark.parametrize("act", [actions.keep_promise, actions.withdraw_promise])
def test_a_promise_that_does_not_exist_is_not_found(act: object, agent: Actor) -> None:
    with pytest.raises(errors.NotFound):
        act(promise_id=77, by=agent)  # type: ignore[operator]


def test_an_answer_that_was_taken_back_puts_its_promise_into_the_draft_again(
    record: Record, answer: Answer, agent: Actor
) -> None:
    promise = record()
    letter = answer(sent=False)

    cases.withdraw_reply(message_id=letter.pk, by=agent)

    promise.refresh_from_db()
    assert (promise.is_pending, promise.withdrawn_at) == (True, None)


def test_a_letter_that_goes_out_keeps_its_promises(record: Record, answer: Answer) -> None:
    promise = record()
    letter = answer()

    actions.loosen(message_id=letter.pk)

    promise.refresh_from_db()
    assert promise.message == letter


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time anyway")
@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_make_one_promise(record: Record) -> None:
    def press() -> None:
        ready.wait()
        record()
        connection.close()

    ready = threading.Barrier(4)
    presses = [threading.Thread(target=press) for _ in range(4)]
    for each in presses:
        each.start()
    for each in presses:
        each.join()

    assert Promise.objects.count() == 1
