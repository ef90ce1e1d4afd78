"""Moving letters: whom they bring back, what must not be lost beside them, and what undoing gives back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kulanz.cases import actions, counting
from kulanz.cases.actions import PostponementWish
from kulanz.cases.errors import BrandsDiffer
from kulanz.cases.models import Case, CaseCount, Draft, Message
from kulanz.cases.rules import EndingReason, WaitingFor
from kulanz.core.clock import now
from kulanz.events.actor import Actor
from kulanz.people.actors import actor_for
from tests.conftest import Clock
from tests.factories import make_brand, make_user

from .test_receive import Receive

BORIS = {"sender_address": "boris@post.example", "sender_name": "Boris"}
HOUR = timedelta(hours=1)


def row(case: Case) -> dict[str, object]:
    return Case.with_merged.values("status", "waiting_since", "wakes_at", "preview", "last_entry_at").get(pk=case.pk)


def check_figures() -> None:
    counted = {
        (each.team_id, each.assignee_id, each.status): each.amount for each in CaseCount.objects.exclude(amount=0)
    }
    counting.recount()
    anew = {(each.team_id, each.assignee_id, each.status): each.amount for each in CaseCount.objects.all()}
    assert counted == anew


def put(case: Case, where: str, by: Actor) -> None:
    """Let a case stand somewhere else than with us."""
    {
        "snoozed": lambda: actions.snooze_case(case_id=case.pk, by=by, until=now() + timedelta(days=1)),
        "waiting-customer": lambda: actions.send_reply(case_id=case.pk, by=by, text="Welche?", waits=True),
        "waiting-others": lambda: actions.wait_for(case_id=case.pk, by=by, whom=WaitingFor.OTHERS),
        "proposed": lambda: actions.send_reply(case_id=case.pk, by=by, text="Gelöst?", proposes_solution=True),
        "ended": lambda: actions.end_case(case_id=case.pk, by=by, reason=EndingReason.NO_ANSWER),
    }[where]()


PLACES = ["snoozed", "waiting-customer", "waiting-others", "proposed", "ended"]


@pytest.mark.parametrize("is_only", [False, True], ids=["of several", "the only one"])
@pytest.mark.parametrize("where", PLACES)
def test_a_letter_that_nobody_has_answered_brings_back_the_case_it_is_moved_to_and_undone_it_stands_as_before(
    receive: Receive, agent: Actor, clock: Clock, where: str, is_only: bool
) -> None:
    target, source = receive("Eins"), receive("Zwei", **BORIS)
    if not is_only:
        clock.at += HOUR
        receive("Drei", **BORIS, case_id=source.pk)
    clock.at += HOUR
    put(target, where, agent)
    letter = source.messages.latest("id")
    before = row(target), row(source)
    clock.at += HOUR / 600

    actions.move_message(message_id=letter.pk, by=agent, case_id=target.pk)

    target.refresh_from_db()
    assert (target.is_snoozed, target.status in {"new", "with-us"}) == (False, True)
    check_figures()
    clock.at += HOUR / 600
    actions.undo_move(message_id=letter.pk, by=agent)
    assert (row(target), row(source)) == before
    check_figures()


@pytest.mark.parametrize("words", ["Danke, klappt!", "answered"])
@pytest.mark.parametrize("where", PLACES)
def test_a_thank_you_and_a_letter_that_was_answered_bring_nothing_back(
    receive: Receive, agent: Actor, clock: Clock, where: str, words: str
) -> None:
    target, source = receive("Eins"), receive("Zwei", **BORIS)
    clock.at += HOUR
    actions.send_reply(case_id=source.pk, by=agent, text="Guten Tag")
    clock.at += HOUR
    letter = source.messages.earliest("id")
    if words != "answered":
        receive(words, **BORIS, case_id=source.pk)
        letter = source.messages.latest("id")
    put(target, where, agent)
    target.refresh_from_db()
    stood = target.status, target.wakes_at

    actions.move_message(message_id=letter.pk, by=agent, case_id=target.pk)

    target.refresh_from_db()
    assert (target.status, target.wakes_at) == stood


def test_no_letter_goes_to_a_case_of_another_brand(receive: Receive, agent: Actor) -> None:
    source, target = receive("Eins"), receive("Zwei", **BORIS)
    Case.objects.filter(pk=target.pk).update(brand=make_brand(name="Andere Marke", prefix="AM"))
    letter = source.messages.get()

    for move in (actions.move_message, actions.take_sender_in, actions.look_at_sender):
        with pytest.raises(BrandsDiffer):
            move(message_id=letter.pk, by=agent, case_id=target.pk)

    assert Message.objects.get(pk=letter.pk).case == source


def test_who_writes_in_a_case_that_loses_its_only_letter_finds_the_draft_where_it_goes_on(
    receive: Receive, agent: Actor
) -> None:
    target, source = receive("Eins", **BORIS), receive("Zwei")
    mara = actor_for(make_user(name="Mara"))
    actions.save_draft(case_id=source.pk, by=mara, kind="reply", text="Guten Tag, Frau Meier")
    letter = source.messages.get()

    actions.move_message(message_id=letter.pk, by=agent, case_id=target.pk)
    there = Draft.objects.get().case_id
    actions.undo_move(message_id=letter.pk, by=agent)

    assert (there, Draft.objects.get().case_id) == (target.pk, source.pk)


def test_a_letter_for_later_stands_in_no_row_before_its_moment_whatever_is_merged_and_moved(
    receive: Receive, agent: Actor, clock: Clock
) -> None:
    case, again = receive("Wo bleibt sie?"), receive("Noch einmal!", subject="Lieferung")
    clock.at += HOUR
    actions.send_reply(case_id=again.pk, by=agent, text="Überraschung", later=PostponementWish(now() + 5 * HOUR))
    said_at = again.last_entry_at

    actions.merge_cases(case_id=again.pk, into_id=case.pk, by=agent)
    case.refresh_from_db()
    merged = case.preview, case.last_entry_at
    actions.unmerge_case(case_id=again.pk, by=agent)
    actions.move_message(message_id=again.messages.earliest("id").pk, by=agent, case_id=case.pk)
    again.refresh_from_db()

    assert (merged, again.preview, again.last_entry_at) == (("Noch einmal!", said_at), "", said_at)
    assert again.merged_into is None


def test_our_answer_is_no_row_after_a_merge_as_it_was_none_before(receive: Receive, agent: Actor, clock: Clock) -> None:
    case, again = receive("Wo bleibt sie?"), receive("Noch einmal!", subject="Lieferung")
    clock.at += HOUR
    actions.send_reply(case_id=case.pk, by=agent, text="Guten Tag")
    before = row(case)

    actions.merge_cases(case_id=again.pk, into_id=case.pk, by=agent)
    clock.at += HOUR
    actions.unmerge_case(case_id=again.pk, by=agent)

    assert row(case) == before


def test_the_words_of_a_letter_that_was_moved_away_stay_in_no_row(receive: Receive, agent: Actor) -> None:
    target, source = receive("Eins", **BORIS), receive("Geheimes")
    actions.write_note(case_id=source.pk, by=agent, text="Bitte prüfen")
    letter = source.messages.get()

    actions.move_message(message_id=letter.pk, by=agent, case_id=target.pk)
    alone = row(source)["preview"]
    actions.undo_move(message_id=letter.pk, by=agent)

    assert (alone, row(source)["preview"]) == ("", "Geheimes")
