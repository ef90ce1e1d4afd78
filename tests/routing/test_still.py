"""A case that lies still is shown to its person, then comes back; customers see nothing of it and nobody is counted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kulanz.cases.actions import PostponementWish, forward_message, send_reply, take_case, write_note
from kulanz.cases.models import Assignment, Case
from kulanz.events.actor import Actor
from kulanz.events.catalogue import Face
from kulanz.events.models import Event
from kulanz.events.telling import told
from kulanz.people.actors import actor_for
from kulanz.people.models import Team, User
from kulanz.routing.actions import give_out, return_still_cases
from kulanz.routing.models import Absence, TeamRouting
from kulanz.routing.queries.still import still_of
from kulanz.routing.tasks import return_still_cases as return_all
from tests.conftest import Clock
from tests.factories import make_case
from tests.pages import in_one_line

from .conftest import Make


@pytest.fixture
def sixteen(team: Team) -> TeamRouting:
    """The team wants cases back that lie still for sixteen working hours: two days of nine to five."""
    return TeamRouting.objects.create(team=team, silent_hours=16)


@pytest.fixture
def case(by: Actor, sixteen: TeamRouting, waiting: Make) -> Case:
    """A case that Mara takes on Monday at ten."""
    case = waiting(subject="Lampe flackert")
    take_case(case_id=case.pk, by=by)
    return case


KNOWN = {"stops_are_known": True}  # that whom it goes to is a stranger


def holder(case: Case) -> User | None:
    case.refresh_from_db()
    return case.assignee


def test_it_is_shown_to_its_person_first(desk: Client, by: Actor, case: Case, clock: Clock) -> None:
    clock.advance(days=2, hours=-1)
    before = still_of(by)
    clock.advance(hours=1)
    page = in_one_line(desk.get("/").content.decode())
    went = return_still_cases(team_id=case.team_id or 0)

    assert (before, [each.case for each in still_of(by)], went) == ([], [case], 0)
    assert ("Liegt still" in page, "Lampe flackert" in page) == (True, True)


def test_then_it_comes_back_into_the_pile_without_a_reproach(
    desk: Client, mara: User, case: Case, clock: Clock
) -> None:
    clock.advance(days=2, hours=4)

    return_all.run()

    assert holder(case) is None
    event = Event.objects.filter(kind="case-assigned").latest("pk")
    assert told(Face.PORTAL, event) is None
    assert mara.name not in str(event.data)
    page = desk.get(f"/cases/{case.number}/").content.decode()
    assert "Wieder im Stapel, weil: es lag eine Weile still" in page


def test_nights_and_weekends_do_not_count(by: Actor, sixteen: TeamRouting, waiting: Make, clock: Clock) -> None:
    clock.advance(days=4, hours=5)  # Friday at three in the afternoon
    case = waiting(waiting_since=clock.at)
    take_case(case_id=case.pk, by=by)
    clock.advance(days=3, hours=3)  # Monday at six
    monday = still_of(by)
    clock.advance(hours=17)

    assert (monday, still_of(by)) == ([], [])


@pytest.mark.parametrize("sign", ["note", "draft", "hand-over"])
def test_a_sign_of_ours_keeps_it(by: Actor, case: Case, clock: Clock, sign: str) -> None:
    clock.advance(days=1)
    if sign == "note":
        write_note(case_id=case.pk, by=by, text="Frage in der Werkstatt nach.")
    elif sign == "draft":
        case.drafts.create(user_id=by.user_id, kind="reply", text="Liebe", saved_at=clock.at)
    else:
        Assignment.objects.create(case=case, user_id=by.user_id, by_id=by.user_id)
    clock.advance(days=1, hours=4)

    assert still_of(by) == []


def test_what_the_customer_writes_again_is_no_sign_of_ours(by: Actor, case: Case, clock: Clock) -> None:
    clock.advance(days=2, hours=4)
    Case.objects.filter(pk=case.pk).update(last_entry_at=clock.at)

    assert return_still_cases(team_id=case.team_id or 0) == 1


def test_where_its_person_is_away_it_goes_to_the_stand_in(mara: User, jonas: User, case: Case, clock: Clock) -> None:
    clock.advance(days=2, hours=4)
    day = clock.at.date()
    Absence.objects.create(user=mara, begins=day, ends=day + timedelta(days=5), stand_in=jonas)

    return_still_cases(team_id=case.team_id or 0)

    assert holder(case) == jonas


def test_never_is_the_default(by: Actor, team: Team, waiting: Make, clock: Clock) -> None:
    case = waiting()
    take_case(case_id=case.pk, by=by)
    TeamRouting.objects.create(team=team)
    clock.advance(days=60)

    assert (still_of(by), return_still_cases(team_id=team.pk)) == ([], 0)


def test_whoever_had_it_does_not_get_it_again_at_once(mara: User, jonas: User, case: Case, clock: Clock) -> None:
    TeamRouting.objects.update(mode="fit")
    for _ in range(3):
        make_case(assignee=jonas)
    clock.advance(days=2, hours=4)
    return_all.run()
    give_out(team_id=case.team_id or 0)

    assert holder(case) == jonas


@pytest.mark.parametrize("amount", [1, 12])
def test_asking_what_lies_still_costs_the_same(by: Actor, case: Case, waiting: Make, clock: Clock, amount: int) -> None:
    for _ in range(amount):
        waiting(assignee_id=by.user_id)
    clock.advance(days=3)

    with CaptureQueriesContext(connection) as asked:
        still_of(by)

    assert len(asked) == 4


@pytest.mark.parametrize("wish", ["approval", "later", "forward"])
def test_a_letter_that_was_written_keeps_it_until_it_goes(mara: User, case: Case, clock: Clock, wish: str) -> None:
    mara.needs_approval = wish == "approval"
    mara.save()
    clock.advance(days=1)
    if wish == "forward":
        people = [{"name": "", "address": "werk@partner.example", "role": "to"}]
        letter = case.messages.create(direction="in", channel="email", text="Sie flackert.")
        forward_message(
            case_id=case.pk, by=actor_for(mara), text="Bitte prüfen.", recipients=people, letter_id=letter.pk
        )
        clock.advance(days=1, hours=4)
    else:
        later = PostponementWish(clock.at + timedelta(days=20)) if wish == "later" else None
        people = [{"name": "Anna", "address": "anna@post.example", "role": "to"}]
        send_reply(case_id=case.pk, by=actor_for(mara), text="Wir kommen.", recipients=people, later=later, **KNOWN)
        clock.advance(days=10)

    assert (still_of(actor_for(mara)), return_still_cases(team_id=case.team_id or 0)) == ([], 0)
