"""An answer and its promises are one thing: they come together, and go back into the draft together."""

from __future__ import annotations

from kulanz.cases import actions as cases
from kulanz.cases.models import Case, Draft
from kulanz.events.actor import Actor
from kulanz.events.models import Event
from kulanz.people.actors import actor_for
from kulanz.people.models import Brand
from kulanz.promises import reactions

from ..factories import make_case, make_user
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


def test_a_promise_waits_with_its_letter_whatever_goes_before(record: Record, answer: Answer, agent: Actor) -> None:
    lead = actor_for(make_user(name="Karin Lead", is_lead=True))
    Brand.objects.update(needs_approval=True)
    promise = record()
    first, second = answer(sent=False), answer("Und die Schirme liegen bei.", sent=False)

    cases.approve_letter(message_id=second.pk, by=lead, seen_message_id=second.pk)
    promise.refresh_from_db()
    before = (promise.message, promise.withdrawn_at)
    cases.approve_letter(message_id=first.pk, by=lead, seen_message_id=second.pk)

    promise.refresh_from_db()
    assert (before, promise.message, promise.withdrawn_at) == ((None, None), first, None)


def test_what_a_changed_letter_no_longer_says_is_not_promised(record: Record, answer: Answer, agent: Actor) -> None:
    lead = actor_for(make_user(name="Karin Lead", is_lead=True))
    Brand.objects.update(needs_approval=True)
    promise = record()
    letter = answer(sent=False)

    cases.approve_letter(message_id=letter.pk, by=lead, text="Sie kommt bald.")

    promise.refresh_from_db()
    assert (promise.message, promise.withdrawn_at is None) == (None, False)


def test_whoever_goes_on_with_a_draft_gives_the_promise_that_it_holds(
    record: Record, case: Case, agent: Actor, colleague: Actor
) -> None:
    promise, other = record(), record("Wir rufen an.")
    cases.save_draft(case_id=case.pk, by=agent, kind="reply", text="Sie kommt am Freitag.")
    cases.share_draft(case_id=case.pk, by=agent)
    cases.take_draft(case_id=case.pk, by=colleague, draft_id=Draft.objects.get().pk)

    letter = cases.send_reply(case_id=case.pk, by=colleague, text="Gewiss: Sie kommt am Freitag.")

    promise.refresh_from_db()
    other.refresh_from_db()
    assert (promise.message, promise.promised_by_id, promise.withdrawn_at) == (letter, colleague.id, None)
    assert (other.promised_by_id, other.withdrawn_at) == (agent.id, None)


def test_a_promise_goes_with_the_letter_that_waits_when_its_case_is_taken_apart(
    record: Record, answer: Answer, case: Case, agent: Actor
) -> None:
    lead = actor_for(make_user(name="Karin Lead", is_lead=True))
    Brand.objects.update(needs_approval=True)
    promise, letter = record(), answer(sent=False)
    other = make_case(brand=case.brand, customer=case.customer)
    cases.merge_cases(case_id=case.pk, by=lead, into_id=other.pk)
    cases.unmerge_case(case_id=case.pk, by=lead)

    cases.approve_letter(message_id=letter.pk, by=lead)

    promise.refresh_from_db()
    assert (promise.case, promise.message) == (case, letter)
