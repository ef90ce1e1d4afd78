"""Ending a case without a letter: never solved, undone completely, and blocked senders trouble nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from kulanz.cases import actions, errors
from kulanz.cases.models import Case, CaseCount, Ending, Waiting
from kulanz.cases.queries import case_page
from kulanz.cases.rules import EndingReason, WaitingFor
from kulanz.events.actor import Actor
from kulanz.events.models import Event
from kulanz.people.actions import block_sender, unblock_sender
from kulanz.people.actors import actor_for, customer_actor
from kulanz.people.models import BlockedSender
from tests.factories import make_team, make_user

Receive = Callable[..., Case]
SPAM, DUPLICATE = EndingReason.SPAM, EndingReason.DUPLICATE


@pytest.fixture
def case(receive: Receive) -> Case:
    """A customer's new case."""
    return receive()


def stands(case: Case) -> tuple[str, bool, bool]:
    case.refresh_from_db()
    return case.status, case.is_open, case.waiting_since is not None


def counted() -> dict[str, int]:
    return {row.status: row.amount for row in CaseCount.objects.exclude(amount=0)}


@pytest.mark.parametrize("reason", [EndingReason.NO_ANSWER, EndingReason.NEWSLETTER, SPAM])
def test_a_case_ends_without_a_letter_and_is_not_solved(case: Case, agent: Actor, reason: EndingReason) -> None:
    actions.end_case(case_id=case.pk, by=agent, reason=reason)

    assert (stands(case), counted()) == (("ended", False, False), {"ended": 1})
    assert (case.messages.filter(direction="out").count(), case.confirmations.count()) == (0, 0)
    assert Event.objects.get(kind="case-ended").data["reason"] == reason.value


def test_an_undone_ending_leaves_everything_as_it_was(case: Case, agent: Actor) -> None:
    since = case.waiting_since
    actions.end_case(case_id=case.pk, by=agent, reason=SPAM, blocks_sender=True)
    blocked = list(BlockedSender.objects.values_list("address", flat=True))
    actions.undo_ending(case_id=case.pk, by=agent)

    assert blocked == ["anna@post.example"]
    assert (stands(case), case.waiting_since, counted()) == (("new", True, True), since, {"new": 1})
    assert not BlockedSender.objects.exists()
    told = Event.objects.filter(kind="case-ended").order_by("id").values_list("data__undone", flat=True)
    assert list(told) == [False, True]


def test_an_undone_ending_gives_back_what_the_case_waited_for(case: Case, agent: Actor) -> None:
    actions.wait_for(case_id=case.pk, by=agent, whom=WaitingFor.OTHERS, reason="Spedition")
    actions.end_case(case_id=case.pk, by=agent, reason=EndingReason.NO_ANSWER)
    ended = Waiting.objects.filter(ended_at=None).count()
    actions.undo_ending(case_id=case.pk, by=agent)

    assert (ended, stands(case)[0], Waiting.objects.get(ended_at=None).reason) == (0, "waiting-others", "Spedition")


def test_a_proposed_solution_that_was_ended_is_proposed_again(case: Case, agent: Actor) -> None:
    actions.send_reply(case_id=case.pk, by=agent, text="Läuft es?", proposes_solution=True)
    actions.end_case(case_id=case.pk, by=agent, reason=EndingReason.NO_ANSWER)
    ended = stands(case)[0]
    actions.undo_ending(case_id=case.pk, by=agent)

    assert (ended, stands(case)[0]) == ("ended", "solution-proposed")


def test_only_its_author_undoes_an_ending_and_only_at_once(case: Case, agent: Actor, clock) -> None:
    actions.end_case(case_id=case.pk, by=agent, reason=SPAM)
    with pytest.raises(errors.WrongState):
        actions.undo_ending(case_id=case.pk, by=actor_for(make_user()))
    clock.advance(minutes=1)
    with pytest.raises(errors.WrongState):
        actions.undo_ending(case_id=case.pk, by=agent)


def test_what_is_closed_cannot_be_ended(case: Case, agent: Actor) -> None:
    actions.end_case(case_id=case.pk, by=agent, reason=SPAM)

    with pytest.raises(errors.WrongState):
        actions.end_case(case_id=case.pk, by=agent, reason=EndingReason.NEWSLETTER)


def test_a_customer_ends_nothing(case: Case) -> None:
    with pytest.raises(errors.NotAllowed):
        actions.end_case(case_id=case.pk, by=customer_actor(case.customer), reason=SPAM)


def test_taken_up_again_the_customer_waits_as_before(case: Case, agent: Actor, clock) -> None:
    since = case.waiting_since
    actions.end_case(case_id=case.pk, by=agent, reason=EndingReason.NO_ANSWER)
    clock.advance(hours=2)
    actions.reopen_case(case_id=case.pk, by=agent)

    assert (stands(case)[0], case.waiting_since) == ("with-us", since)


def test_a_customer_who_writes_again_brings_the_case_back(case: Case, agent: Actor, receive: Receive, clock) -> None:
    actions.end_case(case_id=case.pk, by=agent, reason=EndingReason.NO_ANSWER)
    clock.advance(hours=2)
    receive("Doch, ich brauche eine Antwort!", case_id=case.pk)

    assert stands(case) == ("with-us", True, True)
    with pytest.raises(errors.WrongState):
        actions.undo_ending(case_id=case.pk, by=agent)


