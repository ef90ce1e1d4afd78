"""Answers for a later moment: nothing happens before, they go exactly once, and what the customer writes holds them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kulanz.cases import actions, errors, tasks
from kulanz.cases.actions import PostponementWish
from kulanz.cases.arrival import Arrival, Upload
from kulanz.cases.models import Case, Draft, DraftFile, Message, Postponement, Solution, Waiting
from kulanz.cases.queries import today
from kulanz.cases.standing import told_standings
from kulanz.channels.models import Outgoing
from kulanz.channels.outbox.queueing import prepare
from kulanz.core import clock as time
from kulanz.core.clock import now
from kulanz.events.actor import Actor
from kulanz.events.models import Event
from kulanz.people.actors import actor_for, customer_actor
from tests.factories import make_case, make_user
from tests.stories import stories

Receive = Callable[..., Case]
TEXT = "Ihre Lampe geht heute auf den Weg."


@pytest.fixture
def case(receive: Receive) -> Case:
    """A customer's new case."""
    return receive()


def tomorrow() -> datetime:
    return now() + timedelta(days=1)


def postpone(case: Case, by: Actor, until: datetime | None = None, *, in_silence: bool = True, **wish: bool) -> Message:
    later = PostponementWish(until or tomorrow(), only_in_silence=in_silence)
    return actions.send_reply(case_id=case.pk, by=by, text=TEXT, later=later, **wish)


def due(letter: Message) -> str:
    """Let the job of a letter run, twice; return what has become of the letter."""
    for _again in range(2):
        tasks.release_letter.run(message_id=letter.pk)
    letter.refresh_from_db()
    return letter.delivery


def kinds(case: Case) -> list[str]:
    return list(
        Event.objects.filter(subject_id=case.pk, kind__startswith="reply-")
        .order_by("id")
        .values_list("kind", flat=True)
    )


def test_until_its_moment_a_letter_changes_nothing(case: Case, agent: Actor) -> None:
    before = Case.objects.filter(pk=case.pk).values().get()
    told = told_standings([case.pk])
    letter = postpone(case, agent, proposes_solution=True)

    assert (letter.delivery, due(letter)) == ("later", "later")
    assert Case.objects.filter(pk=case.pk).values().get() == before
    assert told_standings([case.pk]) == told
    assert (kinds(case), Outgoing.objects.filter(message=letter).count()) == (["reply-postponed"], 0)


def test_at_its_moment_it_goes_like_every_other_and_bears_that_time(case: Case, agent: Actor, clock) -> None:
    letter = postpone(case, agent, waits=True)
    clock.advance(days=1)
    delivery = due(letter)
    case.refresh_from_db()

    assert (delivery, letter.at, letter.held_until) == ("held", now(), now())
    assert (case.status, case.assignee_id, case.waiting_since) == ("waiting-customer", agent.user_id, None)
    assert kinds(case) == ["reply-postponed", "reply-written"]
    assert Waiting.objects.get().at == letter.at
    prepare(letter)
    assert Outgoing.objects.get(message=letter).due_at == now()


def test_the_days_of_silence_begin_when_it_goes(case: Case, agent: Actor, clock) -> None:
    letter = postpone(case, agent, now() + timedelta(days=30), proposes_solution=True)
    clock.advance(days=30)
    due(letter)

    assert Solution.objects.get().lapses_at > now() + timedelta(days=7)


@pytest.mark.parametrize("said", ["letter", "thanks", "solved", "not yet"])
def test_what_the_customer_says_before_puts_it_back_into_the_draft(
    case: Case, agent: Actor, receive: Receive, clock, said: str
) -> None:
    upload = Upload("plan.txt", "text/plain", b"Plan")
    actions.attach_to_draft(case_id=case.pk, by=agent, uploads=[upload])
    letter = postpone(case, agent)
    clock.advance(hours=1)
    customer = customer_actor(case.customer)
    {
        "letter": lambda: receive("Hat sich erledigt?", case_id=case.pk),
        "thanks": lambda: receive("Danke!", case_id=case.pk),
        "solved": lambda: actions.confirm_solved(case_id=case.pk, by=customer),
        "not yet": lambda: actions.decline_solution(case_id=case.pk, by=customer),
    }[said]()
    clock.advance(days=1)

    assert (due(letter), kinds(case)) == ("withdrawn", ["reply-postponed", "reply-overtaken"])
    assert (Draft.objects.get().text, DraftFile.objects.get(case=case).name) == (TEXT, "plan.txt")
    assert [each.message for each in today(agent).overtaken] == [letter]
    actions.save_draft(case_id=case.pk, by=agent, kind="reply", text="")
    assert today(agent).overtaken == []


