"""What speaks against an answer holds it, whoever writes it; its writer may send it all the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from kulanz.cases import actions, vetoes
from kulanz.cases.arrival import Upload
from kulanz.cases.errors import OpenGaps, ReplyStopped, Stop
from kulanz.cases.models import Case, Draft, Message
from kulanz.config.wiring import VETOES
from kulanz.events.actor import Actor
from kulanz.events.models import Event
from kulanz.people.actors import actor_for
from tests.factories import make_case, make_user

Send = Callable[..., Message]
SHY = "Anbei die Rechnung."


@pytest.fixture
def case(db: None) -> Case:
    return make_case()


@pytest.fixture
def writer(db: None) -> Actor:
    return actor_for(make_user(is_lead=True, undo_seconds=30))


@pytest.fixture
def send(case: Case, writer: Actor) -> Send:
    """Sends an answer in the case."""
    return lambda text, **more: actions.send_reply(case_id=case.pk, by=writer, text=text, **more)


@pytest.fixture
def asked() -> Iterator[list[vetoes.Attempt]]:
    """One more who looks at every answer and never has anything against it; what it was asked about."""
    attempts: list[vetoes.Attempt] = []
    vetoes.register(*VETOES, lambda attempt: attempts.append(attempt) or [])
    yield attempts
    vetoes.register(*VETOES)


def test_a_stopped_answer_leaves_everything_as_it_was(case: Case, writer: Actor, send: Send) -> None:
    actions.save_draft(case_id=case.pk, by=writer, kind="reply", text=SHY)
    before = (Event.objects.count(), Case.objects.values_list("status", "assignee").get())

    with pytest.raises(ReplyStopped) as refused:
        send(SHY)

    assert ([each.code for each in refused.value.stops], refused.value.code) == (
        ["attachment.missing"],
        "reply-stopped",
    )
    assert (Event.objects.count(), Case.objects.values_list("status", "assignee").get()) == before
    assert (Message.objects.filter(direction="out").count(), Draft.objects.get().text) == (0, SHY)


def test_whoever_knows_what_speaks_against_it_sends_it_all_the_same(send: Send) -> None:
    assert send(SHY, stops_are_known=True).text == SHY


def test_gaps_are_told_together_with_all_else_and_answered_apart(send: Send) -> None:
    text = "Anbei die Rechnung vom ‹Datum›."

    with pytest.raises(OpenGaps) as refused:
        send(text)
    with pytest.raises(OpenGaps) as again:
        send(text, stops_are_known=True)

    assert (refused.value.gaps, [each.code for each in refused.value.stops]) == (("‹Datum›",), ["attachment.missing"])
    assert again.value.stops == ()
    assert send(text, stops_are_known=True, gaps_are_meant=True).text == text


def test_those_who_look_at_an_answer_know_what_goes_with_it(case: Case, writer: Actor, send: Send, asked) -> None:
    chosen = [{"name": "", "address": "Wer@Anders.example", "role": "to"}]

    with pytest.raises(ReplyStopped):
        send("Im Mai.", recipients=chosen, proposes_solution=True)

    assert asked == [vetoes.Attempt(case, writer, "Im Mai.", ("wer@anders.example",), False, True)]


def test_the_same_answer_again_is_the_same_answer_and_nobody_is_asked_twice(send: Send, asked) -> None:
    assert send("Im Mai.") == send("Im Mai.")
    assert len(asked) == 1


@pytest.mark.parametrize("again", [{"proposes_solution": True}, {"waits": True}, {"waits": True, "uploads": True}])
def test_a_letter_that_is_sent_with_another_wish_has_the_files_that_it_had(send: Send, again: dict[str, Any]) -> None:
    bill = [Upload("Rechnung.pdf", "application/pdf", b"%PDF")]
    send(SHY, uploads=bill)

    newer = send(SHY, **again | ({"uploads": bill} if "uploads" in again else {}))

    assert (newer.has_files, newer.attachments.count()) == (True, 1)


def test_every_reason_of_every_room_is_told_in_the_order_of_the_rooms(send: Send, asked) -> None:
    vetoes.register(*VETOES, lambda attempt: [Stop("house.closed", "Heute ist zu.")])

    with pytest.raises(ReplyStopped) as refused:
        send(SHY)

    assert [each.code for each in refused.value.stops] == ["attachment.missing", "house.closed"]