def test_a_duplicate_is_shown_on_both(case: Case, agent: Actor, receive: Receive) -> None:
    again = receive("Noch einmal: wo bleibt sie?")
    actions.end_case(case_id=again.pk, by=agent, reason=DUPLICATE, of_id=case.pk)

    first, second = case_page(agent, case.number), case_page(agent, again.number)
    assert (first.ended, first.duplicates) == (None, [again.number])
    assert second.ended is not None
    assert (second.ended.reason, second.ended.of_number) == (DUPLICATE, case.number)

    actions.undo_ending(case_id=again.pk, by=agent)
    assert (case_page(agent, case.number).duplicates, case_page(agent, again.number).ended) == ([], None)


def test_a_duplicate_of_a_duplicate_is_one_of_the_first(case: Case, agent: Actor, receive: Receive) -> None:
    second, third = receive("Noch einmal"), receive("Und noch einmal")
    actions.end_case(case_id=second.pk, by=agent, reason=DUPLICATE, of_id=case.pk)
    actions.end_case(case_id=third.pk, by=agent, reason=DUPLICATE, of_id=second.pk)

    assert [each.of_id for each in Ending.objects.order_by("id")] == [case.pk, case.pk]
    with pytest.raises(errors.DuplicateRefused):
        actions.end_case(case_id=case.pk, by=agent, reason=DUPLICATE, of_id=third.pk)


def test_a_duplicate_of_itself_or_of_what_nobody_may_see_is_refused(case: Case, agent: Actor, receive: Receive) -> None:
    hidden = receive("Woanders", team_id=make_team("Lager").pk)
    for of_id, refused in [(case.pk, errors.DuplicateRefused), (hidden.pk, errors.NotAllowed), (None, errors.NotFound)]:
        with pytest.raises(refused):
            actions.end_case(case_id=case.pk, by=agent, reason=DUPLICATE, of_id=of_id)
    assert stands(case)[0] == "new"


def test_a_duplicate_follows_a_case_that_is_dissolved(case: Case, agent: Actor, receive: Receive) -> None:
    wrong, again = receive("Zur falschen Zeit"), receive("Noch einmal")
    actions.end_case(case_id=again.pk, by=agent, reason=DUPLICATE, of_id=wrong.pk)

    actions.move_message(message_id=wrong.messages.get().pk, by=agent, case_id=case.pk)

    assert Ending.objects.get().of_id == case.pk


def test_later_mails_of_a_blocked_sender_end_as_spam_and_are_kept(agent: Actor, receive: Receive) -> None:
    block_sender(by=agent, address="Spam@Laden.example")

    mail = receive("Jetzt kaufen!", sender_address="SPAM@laden.example")
    other = receive("Wo bleibt sie?")

    assert (stands(mail), stands(other)) == (("ended", False, False), ("new", True, True))
    assert counted() == {"ended": 1, "new": 1}
    letter = mail.messages.get()
    assert (letter.text, letter.hints) == ("Jetzt kaufen!", [{"code": "blocked-sender"}])
    event = Event.objects.get(kind="case-ended")
    assert (event.subject_id, event.actor_kind) == (mail.pk, "system")


def test_a_blocked_sender_brings_no_ended_case_back(agent: Actor, case: Case, receive: Receive) -> None:
    actions.end_case(case_id=case.pk, by=agent, reason=SPAM, blocks_sender=True)
    receive("Und noch ein Angebot", case_id=case.pk)
    ended = stands(case)
    unblock_sender(by=agent, address="anna@post.example")
    receive("Wo bleibt meine Lampe?", case_id=case.pk)

    assert (ended, stands(case)) == (("ended", False, False), ("with-us", True, True))


def test_whoever_was_unblocked_is_heard_again(agent: Actor, receive: Receive) -> None:
    block_sender(by=agent, address="anna@post.example")
    unblock_sender(by=agent, address="anna@post.example")

    assert stands(receive())[0] == "new"
    changes = Event.objects.filter(kind="setup-changed").order_by("id").values_list("data__what", flat=True)
    assert list(changes) == [["blocked"], ["unblocked"]]


def test_what_a_colleague_passes_on_is_wanted(agent: Actor, receive: Receive) -> None:
    block_sender(by=agent, address="anna@post.example")

    assert stands(receive(note="Bitte doch ansehen", note_by_id=agent.user_id))[0] == "new"


def test_a_blocked_sender_costs_a_batch_one_query(
    agent: Actor, receive: Receive, django_assert_max_num_queries
) -> None:
    block_sender(by=agent, address="spam@laden.example")
    receive("Vorher", sender_address="spam@laden.example")

    with django_assert_max_num_queries(19):
        receive("Jetzt kaufen!", sender_address="spam@laden.example")


def test_an_ending_is_no_silence(case: Case, agent: Actor, clock) -> None:
    actions.send_reply(case_id=case.pk, by=agent, text="Läuft es?", proposes_solution=True)
    actions.end_case(case_id=case.pk, by=agent, reason=EndingReason.NO_ANSWER)
    clock.advance(days=30)

    assert actions.lapse_silent_cases(at=case.last_entry_at + timedelta(days=60)) == 0
