"""Working a case: answers, notes, hand-over, waiting, the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from kulanz.cases import actions, errors, queries
from kulanz.cases.models import Assignment, Case, CaseLink, Draft, Message, Solution
from kulanz.cases.rules import WaitingFor
from kulanz.events.actor import SYSTEM, Actor
from kulanz.events.models import Event
from kulanz.people.actors import actor_for, customer_actor
from tests.factories import make_customer, make_team, make_user, tags_on

Receive = Callable[..., Case]


def test_an_answer_is_held_until_its_author_can_no_longer_take_it_back(receive: Receive, agent: Actor, clock) -> None:
    case = receive()

    message = actions.send_reply(case_id=case.pk, by=agent, text=" Sie kommt am Freitag. ")

    assert (message.text, message.delivery) == ("Sie kommt am Freitag.", "held")
    assert message.held_until == clock.now() + timedelta(seconds=15 + 5)


def test_whoever_answers_a_free_case_is_accountable_for_it(receive: Receive, agent: Actor) -> None:
    case = receive()

    actions.send_reply(case_id=case.pk, by=agent, text="Ich kümmere mich.")

    case.refresh_from_db()
    assert (case.assignee_id, case.status, case.waiting_since) == (agent.id, "with-us", None)
    assert Assignment.objects.get().user_id == agent.id


def test_an_answer_taken_back_is_a_draft_again_and_undoes_what_it_did(receive: Receive, agent: Actor) -> None:
    case = receive()
    message = actions.send_reply(case_id=case.pk, by=agent, text="Ist es gelöst?", proposes_solution=True)
    assert Case.objects.get().status == "solution-proposed"

    text = actions.withdraw_reply(message_id=message.pk, by=agent)

    case.refresh_from_db()
    assert (text, case.status, case.waiting_since) == ("Ist es gelöst?", "with-us", case.opened_at)
    assert Draft.objects.get().text == "Ist es gelöst?"
    assert Solution.objects.get().withdrawn_at is not None


@pytest.mark.parametrize(
    ("begun", "draft"),
    [
        ("Noch etwas:", "Ist es gelöst?\n\nNoch etwas:"),
        ("Ist es", "Ist es gelöst?"),
        ("  ", "Ist es gelöst?"),
    ],
)
def test_what_was_begun_since_stands_below_an_answer_that_is_taken_back(
    receive: Receive, agent: Actor, begun: str, draft: str
) -> None:
    case = receive()
    message = actions.send_reply(case_id=case.pk, by=agent, text="Ist es gelöst?")
    Draft.objects.create(case=case, user_id=agent.id, kind="reply", text=begun)

    assert actions.withdraw_reply(message_id=message.pk, by=agent) == "Ist es gelöst?"
    assert Draft.objects.get().text == draft


def test_a_sent_answer_cannot_be_taken_back(receive: Receive, agent: Actor) -> None:
    message = actions.send_reply(case_id=receive().pk, by=agent, text="Hallo")
    actions.mark_sent(message_id=message.pk)

    with pytest.raises(errors.WrongState):
        actions.withdraw_reply(message_id=message.pk, by=agent)


def test_only_its_author_takes_an_answer_back(receive: Receive, agent: Actor) -> None:
    message = actions.send_reply(case_id=receive().pk, by=agent, text="Hallo")

    with pytest.raises(errors.WrongState):
        actions.withdraw_reply(message_id=message.pk, by=actor_for(make_user()))


def test_an_answer_is_stopped_when_something_unseen_has_come(receive: Receive, agent: Actor) -> None:
    case = receive()
    seen = Message.objects.get().pk
    receive("Es eilt!", case_id=case.pk)
    note = actions.write_note(case_id=case.pk, by=actor_for(make_user()), text="Bitte anrufen")

    with pytest.raises(errors.UnseenEntries) as stopped:
        actions.send_reply(case_id=case.pk, by=agent, text="Hallo", seen_message_id=seen, seen_note_id=note.pk - 1)

    assert (stopped.value.messages, stopped.value.notes) == (1, 1)
    assert not Message.objects.filter(direction="out").exists()


@pytest.mark.parametrize("text", ["", "  \n "])
def test_an_answer_without_a_word_is_refused(receive: Receive, agent: Actor, text: str) -> None:
    with pytest.raises(errors.EmptyText):
        actions.send_reply(case_id=receive().pk, by=agent, text=text)


def test_a_case_of_another_team_is_closed_to_everybody_else(receive: Receive, agent: Actor) -> None:
    case = receive(team_id=make_team().pk)

    for act in (actions.take_case, actions.resume_case, actions.reopen_case):
        with pytest.raises(errors.NotAllowed):
            act(case_id=case.pk, by=agent)
    with pytest.raises(errors.NotAllowed):
        actions.send_reply(case_id=case.pk, by=agent, text="Hallo")
    with pytest.raises(errors.NotAllowed):
        actions.write_note(case_id=case.pk, by=agent, text="Hallo")


def test_customers_write_no_notes_and_answers_only_people(receive: Receive) -> None:
    case = receive()

    for by in (customer_actor(case.customer), SYSTEM):
        with pytest.raises(errors.NotAllowed):
            actions.write_note(case_id=case.pk, by=by, text="Hallo")
        with pytest.raises(errors.NotAllowed):
            actions.send_reply(case_id=case.pk, by=by, text="Hallo")


def test_a_case_goes_only_to_somebody_who_may_see_it(receive: Receive, agent: Actor) -> None:
    team = make_team()
    case = receive(team_id=team.pk)
    lead = actor_for(make_user(is_lead=True))
    member, stranger = make_user(teams=(team,)), make_user()

    actions.assign_case(case_id=case.pk, by=lead, user_id=member.pk)
    with pytest.raises(errors.NotAllowed):
        actions.assign_case(case_id=case.pk, by=lead, user_id=stranger.pk)

    case.refresh_from_db()
    assert (case.assignee, case.status) == (member, "with-us")


def test_handing_over_to_the_same_person_is_no_event(receive: Receive, agent: Actor) -> None:
    case = receive()
    actions.take_case(case_id=case.pk, by=agent)
    actions.take_case(case_id=case.pk, by=agent)

    assert Event.objects.filter(kind="case-assigned").count() == 1


def test_a_case_waits_for_others_with_a_reason_and_comes_back(receive: Receive, agent: Actor) -> None:
    case = receive()

    actions.wait_for(case_id=case.pk, by=agent, whom=WaitingFor.OTHERS, reason="Der Hersteller prüft.")
    waiting = Case.objects.get().status
    actions.resume_case(case_id=case.pk, by=agent)

    assert (waiting, Case.objects.get().status) == ("waiting-others", "with-us")


def test_only_the_customers_word_confirms(receive: Receive, agent: Actor) -> None:
    case = receive()

    for by in (agent, SYSTEM):
        with pytest.raises(errors.NotAllowed):
            actions.confirm_solved(case_id=case.pk, by=by)
    with pytest.raises(errors.NotAllowed):
        actions.confirm_solved(case_id=case.pk, by=customer_actor(make_customer()))
    actions.confirm_solved(case_id=case.pk, by=customer_actor(case.customer), words="Ja!")

    case.refresh_from_db()
    assert (case.status, case.is_open, case.confirmations.get().words) == ("confirmed", False, "Ja!")


def test_a_second_click_confirms_nothing_new(receive: Receive) -> None:
    case = receive()
    by = customer_actor(case.customer)

    first = actions.confirm_solved(case_id=case.pk, by=by)
    second = actions.confirm_solved(case_id=case.pk, by=by)

    assert (first.pk, Event.objects.filter(kind="solution-confirmed").count()) == (second.pk, 1)


def test_not_yet_brings_the_case_back_with_the_customers_words(receive: Receive, agent: Actor) -> None:
    case = receive()
    actions.send_reply(case_id=case.pk, by=agent, text="Ist es gelöst?", proposes_solution=True)

    actions.decline_solution(case_id=case.pk, by=customer_actor(case.customer), words="Sie flackert.")

    case.refresh_from_db()
    assert (case.status, case.reopenings.get().words) == ("with-us", "Sie flackert.")


def test_a_mail_that_says_it_works_is_accepted_as_the_customers_word(receive: Receive, agent: Actor) -> None:
    case = receive()
    actions.send_reply(case_id=case.pk, by=agent, text="Ist es gelöst?", proposes_solution=True)
    receive("Danke, klappt!", case_id=case.pk)

    confirmation = actions.accept_confirmation(message_id=Message.objects.latest("id").pk, by=agent)

    assert (confirmation.via, confirmation.words, confirmation.accepted_by_id) == ("mail", "Danke, klappt!", agent.id)
    assert Case.objects.get().status == "confirmed"


def test_silence_ends_a_case_after_the_announced_working_days_and_is_no_solution(
    receive: Receive, agent: Actor, clock
) -> None:
    case = receive()
    actions.send_reply(case_id=case.pk, by=agent, text="Ist es gelöst?", proposes_solution=True)
    lapses_at = Solution.objects.get().lapses_at

    clock.at = lapses_at - timedelta(minutes=1)
    assert actions.lapse_silent_cases() == 0
    clock.at = lapses_at
    assert actions.lapse_silent_cases() == 1

    # Monday, 16 November 2026 and ten working days in Berlin, at the end of business (17:00 in winter time).
    assert lapses_at == datetime(2026, 11, 30, 16, tzinfo=UTC)
    assert Case.objects.get().status == "ended"


def test_whoever_answered_is_not_silent(receive: Receive, agent: Actor, clock) -> None:
    case = receive()
    actions.send_reply(case_id=case.pk, by=agent, text="Ist es gelöst?", proposes_solution=True)
    receive("Danke, klappt!", case_id=case.pk)
    clock.advance(days=60)

    assert actions.lapse_silent_cases() == 0


def test_an_ended_case_can_still_be_confirmed_and_taken_up_again(receive: Receive, agent: Actor, clock) -> None:
    case = receive()
    actions.send_reply(case_id=case.pk, by=agent, text="Ist es gelöst?", proposes_solution=True)
    clock.advance(days=60)
    actions.lapse_silent_cases()

    actions.reopen_case(case_id=case.pk, by=agent)
    taken_up = Case.objects.get().status
    clock.advance(minutes=1)
    actions.confirm_solved(case_id=case.pk, by=customer_actor(case.customer))

    assert (taken_up, Case.objects.get().status) == ("with-us", "confirmed")


def test_a_message_is_split_into_a_case_of_its_own(receive: Receive, agent: Actor) -> None:
    case = receive()
    receive("Und noch etwas ganz anderes.", case_id=case.pk, subject="Rechnung")
    message = Message.objects.latest("id")

    new = actions.move_message(message_id=message.pk, by=agent, case_id=None)

    assert (new.number, new.subject, new.customer) == ("RL-2", "Rechnung", case.customer)
    assert [each.text for each in new.messages.all()] == ["Und noch etwas ganz anderes."]
    assert case.messages.count() == 1


def test_a_link_opens_its_case_until_it_is_revoked_or_expired(receive: Receive, agent: Actor, clock) -> None:
    case = receive()
    link = actions.create_link(case_id=case.pk, customer_id=case.customer_id)
    token = queries.link_token(link)

    assert queries.link_for(token) == link
    assert queries.link_for(token[:-1] + ("a" if token[-1] != "a" else "b")) is None
    assert queries.link_for(link.secret) is None
    clock.advance(days=91)
    assert queries.link_for(token) is None
    clock.advance(days=-91)
    actions.revoke_link(link_id=link.pk, by=agent)
    assert queries.link_for(token) is None


def test_a_link_is_used_again_while_it_has_half_its_life(receive: Receive, clock) -> None:
    case = receive()

    first = actions.create_link(case_id=case.pk, customer_id=case.customer_id)
    clock.advance(days=44)
    assert actions.create_link(case_id=case.pk, customer_id=case.customer_id) == first
    clock.advance(days=2)
    assert actions.create_link(case_id=case.pk, customer_id=case.customer_id) != first
    assert CaseLink.objects.count() == 2


def test_tags_are_put_on_and_taken_off_with_one_event(receive: Receive, agent: Actor) -> None:
    case = receive()

    actions.change_tags(case_id=case.pk, by=agent, add=[" Lieferung ", "Eilt", ""])
    actions.change_tags(case_id=case.pk, by=agent, add=["Eilt"], remove=["Lieferung", "gibt es nicht"])

    case.refresh_from_db()
    assert tags_on(case) == ["Eilt"]
    assert [event.data for event in Event.objects.filter(kind="case-tagged").order_by("id")] == [
        {"case_id": case.pk, "added": ["Eilt", "Lieferung"], "removed": []},
        {"case_id": case.pk, "added": [], "removed": ["Lieferung"]},
    ]


def test_a_story_is_stale_when_a_newer_message_exists(receive: Receive, agent: Actor) -> None:
    case = receive()
    story = actions.edit_story(case_id=case.pk, by=agent, matter="Lampe fehlt", promised="", next_step="nachfragen")

    assert story.message_id == Message.objects.get().pk


def test_a_draft_is_kept_per_person_and_kind_and_goes_when_it_is_empty(receive: Receive, agent: Actor) -> None:
    case = receive()

    actions.save_draft(case_id=case.pk, by=agent, kind="reply", text="Sehr ge")
    actions.save_draft(case_id=case.pk, by=agent, kind="reply", text="Sehr geehrte")
    actions.save_draft(case_id=case.pk, by=agent, kind="note", text="Merken")
    assert sorted(Draft.objects.values_list("kind", "text")) == [("note", "Merken"), ("reply", "Sehr geehrte")]
    actions.save_draft(case_id=case.pk, by=agent, kind="reply", text=" ")

    assert [draft.kind for draft in Draft.objects.all()] == ["note"]


def test_a_save_that_comes_after_its_letter_was_sent_leaves_no_draft(receive: Receive, agent: Actor) -> None:
    case = receive()
    actions.send_reply(case_id=case.pk, by=agent, text="Sie kommt am Freitag.")

    actions.save_draft(case_id=case.pk, by=agent, kind="reply", text="Sie kommt am Freitag. ")

    assert not Draft.objects.exists()