def test_automatic_mail_and_our_own_words_hold_nothing_back(case: Case, agent: Actor, receive: Receive, clock) -> None:
    letter = postpone(case, agent)
    clock.advance(hours=1)
    receive("Bin im Urlaub", case_id=case.pk, is_automatic=True)
    actions.write_note(case_id=case.pk, by=agent, text="Paket ist gepackt.")
    clock.advance(days=1)

    assert due(letter) == "held"


def test_without_the_tick_it_goes_whatever_came(case: Case, agent: Actor, receive: Receive, clock) -> None:
    letter = postpone(case, agent, in_silence=False)
    clock.advance(hours=1)
    receive("Noch etwas.", case_id=case.pk)
    clock.advance(days=1)

    assert due(letter) == "held"


def test_what_was_begun_since_stays_below_a_letter_that_comes_back(
    case: Case, agent: Actor, receive: Receive, clock
) -> None:
    letter = postpone(case, agent)
    clock.advance(hours=1)
    actions.save_draft(case_id=case.pk, by=agent, kind="reply", text="Und noch etwas.")
    receive("Hallo?", case_id=case.pk)
    clock.advance(days=1)
    due(letter)

    assert Draft.objects.get().text == f"{TEXT}\n\nUnd noch etwas."


def test_a_begun_draft_stays_when_the_letter_goes(case: Case, agent: Actor, clock) -> None:
    letter = postpone(case, agent)
    clock.advance(hours=1)
    actions.save_draft(case_id=case.pk, by=agent, kind="reply", text="Und noch etwas.")
    clock.advance(days=1)

    assert (due(letter), Draft.objects.get().text) == ("held", "Und noch etwas.")


def test_sent_now_it_can_be_taken_back_like_every_other(case: Case, clock) -> None:
    agent = actor_for(make_user(undo_seconds=30))
    letter = postpone(case, agent, waits=True)
    clock.advance(hours=1)
    actions.send_postponed(message_id=letter.pk, by=agent)
    letter.refresh_from_db()
    held = letter.delivery, letter.held_until
    actions.withdraw_reply(message_id=letter.pk, by=agent)
    case.refresh_from_db()
    clock.advance(days=1)

    assert held == ("held", now() - timedelta(days=1) + timedelta(seconds=35))
    assert (due(letter), case.status) == ("withdrawn", "with-us")
    assert Draft.objects.get().text == TEXT


def test_changed_it_is_a_draft_and_discarded_it_is_nothing(case: Case, agent: Actor, clock) -> None:
    before = Case.objects.filter(pk=case.pk).values().get()
    changed = postpone(case, agent)
    actions.withdraw_reply(message_id=changed.pk, by=agent)
    drafted = Draft.objects.get().text
    clock.advance(minutes=5)
    discarded = postpone(case, agent)
    actions.discard_postponed(message_id=discarded.pk, by=agent)
    clock.advance(days=2)

    assert (drafted, due(changed), due(discarded)) == (TEXT, "withdrawn", "withdrawn")
    assert not Draft.objects.exists()
    assert Case.objects.filter(pk=case.pk).values().get() == before


@pytest.mark.parametrize("step", [actions.send_postponed, actions.discard_postponed, actions.withdraw_reply])
def test_only_its_author_decides_and_only_before_it_is_gone(
    case: Case, agent: Actor, clock, step: Callable[..., object]
) -> None:
    letter = postpone(case, agent)
    with pytest.raises(errors.WrongState):
        step(message_id=letter.pk, by=actor_for(make_user()))
    clock.advance(days=1)
    due(letter)
    actions.mark_queued(message_id=letter.pk)
    with pytest.raises(errors.WrongState):
        step(message_id=letter.pk, by=agent)


