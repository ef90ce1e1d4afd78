"""A case that one of ours begins: all of it in one transaction, or nothing."""

from __future__ import annotations

import pytest

from kulanz.cases import actions, errors
from kulanz.cases.actions import CallNote, FirstLetter, NewCustomer, begin_case
from kulanz.cases.models import Case, CaseCount, Message, Note
from kulanz.cases.rules import Direction
from kulanz.cases.standing import records_of
from kulanz.core.refusals import NotAllowed
from kulanz.events.actor import SYSTEM, Actor
from kulanz.events.models import Event
from kulanz.people.models import Brand, Customer
from kulanz.people.rules import ContactKind
from tests.factories import make_customer, make_team

LETTER = FirstLetter("Guten Tag,\n\nsie ist da.", "Anna", "anna@post.example")


def begin(by: Actor, brand: Brand, **more: object) -> Case:
    fields = {"key": "", "customer": NewCustomer("Anna"), "subject": "Lampe", "brand_id": brand.pk, **more}
    return begin_case(by=by, **fields)  # type: ignore[arg-type]


def test_a_letter_begins_a_case_that_waits_for_its_reader(brand: Brand, agent: Actor) -> None:
    case = begin(agent, brand, first=LETTER, waits=True, is_mine=False)

    case.refresh_from_db()
    assert (case.status, case.assignee_id, case.preview, case.waiting_since) == (
        "waiting-customer", agent.id, "sie ist da.", None,
    )  # fmt: skip
    kinds = list(Event.objects.filter(subject_kind="case").order_by("id").values_list("kind", flat=True))
    assert kinds == ["case-opened", "reply-written"]


def test_a_letter_that_is_stopped_leaves_nothing_behind(brand: Brand, agent: Actor) -> None:
    contacts = [(ContactKind.PHONE, "030/123-45")]
    for wrong, refusal in (
        (FirstLetter("Am ‹Tag›.", "Anna", "anna@post.example"), errors.OpenGaps),
        (FirstLetter(" ", "Anna", "anna@post.example"), errors.EmptyText),
        (FirstLetter("Sie ist da.", "Anna", ""), errors.RecipientsRefused),
        (FirstLetter("Im Anhang finden Sie den Plan.", "Anna", "anna@post.example"), errors.ReplyStopped),
    ):
        with pytest.raises(refusal):
            begin(agent, brand, customer=NewCustomer("Anna", contacts), first=wrong, key="k")

    assert (Case.objects.count(), Customer.objects.count(), Event.objects.count()) == (0, 0, 0)
    assert not CaseCount.objects.exclude(amount=0).exists()


def test_one_page_begins_one_case(brand: Brand, agent: Actor) -> None:
    cases = [begin(agent, brand, first=LETTER, key="page") for _ in range(2)]

    assert (cases[0], Case.objects.count(), Message.objects.count()) == (cases[1], 1, 1)
    assert (actions.opened_by(by=agent, key="page"), actions.opened_by(by=agent, key="x")) == (cases[0], None)


def test_a_call_from_a_known_customer_waits_and_goes_on_waiting_whatever_moves(brand: Brand, agent: Actor) -> None:
    case = begin(agent, brand, customer=make_customer(name="Ida Kern").pk, first=CallNote("Wann kommt sie?"))
    note = Note.objects.get()
    letter = actions.send_reply(case_id=case.pk, by=agent, text="Am Dienstag.", stops_are_known=True)
    case.refresh_from_db()
    answered = case.waiting_since

    actions.withdraw_reply(message_id=letter.pk, by=agent)

    case.refresh_from_db()
    assert (note.call, note.spoke_with, answered, case.waiting_since) == ("in", "Ida Kern", None, note.at)


@pytest.mark.parametrize(("direction", "waits"), [(Direction.IN, True), (Direction.OUT, False)])
def test_only_who_called_us_waits(brand: Brand, agent: Actor, direction: Direction, waits: bool) -> None:
    case = begin(agent, brand, first=CallNote("Ja.", direction, "Otto"), is_mine=False)

    case.refresh_from_db()
    assert (case.waiting_since is not None, case.assignee, records_of(case).touched) == (waits, None, True)


def test_a_case_for_a_team_that_one_may_not_see_is_handed_over_with_its_letter(brand: Brand, agent: Actor) -> None:
    team = make_team()

    case = begin(agent, brand, first=LETTER, team_id=team.pk)

    case.refresh_from_db()
    assert (case.team, case.assignee, case.messages.count()) == (team, None, 1)


def test_nobody_but_our_people_begins_a_case(brand: Brand) -> None:
    with pytest.raises(NotAllowed):
        begin(SYSTEM, brand)
