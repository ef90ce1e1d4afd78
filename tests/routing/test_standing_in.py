"""While somebody is away, whoever writes in their cases finds somebody: the stand-in's Today says so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kulanz.cases.models import Case
from kulanz.core.clock import now
from kulanz.events.actor import Actor
from kulanz.people.models import User
from kulanz.routing.models import Absence
from kulanz.routing.queries import stood_in_for
from tests.conftest import Clock
from tests.factories import make_case, make_team
from tests.pages import in_one_line

from .conftest import Make

MONDAY = date(2026, 11, 16)


@pytest.fixture
def away(jonas: User, mara: User) -> Absence:
    """Jonas is away until Wednesday; Mara stands in."""
    return Absence.objects.create(user=jonas, begins=MONDAY, ends=MONDAY + timedelta(days=2), stand_in=mara)


def test_who_waits_in_their_cases_is_shown_the_longest_first(
    by: Actor, jonas: User, away: Absence, waiting: Make, clock: Clock
) -> None:
    later = waiting(assignee=jonas, waiting_since=clock.at)
    earlier = waiting(assignee=jonas)
    waiting(assignee=jonas, waiting_since=None, status="waiting-customer")
    waiting(assignee=jonas, wakes_at=clock.at + timedelta(days=1))
    waiting()

    assert stood_in_for(by).cases == [earlier, later]


def test_the_case_stays_with_whom_it_is(desk: Client, jonas: User, away: Absence, waiting: Make) -> None:
    case = waiting(assignee=jonas, subject="Lampe flackert")

    page = in_one_line(desk.get("/").content.decode())

    assert "für Jonas Keller in Vertretung" in page
    assert "In Vertretung wartet<b>ein Anliegen</b>auf Sie." in page
    assert "Niemand wartet auf Sie." not in page
    assert Case.objects.get(pk=case.pk).assignee == jonas


def test_before_and_after_nobody_stands_in(by: Actor, jonas: User, away: Absence, waiting: Make, clock: Clock) -> None:
    waiting(assignee=jonas)
    clock.advance(days=3)
    after = stood_in_for(by).cases
    clock.advance(days=-4)

    assert (after, stood_in_for(by).cases) == ([], [])


def test_a_stand_in_sees_only_what_they_may_see(by: Actor, jonas: User, away: Absence) -> None:
    make_case(assignee=jonas, team=make_team(), waiting_since=now())

    assert stood_in_for(by).cases == []


def test_whoever_is_noted_as_away_is_told_and_can_be_back(desk: Client, mara: User) -> None:
    Absence.objects.create(user=mara, begins=MONDAY, ends=MONDAY + timedelta(days=1))
    page = in_one_line(desk.get("/").content.decode())
    assert "Bis morgen wird Ihnen nichts zugeteilt." in page

    answer = desk.post(f"/me/absences/{Absence.objects.get().pk}/removal/", {"today": "1"})

    assert (answer.headers["Location"], Absence.objects.count()) == ("/", 0)


@pytest.mark.parametrize("amount", [1, 30])
def test_standing_in_costs_two_questions_whatever_waits(
    by: Actor, jonas: User, away: Absence, waiting: Make, amount: int
) -> None:
    for _ in range(amount):
        waiting(assignee=jonas)

    with CaptureQueriesContext(connection) as asked:
        for case in stood_in_for(by).cases:
            assert case.customer.name and case.assignee and case.assignee.name

    assert len(asked) == 2
