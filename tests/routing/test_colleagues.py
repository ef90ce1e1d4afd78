"""Who could take a case: who is here, at work, free, or not here until when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kulanz.cases.actions import assign_case
from kulanz.coach.models import CaseMood
from kulanz.core.clock import now
from kulanz.core.refusals import NotAllowed, NotFound
from kulanz.events.actor import Actor
from kulanz.events.models import Event
from kulanz.people.actors import actor_for
from kulanz.people.models import Brand, Team, User
from kulanz.routing.actions import be_here, forget_absences, forget_signs, record_absence, remove_absence
from kulanz.routing.errors import AbsenceRefused
from kulanz.routing.models import Absence, CaseWeights, SignOfLife, WorkProfile
from kulanz.routing.queries import ColleagueNow, colleagues, last_handed_to, own_work
from tests.conftest import Clock
from tests.factories import make_case, make_team, make_user

from .conftest import Make

MONDAY = date(2026, 11, 16)


def known(brand: Brand, user: User) -> ColleagueNow:
    return next(each for each in colleagues(brand) if each.user == user)


def test_whoever_had_the_desk_open_lately_is_here(brand: Brand, jonas: User, clock: Clock) -> None:
    before = known(brand, jonas).is_here
    be_here(by=actor_for(jonas))
    after = known(brand, jonas).is_here
    clock.advance(minutes=11)

    assert (before, after, known(brand, jonas).is_here) == (False, True, False)


def test_a_sign_of_life_is_one_row_that_goes(by: Actor, clock: Clock) -> None:
    for _ in range(3):
        be_here(by=by)
        clock.advance(seconds=50)
    kept = SignOfLife.objects.count()
    clock.advance(minutes=11)
    forget_signs()

    assert (kept, SignOfLife.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("hours", "at_work"),
    [
        ({}, True),
        ({"0": [["08:00", "10:30"]]}, True),
        ({"0": [["11:00", "15:00"]]}, False),
        ({"1": [["08:00", "17:00"]]}, False),
    ],
)
def test_working_hours_are_the_brands_unless_somebody_has_their_own(
    brand: Brand, jonas: User, hours: dict[str, list[list[str]]], at_work: bool
) -> None:
    WorkProfile.objects.create(user=jonas, hours=hours)

    assert known(brand, jonas).is_at_work is at_work


def test_a_person_is_full_by_the_weight_of_their_open_cases(brand: Brand, jonas: User, waiting: Make) -> None:
    WorkProfile.objects.create(user=jonas, capacity=6)
    heavy = waiting(assignee=jonas)
    CaseMood.objects.create(case=heavy, level="upset", message_id=1, message_at=now())
    waiting(assignee=jonas, status="waiting-others", priority=2)
    waiting(assignee=jonas, status="ended", is_open=False, priority=2)
    room = known(brand, jonas).room
    waiting(assignee=jonas, priority=-1)

    assert (room, known(brand, jonas).is_free) == (1, False)


def test_the_house_sets_what_cases_weigh(brand: Brand, mara: User, waiting: Make) -> None:
    waiting(assignee=mara)
    before = own_work(mara.pk)
    CaseWeights.objects.create(pk=CaseWeights.ONLY, normal=7, capacity=9)

    after = own_work(mara.pk)

    assert [(each.points, each.capacity) for each in (before, after)] == [(2, 30), (7, 9)]


def test_who_is_away_comes_back_the_day_after(by: Actor, brand: Brand, mara: User, jonas: User, clock: Clock) -> None:
    record_absence(by=by, user_id=mara.pk, begins=MONDAY, ends=MONDAY + timedelta(days=1), stand_in_id=jonas.pk)
    today = known(brand, mara)
    clock.advance(days=1)
    tomorrow = known(brand, mara).is_away
    clock.advance(days=1)

    assert (today.away_until, today.stand_in_id) == (MONDAY + timedelta(days=1), jonas.pk)
    assert (tomorrow, known(brand, mara).is_away) == (True, False)


def test_what_is_to_come_is_told_to_nobody_yet(by: Actor, brand: Brand, mara: User) -> None:
    record_absence(by=by, user_id=mara.pk, begins=MONDAY + timedelta(days=2), ends=MONDAY + timedelta(days=9))

    assert known(brand, mara).is_away is False


def test_only_oneself_a_lead_or_an_administrator_records_an_absence(by: Actor, jonas: User, karin: User) -> None:
    with pytest.raises(NotAllowed):
        record_absence(by=by, user_id=jonas.pk, begins=MONDAY, ends=MONDAY)
    made = record_absence(by=actor_for(karin), user_id=jonas.pk, begins=MONDAY, ends=MONDAY)
    with pytest.raises(NotAllowed):
        remove_absence(by=by, absence_id=made.pk)
    remove_absence(by=actor_for(jonas), absence_id=made.pk)

    assert not Absence.objects.exists()


@pytest.mark.parametrize(
    ("begins", "ends", "stands_in", "reason"),
    [(1, 0, False, "order"), (-3, -1, False, "past"), (0, 1200, False, "long"), (0, 1, True, "stand-in")],
)
def test_an_absence_that_makes_no_sense_is_refused(
    by: Actor, mara: User, begins: int, ends: int, stands_in: bool, reason: str
) -> None:
    days = {"begins": MONDAY + timedelta(days=begins), "ends": MONDAY + timedelta(days=ends)}
    with pytest.raises(AbsenceRefused) as refused:
        record_absence(by=by, user_id=mara.pk, **days, stand_in_id=mara.pk if stands_in else None)

    assert refused.value.reason == reason


def test_somebody_who_has_left_stands_in_for_nobody(by: Actor, mara: User) -> None:
    gone = make_user(is_active=False)

    with pytest.raises(NotFound):
        record_absence(by=by, user_id=mara.pk, begins=MONDAY, ends=MONDAY, stand_in_id=gone.pk)


def test_an_absence_becomes_no_record_of_anybodys_days(by: Actor, mara: User, clock: Clock) -> None:
    record_absence(by=by, user_id=mara.pk, begins=MONDAY, ends=MONDAY)
    clock.advance(days=7)
    forget_absences()
    kept = Absence.objects.count()
    clock.advance(days=1)
    forget_absences()

    assert (kept, Absence.objects.count()) == (1, 0)
    assert {field.name for field in Absence._meta.get_fields()} == {"id", "user", "begins", "ends", "stand_in"}


def test_absences_leave_no_event(by: Actor, mara: User) -> None:
    made = record_absence(by=by, user_id=mara.pk, begins=MONDAY, ends=MONDAY)
    remove_absence(by=by, absence_id=made.pk)

    assert not Event.objects.exists()


def test_whom_one_chose_lately_is_known_and_nobody_elses_choice(
    by: Actor, jonas: User, karin: User, team: Team, waiting: Make
) -> None:
    cases, other = [waiting() for _ in range(4)], make_team("Lager")
    assign_case(case_id=cases[0].pk, by=by, user_id=jonas.pk)
    assign_case(case_id=cases[1].pk, by=by, user_id=None, team_id=team.pk, keep_team=False)
    assign_case(case_id=cases[2].pk, by=actor_for(karin), user_id=None, team_id=other.pk, keep_team=False)
    assign_case(case_id=cases[3].pk, by=by, user_id=by.user_id)

    assert last_handed_to(by) == [(jonas.pk, team.pk)]


@pytest.mark.parametrize("people", [1, 30])
def test_who_could_take_a_case_is_seven_questions_whatever_the_house(brand: Brand, team: Team, people: int) -> None:
    for _ in range(people):
        user = make_user(teams=(team,))
        make_case(team=team, assignee=user)
        Absence.objects.create(user=user, begins=MONDAY, ends=MONDAY)

    with CaptureQueriesContext(connection) as asked:
        colleagues(brand)

    assert len(asked) == 7