def test_a_second_press_is_the_same_letter_and_another_moment_takes_its_place(case: Case, agent: Actor) -> None:
    until = tomorrow()
    first, again = postpone(case, agent, until), postpone(case, agent, until)
    other = postpone(case, agent, until + timedelta(hours=1))
    at_once = actions.send_reply(case_id=case.pk, by=agent, text=TEXT)

    assert (first.pk == again.pk, other.pk == first.pk) == (True, False)
    states = Message.objects.filter(direction="out").order_by("id").values_list("pk", "delivery")
    assert list(states) == [(first.pk, "withdrawn"), (other.pk, "withdrawn"), (at_once.pk, "held")]
    assert not Postponement.objects.filter(ended_at=None).exists()


def test_a_moment_that_is_over_is_refused_and_nothing_is_lost(case: Case, agent: Actor) -> None:
    actions.save_draft(case_id=case.pk, by=agent, kind="reply", text=TEXT)
    with pytest.raises(errors.WrongState):
        postpone(case, agent, now())

    assert (Draft.objects.get().text, case.messages.filter(direction="out").count()) == (TEXT, 0)


def test_its_words_are_nobodys_before_it_goes(case: Case, agent: Actor, clock, receive: Receive) -> None:
    letter = postpone(case, agent)
    clock.advance(seconds=1)
    answer = actions.send_reply(case_id=case.pk, by=agent, text="Vorab: wir sind dran.")
    prepare(Message.objects.select_related("case__customer", "case__brand").get(pk=answer.pk))

    raw = bytes(Outgoing.objects.get(message=answer).raw).decode()
    assert (TEXT in raw, letter.mail_id) == (False, "")


@pytest.mark.django_db
@stories(40)
@given(st.lists(st.sampled_from(["write", "take back", "now", "discard", "job", "answer", "end"]), max_size=6))
def test_whatever_happens_a_letter_goes_once_or_is_a_draft_or_was_thrown_away(db: None, moves: list[str]) -> None:
    by, case, at = actor_for(make_user()), make_case(), datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
    Draft.objects.all().delete()
    with time.standing_at(at):
        letter = postpone(case, by)
    for number, move in enumerate([*moves, "job"]):
        with time.standing_at(at + timedelta(hours=10 * (number + 1))), contextlib.suppress(errors.CaseError):
            _do(move, case, letter, by)
    with time.standing_at(at + timedelta(days=90)):
        _do("job", case, letter, by)

    letter.refresh_from_db()
    written = Event.objects.filter(kind="reply-written", data__message_id=letter.pk).count()
    drafted = TEXT in "".join(Draft.objects.filter(case=case).values_list("text", flat=True))
    assert letter.delivery in {"held", "withdrawn"}
    assert written <= 1
    if letter.delivery == "held":
        assert (written, drafted) == (1, False)
    elif "discard" not in moves:
        assert drafted


def _do(move: str, case: Case, letter: Message, by: Actor) -> None:
    match move:
        case "write":
            arrival = Arrival(
                channel="email", brand_id=case.brand_id, sender_address="anna@post.example", sender_name="Anna",
                subject="Lampe", text="Hallo?", at=now(), case_id=case.pk,
            )  # fmt: skip
            actions.receive_messages([arrival])
        case "take back":
            actions.withdraw_reply(message_id=letter.pk, by=by)
        case "now":
            actions.send_postponed(message_id=letter.pk, by=by)
        case "discard":
            actions.discard_postponed(message_id=letter.pk, by=by)
        case "job":
            tasks.release_letter.run(message_id=letter.pk)
        case "answer":
            # Not from the draft: what stands in it stays.
            actions.write_note(case_id=case.pk, by=by, text=f"Um {now()}")
        case "end":
            actions.confirm_solved(case_id=case.pk, by=customer_actor(case.customer))
