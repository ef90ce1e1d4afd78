"""Taking a sender in: whose address it is, what goes with it, and when only the letter may go."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from kulanz.cases import actions, queries
from kulanz.cases.access import case_numbered
from kulanz.cases.errors import NotAllowed, WrongState
from kulanz.cases.models import Case, Message
from kulanz.core import clock
from kulanz.events.actor import Actor
from kulanz.events.models import Event
from kulanz.people.actors import actor_for
from kulanz.people.models import Customer, Team, User
from kulanz.promises.actions import record_promise
from kulanz.promises.models import Promise
from tests.factories import make_case, make_team, make_user

from .test_receive import Receive

BORIS = {"sender_address": "boris@post.example", "sender_name": "Boris"}
VERA = {"sender_address": "vera@post.example", "sender_name": "Vera Holm"}


@pytest.fixture
def team(db: None) -> Team:
    """The team of the agent."""
    return make_team("Service")


@pytest.fixture
def jule(team: Team) -> User:
    """An agent of one team."""
    return make_user(name="Jule", teams=(team,))


@pytest.fixture
def by(jule: User) -> Actor:
    """Jule, acting."""
    return actor_for(jule)


def owner(address: str) -> str:
    return Customer.objects.get(contact_points__value=address).name


def test_a_forged_name_in_from_moves_the_letter_alone(receive: Receive, by: Actor) -> None:
    target, hers = receive(**BORIS), receive(**VERA)
    forged = receive(**VERA).messages.get()

    moved = actions.take_sender_in(message_id=forged.pk, by=by, case_id=target.pk)

    hers.refresh_from_db()
    forged.refresh_from_db()
    assert (moved, forged.case, hers.customer.name, owner("vera@post.example")) == (
        target, target, "Vera Holm", "Vera Holm",
    )  # fmt: skip


def test_cases_that_the_agent_may_not_see_stay_with_their_owner(receive: Receive, by: Actor) -> None:
    target, secret = receive(**BORIS), receive(**VERA, team_id=make_team("Geheim").pk)
    letter = receive(**VERA, verified=True).messages.get()

    actions.take_sender_in(message_id=letter.pk, by=by, case_id=target.pk)

    secret.refresh_from_db()
    letter.refresh_from_db()
    assert (letter.case, secret.customer.name, owner("vera@post.example")) == (target, "Vera Holm", "Vera Holm")


def test_cases_of_the_target_that_the_agent_may_not_see_are_opened_to_nobody(receive: Receive, by: Actor) -> None:
    target = receive(**BORIS)
    make_case(customer=target.customer, team=make_team("Geheim"))
    letter = receive(**VERA, verified=True).messages.get()

    actions.take_sender_in(message_id=letter.pk, by=by, case_id=target.pk)

    assert owner("vera@post.example") == "Vera Holm"


def test_a_checked_sender_whose_cases_are_all_the_agents_is_taken_in(receive: Receive, by: Actor, team: Team) -> None:
    target, hers = receive(**BORIS), receive(**VERA, team_id=team.pk)
    letter = receive(**VERA, verified=True).messages.get()

    actions.take_sender_in(message_id=letter.pk, by=by, case_id=target.pk)

    hers.refresh_from_db()
    assert (hers.customer, owner("vera@post.example")) == (target.customer, "Boris")
    assert target.customer.contact_points.get(value="vera@post.example").proven_at is not None


def test_before_anything_moves_it_is_said_whose_address_it_is_and_what_goes_with_it(
    receive: Receive, by: Actor
) -> None:
    target = receive(**BORIS)
    for _ in range(3):
        receive(**VERA)
    letter = receive(**VERA, verified=True).messages.get()

    taking = actions.look_at_sender(message_id=letter.pk, by=by, case_id=target.pk)

    assert (taking.address, taking.former.name, taking.cases) == ("vera@post.example", "Vera Holm", 3)
    assert (taking.is_verified, taking.is_allowed, Case.objects.filter(customer=taking.former).count()) == (
        True, True, 4,
    )  # fmt: skip


def test_an_address_beside_others_takes_no_case_along(receive: Receive, by: Actor) -> None:
    target, hers = receive(**BORIS), receive(**VERA)
    hers.customer.contact_points.create(kind="mail", value="vera@firma.example", as_written="vera@firma.example")
    letter = receive(**VERA, verified=True).messages.get()

    taking = actions.look_at_sender(message_id=letter.pk, by=by, case_id=target.pk)

    assert (taking.cases, taking.is_allowed) == (0, True)


@pytest.mark.parametrize("hidden", ["source", "target"])
def test_a_case_of_another_team_is_no_place_to_look_from_or_to(receive: Receive, by: Actor, hidden: str) -> None:
    far = make_team("Geheim").pk
    target = receive(**BORIS, team_id=far if hidden == "target" else None)
    letter = receive(**VERA, verified=True, team_id=far if hidden == "source" else None).messages.get()

    for attempt in (actions.look_at_sender, actions.take_sender_in):
        with pytest.raises(NotAllowed):
            attempt(message_id=letter.pk, by=by, case_id=target.pk)


@pytest.mark.parametrize(
    ("verified", "button", "words"),
    [(True, True, "2 weitere Anliegen gehen mit"), (False, False, "Niemand hat geprüft")],
)
def test_the_desk_asks_before_an_address_changes_hands(
    receive: Receive, jule: User, verified: bool, button: bool, words: str
) -> None:
    target = receive(**BORIS)
    for _ in range(2):
        receive(**VERA)
    case = receive(**VERA, verified=verified)
    letter, desk = case.messages.get(), Client()
    desk.force_login(jule)
    path = f"/cases/{case.number}/moves/{letter.pk}/"

    asked = desk.post(path, {"same": target.number})
    letter.refresh_from_db()
    before = (letter.case, owner("vera@post.example"))
    page = asked.content.decode()
    desk.post(path, {"same": target.number, "sure": "yes"})

    letter.refresh_from_db()
    assert (asked.status_code, before, words in page, "Vera Holm" in page) == (200, (case, "Vera Holm"), True, True)
    assert ('name="same"' in page, letter.case, owner("vera@post.example")) == (
        button, target, "Boris" if verified else "Vera Holm",
    )  # fmt: skip


def test_an_acceptance_says_when_nobody_has_checked_the_sender(receive: Receive, jule: User) -> None:
    desk = Client()
    desk.force_login(jule)
    pages = []
    for verified in (False, True):
        case = receive(sender_address=f"k{verified}@post.example")
        actions.send_reply(case_id=case.pk, by=actor_for(jule), text="So geht es.", proposes_solution=True)
        receive("Danke, klappt!", sender_address=f"k{verified}@post.example", case_id=case.pk, verified=verified)
        pages.append(desk.get(f"/cases/{case.number}/").content.decode())

    assert ["Als Bestätigung annehmen" in page for page in pages] == [True, True]
    assert ["Ob es wirklich vom Absender kommt, hat niemand geprüft." in page for page in pages] == [True, False]


def test_a_letter_takes_its_subject_along(receive: Receive, by: Actor) -> None:
    first = receive(**VERA, subject="Kündigung wegen Umzug").messages.get()
    receive(**BORIS, subject="Lieferung", case_id=first.case_id)

    moved = actions.move_message(message_id=first.pk, by=by, case_id=None)
    answer = actions.send_reply(case_id=first.case_id, by=by, text="Sie kommt.")

    left = Case.objects.exclude(pk=moved.pk).get()
    assert (moved.subject, left.subject, answer.subject) == ("Kündigung wegen Umzug", "Lieferung", "Lieferung")


def test_a_case_without_a_word_of_its_customer_is_the_matter_of_whoever_wrote_in_it(
    receive: Receive, by: Actor
) -> None:
    case = receive(**VERA, subject="Kündigung wegen Umzug")
    key = queries.link_token(actions.create_link(case_id=case.pk, customer_id=case.customer_id))
    receive(**BORIS, subject="Lieferung", case_id=case.pk)

    moved = actions.move_message(message_id=case.messages.earliest("id").pk, by=by, case_id=None)

    case.refresh_from_db()
    link = queries.link_for(key)
    assert (case.customer.name, case.subject, moved.customer.name) == ("Boris", "Lieferung", "Vera Holm")
    assert link is not None and link.case == moved
    assert Event.objects.filter(kind="case-changed", subject_id=case.pk, data__what="customer").count() == 1


def test_a_case_in_which_its_customer_was_answered_stays_theirs(receive: Receive, by: Actor) -> None:
    case = receive(**VERA, subject="Kündigung wegen Umzug")
    actions.send_reply(case_id=case.pk, by=by, text="Gern.")
    receive(**BORIS, subject="Lieferung", case_id=case.pk)

    actions.move_message(message_id=case.messages.earliest("id").pk, by=by, case_id=None)

    case.refresh_from_db()
    assert case.customer.name == "Vera Holm"
    assert "Lieferung" not in case.subject


def test_a_subject_that_others_still_carry_stays(receive: Receive, by: Actor) -> None:
    first = receive(**VERA, subject="Mehl").messages.get()
    receive(**BORIS, subject="Mehl", case_id=first.case_id)

    moved = actions.move_message(message_id=first.pk, by=by, case_id=None)

    assert Case.objects.exclude(pk=moved.pk).get().subject == "Mehl"


def texts(case: Case) -> list[str]:
    return list(case.messages.order_by("at", "id").values_list("text", flat=True))


def test_a_move_undone_leaves_no_trace_but_in_the_story(receive: Receive, by: Actor) -> None:
    source, target = receive("Eins", **VERA), receive("Drei", **BORIS)
    receive("Zwei", **VERA, case_id=source.pk, hints=({"code": "belongs-to", "numbers": ["RL-2"]},))
    before = list(Case.objects.order_by("pk").values()), list(Message.objects.order_by("pk").values())
    letter = source.messages.get(text="Zwei")

    actions.move_message(message_id=letter.pk, by=by, case_id=target.pk)
    actions.undo_move(message_id=letter.pk, by=by)

    assert (list(Case.objects.order_by("pk").values()), list(Message.objects.order_by("pk").values())) == before


def test_undoing_gives_a_case_back_to_its_customer_with_its_name(receive: Receive, by: Actor) -> None:
    case = receive(**VERA, subject="Kündigung wegen Umzug")
    key = queries.link_token(actions.create_link(case_id=case.pk, customer_id=case.customer_id))
    receive(**BORIS, subject="Lieferung", case_id=case.pk)
    letter = case.messages.earliest("id")

    actions.move_message(message_id=letter.pk, by=by, case_id=None)
    actions.undo_move(message_id=letter.pk, by=by)

    case.refresh_from_db()
    link = queries.link_for(key)
    assert (case.customer.name, case.subject, Case.with_merged.count()) == ("Vera Holm", "Kündigung wegen Umzug", 1)
    assert link is not None and link.case == case


def test_our_answer_takes_along_what_it_promised_proposed_and_let_wait(receive: Receive, by: Actor) -> None:
    case = receive("Eins", **VERA)
    receive("Zwei", **VERA, case_id=case.pk)
    letter = case.messages.get(text="Zwei")
    record_promise(case_id=case.pk, by=by, words="Wir liefern", due_at=clock.now())
    actions.send_reply(case_id=case.pk, by=by, text="Wir liefern. Gelöst?", proposes_solution=True)

    new = actions.move_message(message_id=letter.pk, by=by, case_id=None, with_later=True)

    case.refresh_from_db()
    assert (texts(case), texts(new)) == (["Eins"], ["Zwei", "Wir liefern. Gelöst?"])
    assert (new.status, case.status, Promise.objects.get().case_id) == ("solution-proposed", "with-us", new.pk)
    actions.undo_move(message_id=letter.pk, by=by)
    case.refresh_from_db()
    assert (case.status, Promise.objects.get().case_id, len(texts(case))) == ("solution-proposed", case.pk, 3)


def test_a_split_case_in_which_something_was_done_is_not_taken_back(receive: Receive, by: Actor) -> None:
    case = receive("Eins", **VERA)
    receive("Zwei", **VERA, case_id=case.pk)
    letter = case.messages.get(text="Zwei")
    new = actions.move_message(message_id=letter.pk, by=by, case_id=None)
    actions.write_note(case_id=new.pk, by=by, text="Ist eilig")

    with pytest.raises(WrongState):
        actions.undo_move(message_id=letter.pk, by=by)
    assert texts(new) == ["Zwei"]


def test_only_who_moved_a_letter_takes_that_back_and_only_at_once(receive: Receive, by: Actor, team: Team) -> None:
    source, target = receive("Eins", **VERA), receive("Drei", **BORIS)
    receive("Zwei", **VERA, case_id=source.pk)
    letter = source.messages.get(text="Zwei")
    actions.move_message(message_id=letter.pk, by=by, case_id=target.pk)

    with pytest.raises(WrongState):
        actions.undo_move(message_id=letter.pk, by=actor_for(make_user(teams=(team,))))
    with clock.standing_at(clock.now() + timedelta(minutes=1)), pytest.raises(WrongState):
        actions.undo_move(message_id=letter.pk, by=by)


def test_a_case_that_loses_its_only_letter_goes_on_where_it_went_and_can_be_separated(
    receive: Receive, by: Actor
) -> None:
    target, gone = receive("Eins", **BORIS), receive("Zwei", **VERA)
    actions.move_message(message_id=gone.messages.get().pk, by=by, case_id=target.pk)
    assert case_numbered(gone.number, by) == target

    actions.unmerge_case(case_id=gone.pk, by=by)

    assert (texts(gone), texts(target)) == (["Zwei"], ["Eins"])
