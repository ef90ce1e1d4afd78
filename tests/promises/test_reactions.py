"""An answer and its promises are one thing: they come together, and go back into the draft together."""

from __future__ import annotations

from kulanz.cases import actions as cases
from kulanz.events.actor import Actor
from kulanz.events.models import Event
from kulanz.promises import reactions

from .conftest import Answer, Record


def test_the_promise_is_given_by_whoever_wrote_the_answer(record: Record, answer: Answer, agent: Actor) -> None:
    promise = record()

    letter = answer(sent=False)

    written, given = Event.objects.get(kind="reply-written"), Event.objects.get(kind="promise-given")
    assert (given.at, given.actor_id, given.data["message_id"]) == (written.at, agent.id, letter.pk)
    assert (given.data["promise_id"], given.data["words"]) == (promise.pk, "Sie kommt am Freitag.")


def test_seeing_the_event_twice_gives_nothing_twice(record: Record, answer: Answer) -> None:
    record()
    answer(sent=False)

    reactions.give(Event.objects.get(kind="reply-written"))

    assert Event.objects.filter(kind="promise-given").count() == 1


def test_the_second_try_of_an_answer_gives_the_same_promise_anew(record: Record, answer: Answer, agent: Actor) -> None:
    promise = record()
    cases.withdraw_reply(message_id=answer(sent=False).pk, by=agent)

    second = answer("Doch genauer: Sie kommt am Freitag.")

    promise.refresh_from_db()
    assert (promise.message, Event.objects.filter(kind="promise-given").count()) == (second, 2)
