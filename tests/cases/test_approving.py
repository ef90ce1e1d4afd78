"""A second pair of eyes: a letter waits until somebody else sends it, changes and sends it, or gives it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from kulanz.cases import actions, errors
from kulanz.cases.actions import FirstLetter, PostponementWish
from kulanz.cases.models import Approval, Case, Draft, Message, Postponement
from kulanz.cases.queries import case_page, today
from kulanz.core.clock import now
from kulanz.events.actor import Actor
from kulanz.events.models import Event
from kulanz.people.actors import actor_for
from kulanz.people.models import Brand, User
from tests.factories import make_brand, make_customer, make_user

Receive = Callable[..., Case]


@pytest.fixture
def newcomer(db: None) -> User:
    """Somebody whose letters wait."""
    return make_user(name="Nele Neu", needs_approval=True, undo_seconds=15)


@pytest.fixture
def by(newcomer: User) -> Actor:
    """The newcomer as an actor."""
    return actor_for(newcomer)


@pytest.fixture
def lead(db: None) -> Actor:
    """Somebody who approves letters."""
    return actor_for(make_user(name="Karin Lead", is_lead=True))


@pytest.fixture
def case(receive: Receive) -> Case:
    """A case."""
    return receive()


def write(case: Case, by: Actor, text: str = "Sie kommt am Freitag.", **wish: object) -> Message:
    return actions.send_reply(case_id=case.pk, by=by, text=text, **wish)  # type: ignore[arg-type]


def state(case: Case, letter: Message) -> tuple[str, str]:
    case.refresh_from_db()
    letter.refresh_from_db()
    return letter.delivery, case.status


def kinds(case: Case) -> list[str]:
    return list(
        Event.objects.filter(subject_kind="case", subject_id=case.pk).order_by("id").values_list("kind", flat=True)
    )


def test_a_letter_of_a_newcomer_waits_and_changes_nothing(case: Case, by: Actor) -> None:
    letter = write(case, by, proposes_solution=True)

    assert state(case, letter) == ("awaiting", "new")
    assert (case.assignee_id, case.waiting_since is None, kinds(case)[-1]) == (None, False, "approval-asked")


def test_letters_of_a_brand_wait_but_for_those_who_approve_letters(case: Case, agent: Actor, lead: Actor) -> None:
    Brand.objects.update(needs_approval=True)

    assert state(case, write(case, agent))[0] == "awaiting"
    assert state(case, write(case, lead, "Und der Schirm am Montag."))[0] == "held"


def test_a_lead_whose_letters_wait_needs_somebody_else(case: Case, lead: Actor) -> None:
    User.objects.filter(pk=lead.id).update(needs_approval=True)
    own = actor_for(User.objects.get(pk=lead.id))
    letter = write(case, own)

    with pytest.raises(errors.NotAllowed):
        actions.approve_letter(message_id=letter.pk, by=own)
    assert state(case, letter)[0] == "awaiting"


def test_an_approved_letter_goes_in_the_name_of_its_writer_with_what_they_wanted(
    case: Case, by: Actor, lead: Actor
) -> None:
    letter = write(case, by, proposes_solution=True)
    actions.approve_letter(message_id=letter.pk, by=lead)

    assert state(case, letter) == ("held", "solution-proposed")
    assert (letter.author_id, letter.sender_name, case.assignee_id) == (by.id, "Nele Neu", by.id)
    assert kinds(case)[-2:] == ["letter-approved", "reply-written"]
    assert Event.objects.get(kind="reply-written").by.id == by.id
    assert actions.mark_queued(message_id=letter.pk)


def test_whoever_approves_may_change_the_words(case: Case, by: Actor, lead: Actor) -> None:
    letter = write(case, by, "Sie komt am Freitag.")
    actions.approve_letter(message_id=letter.pk, by=lead, text="Sie kommt am Freitag.\r\n")

    letter.refresh_from_db()
    assert (letter.text, Event.objects.get(kind="letter-approved").data["changed"]) == ("Sie kommt am Freitag.", True)


def test_changed_words_are_looked_at_like_every_letter(case: Case, by: Actor, lead: Actor) -> None:
    letter = write(case, by)
    with pytest.raises(errors.OpenGaps):
        actions.approve_letter(message_id=letter.pk, by=lead, text="Sie kommt am ‹Tag›.")
    assert state(case, letter)[0] == "awaiting"


def test_a_letter_given_back_is_its_writers_draft_with_a_remark(case: Case, by: Actor, lead: Actor) -> None:
    letter = write(case, by, waits=True)
    actions.return_letter(message_id=letter.pk, by=lead, remark="Bitte ohne Datum.\r\n")

    draft, approval = Draft.objects.get(), Approval.objects.get()
    assert state(case, letter) == ("withdrawn", "new")
    assert (draft.user_id, draft.text, draft.regained) == (by.id, letter.text, [letter.pk])
    assert (approval.outcome, approval.remark, approval.decided_by_id) == ("returned", "Bitte ohne Datum.", lead.id)
    assert [each.remark for each in today(by).given_back] == ["Bitte ohne Datum."]


def test_its_writer_takes_a_waiting_letter_back_at_any_time(case: Case, by: Actor, lead: Actor) -> None:
    before = state(case, letter := write(case, by, waits=True))[1]
    actions.withdraw_reply(message_id=letter.pk, by=by)

    assert (state(case, letter), Draft.objects.get().text) == (("withdrawn", before), letter.text)
    with pytest.raises(errors.WrongState):
        actions.approve_letter(message_id=letter.pk, by=lead)


def test_two_who_approve_at_once_send_it_once(case: Case, by: Actor, lead: Actor) -> None:
    letter = write(case, by)
    actions.approve_letter(message_id=letter.pk, by=lead)
    for again in (actions.approve_letter, actions.return_letter):
        with pytest.raises(errors.WrongState):
            again(message_id=letter.pk, by=actor_for(make_user(is_admin=True)))

    assert kinds(case).count("reply-written") == 1


@pytest.mark.parametrize("news", ["letter", "note"])
def test_news_since_it_was_written_stop_it_until_they_are_seen(
    case: Case, by: Actor, lead: Actor, receive: Receive, agent: Actor, news: str
) -> None:
    letter = write(case, by)
    if news == "letter":
        receive("Hat sich erledigt.", case_id=case.pk)
    else:
        actions.write_note(case_id=case.pk, by=agent, text="Bitte noch warten.")
    with pytest.raises(errors.UnseenEntries):
        actions.approve_letter(message_id=letter.pk, by=lead)

    newest, note = case.messages.order_by("-id").first(), case.notes.first()
    seen = {"seen_message_id": newest.pk if newest else None, "seen_note_id": note.pk if note else None}
    actions.approve_letter(message_id=letter.pk, by=lead, **seen)
    assert state(case, letter)[0] == "held"


def test_a_letter_for_later_keeps_its_moment(case: Case, by: Actor, lead: Actor) -> None:
    until = now() + timedelta(days=1)
    letter = write(case, by, later=PostponementWish(until, only_in_silence=False), waits=True)
    assert state(case, letter)[0] == "awaiting"
    actions.release_when_due(message_id=letter.pk)
    assert state(case, letter)[0] == "awaiting"

    actions.approve_letter(message_id=letter.pk, by=lead)
    letter = Message.objects.get(pk=letter.pk)
    assert (letter.delivery, letter.postponed.until, letter.postponed.only_in_silence) == ("later", until, False)
    assert (letter.postponed.by_id, letter.postponed.waits) == (by.id, True)


def test_a_letter_approved_after_its_moment_goes_at_once(case: Case, by: Actor, lead: Actor) -> None:
    letter = write(case, by, later=PostponementWish(now() + timedelta(minutes=1)))
    Approval.objects.update(until=now() - timedelta(minutes=1))
    actions.approve_letter(message_id=letter.pk, by=lead)

    assert state(case, letter)[0] == "held"


def test_what_is_passed_on_waits_as_well(case: Case, by: Actor, lead: Actor) -> None:
    people = [{"name": "", "address": "werk@partner.example", "role": "to"}]
    letter = actions.forward_message(case_id=case.pk, by=by, text="Bitte prüfen.", recipients=people, waits=True)
    assert state(case, letter) == ("awaiting", "new")

    actions.approve_letter(message_id=letter.pk, by=lead)
    assert state(case, letter) == ("held", "waiting-others")
    assert kinds(case)[-1] == "letter-forwarded"


def test_the_first_letter_of_a_case_waits_as_well(by: Actor) -> None:
    brand, customer = make_brand(), make_customer(address="ada@post.example")
    first = FirstLetter("Guten Tag, Ihre Lampe ist da.", "Ada", "ada@post.example")
    case = actions.begin_case(
        by=by, key="eins", brand_id=brand.pk, customer=customer.pk, subject="Lampe", first=first, waits=True
    )

    assert (case.messages.get().delivery, Message.objects.count()) == ("awaiting", 1)


def test_the_same_letter_twice_waits_once_and_a_newer_wish_counts(case: Case, by: Actor) -> None:
    first = write(case, by, waits=True)
    assert write(case, by, waits=True).pk == first.pk
    other = write(case, by, proposes_solution=True)

    assert (state(case, first)[0], state(case, other)[0]) == ("withdrawn", "awaiting")
    assert list(Approval.objects.order_by("id").values_list("outcome", flat=True)) == ["withdrawn", ""]


@pytest.mark.parametrize("who", [{}, {"is_boss": True}])
def test_only_leads_and_administrators_decide(case: Case, by: Actor, who: dict[str, bool]) -> None:
    letter, other = write(case, by), actor_for(make_user(**who))
    for decide in (actions.approve_letter, actions.return_letter):
        with pytest.raises(errors.NotAllowed):
            decide(message_id=letter.pk, by=other)
    assert today(other).to_approve == []


def test_those_who_decide_find_what_waits_on_their_first_page_but_not_their_own(
    case: Case, by: Actor, lead: Actor
) -> None:
    letter = write(case, by)
    User.objects.filter(pk=by.id).update(is_lead=True)

    assert [each.message_id for each in today(lead).to_approve] == [letter.pk]
    assert today(actor_for(User.objects.get(pk=by.id))).to_approve == []
    actions.approve_letter(message_id=letter.pk, by=lead)
    assert today(lead).to_approve == []


def test_a_waiting_letter_of_a_merged_case_goes_on_with_it(
    case: Case, by: Actor, lead: Actor, receive: Receive
) -> None:
    other = receive("Noch eine Frage.")
    letter = write(case, by)
    actions.merge_cases(case_id=case.pk, by=lead, into_id=other.pk)
    actions.approve_letter(message_id=letter.pk, by=lead)

    letter.refresh_from_db()
    assert (letter.case_id, letter.delivery) == (other.pk, "held")


@pytest.mark.parametrize("later", [False, True])
def test_a_case_does_not_become_that_of_a_writer_who_has_left_while_their_letter_waited(
    case: Case, by: Actor, lead: Actor, later: bool
) -> None:
    wish = PostponementWish(now() + timedelta(days=1), only_in_silence=False) if later else None
    letter = write(case, by, later=wish)
    User.objects.filter(pk=by.id).update(is_active=False)
    actions.approve_letter(message_id=letter.pk, by=lead)
    if later:
        Postponement.objects.update(until=now() - timedelta(minutes=1))
        actions.release_when_due(message_id=letter.pk)

    assert state(case, letter)[0] == "held"
    assert (case.assignee_id, letter.author_id) == (None, by.id)


def test_words_given_back_to_a_writer_who_has_left_can_be_taken_up(case: Case, by: Actor, lead: Actor) -> None:
    letter = write(case, by)
    User.objects.filter(pk=by.id).update(is_active=False)
    actions.return_letter(message_id=letter.pk, by=lead, remark="Bitte ohne Datum.")

    assert [each.text for each in case_page(lead, case.number).shared] == [letter.text]
    actions.take_draft(case_id=case.pk, by=lead, draft_id=Draft.objects.get().pk)
    assert (Draft.objects.get().user_id, case_page(lead, case.number).given_back) == (lead.id, None)


def test_words_given_back_are_their_writers_alone_while_these_are_here(case: Case, by: Actor, lead: Actor) -> None:
    letter = write(case, by)
    actions.return_letter(message_id=letter.pk, by=lead)

    assert case_page(lead, case.number).shared == []
