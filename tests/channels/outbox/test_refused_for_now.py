"""A server that takes a mail for some and puts off others: they alone are asked for again, and nobody gets it twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kulanz.cases.models import Message
from kulanz.channels.adapter import Sent
from kulanz.channels.models import Channel, Outgoing
from kulanz.channels.outbox import sending
from kulanz.channels.outbox.queueing import prepare
from kulanz.channels.outbox.recipients import locked, note_answers, take
from kulanz.channels.registry import adapter_for
from kulanz.core.clock import now
from kulanz.events.models import Event
from tests.channels.conftest import Sink
from tests.factories import make_case

ANNA, BEN, CLEO = "anna@kunde.example", "ben@kunde.example", "cleo@kunde.example"
GREY, GONE = "450 4.2.0 come back later", "550 5.1.1 nobody here"


@pytest.fixture
def letter(channel: Channel, sink: Sink) -> Message:
    """An answer to three people that is due."""
    case = make_case(brand=channel.brand, channel="email", status="waiting-customer")
    people = [{"name": "", "address": address, "role": "to"} for address in (ANNA, BEN, CLEO)]
    message = case.messages.create(direction="out", delivery="held", text="Hallo", recipients=people, at=now())
    prepare(message)
    return message


@pytest.fixture
def attempt(letter: Message) -> Callable[[], Outgoing]:
    """Makes the next attempt, whenever it is due, and returns what stands in the outbox then."""

    def make() -> Outgoing:
        outgoing = Outgoing.objects.get()
        Outgoing.objects.update(due_at=now())
        sending.send(outgoing.pk)
        outgoing.refresh_from_db()
        letter.refresh_from_db()
        return outgoing

    return make


def missed(letter: Message) -> list[str]:
    return [each["address"] for each in letter.missed]


def told() -> list[tuple[str, list[str]]]:
    rows = Event.objects.filter(kind__startswith="delivery-").order_by("id")
    return [(row.kind, row.data["who"]) for row in rows]


def test_whom_the_server_puts_off_gets_it_later_and_has_missed_nothing(letter: Message, attempt, sink: Sink) -> None:
    sink.answers[CLEO] = GREY
    first = attempt()
    waits = (first.state, first.last_error, first.again_list, letter.delivery, missed(letter))
    del sink.answers[CLEO]
    second = attempt()

    assert waits == ("queued", GREY, [CLEO], "queued", [])
    assert (second.state, letter.delivery, missed(letter), told()) == ("sent", "sent", [], [])
    assert sink.recipients == [[ANNA, BEN], [CLEO]]


def test_who_does_not_get_it_is_told_of_at_once_while_others_are_tried_again(
    letter: Message, attempt, sink: Sink
) -> None:
    sink.answers |= {BEN: GONE, CLEO: GREY}
    first = attempt()
    at_once = (first.state, missed(letter), told())
    del sink.answers[CLEO]
    second = attempt()

    assert at_once == ("queued", [BEN], [("delivery-failed", [BEN])])
    assert (second.state, letter.delivery, missed(letter), len(told())) == ("sent", "sent", [BEN], 1)
    assert sink.recipients == [[ANNA], [CLEO]]


def test_whoever_is_put_off_twelve_times_has_missed_it(letter: Message, attempt, sink: Sink) -> None:
    sink.answers[CLEO] = GREY
    while attempt().state == "queued":
        pass

    assert (Outgoing.objects.get().attempts, letter.delivery, missed(letter)) == (12, "sent", [CLEO])
    assert sink.recipients == [[ANNA, BEN]]


def test_the_last_attempt_keeps_the_reason_of_each(letter: Message, attempt, sink: Sink) -> None:
    sink.answers |= {BEN: GONE, CLEO: GREY}
    while attempt().state == "queued":
        pass

    assert missed(letter) == [BEN, CLEO]
    assert [(GONE in each["reason"], GREY in each["reason"]) for each in letter.missed] == [
        (True, False),
        (False, True),
    ]


def test_a_connection_that_breaks_over_the_rest_leaves_the_rest_alone_to_a_person(
    letter: Message, attempt, sink: Sink
) -> None:
    sink.answers[CLEO] = GREY
    attempt()
    sink.answers.clear()
    sink.data_answer = "vanish"
    broken = attempt()

    assert (broken.state, broken.again_list, letter.delivery) == ("uncertain", [CLEO], "uncertain")


def test_a_report_that_came_while_it_was_handed_over_is_not_forgotten(letter: Message, attempt, sink: Sink) -> None:
    """Some servers write that nobody lives there before they have said good-bye."""
    sink.answers[CLEO] = GREY
    claimed = attempt()
    Outgoing.objects.update(state="sent")
    take(locked(claimed.pk), claimed.reported | {CLEO: {"action": "failed", "reason": "nobody"}})

    note_answers(claimed, adapter_for("email"), Sent("250 OK"))

    letter.refresh_from_db()
    assert missed(letter) == [CLEO]


def test_a_customer_who_is_put_off_leaves_the_case_where_it_is(letter: Message, attempt, sink: Sink) -> None:
    before = letter.case.status
    sink.answers |= {ANNA: GREY, BEN: GREY}
    attempt()

    letter.case.refresh_from_db()
    assert (letter.case.status, letter.case.waiting_since) == (before, None)
