"""'Ich': when one is here and what one carries. Only the person sees the numbers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from kulanz.events.models import Event
from kulanz.people.models import Team, User
from kulanz.routing.models import Absence, CaseWeights, Skill, WorkProfile
from tests.factories import make_case, make_user
from tests.pages import in_one_line

from .conftest import SignIn

HOURS = {f"day_{day}": "" for day in range(7)}


@pytest.fixture
def jonas(team: Team, clock: object) -> User:
    return make_user(name="Jonas Keller", teams=(team,))


def me(desk: Client) -> str:
    return in_one_line(desk.get("/me/").content.decode())


def test_an_absence_is_noted_with_a_stand_in_and_taken_out(desk: Client, agent: User, jonas: User) -> None:
    day = localdate()
    given = {"begins": day.isoformat(), "ends": (day + timedelta(days=2)).isoformat(), "stand_in": jonas.pk}

    page = in_one_line(desk.post("/me/absences/", given, follow=True).content.decode())

    made = Absence.objects.get()
    assert (made.user, made.stand_in) == (agent, jonas)
    assert "Solange Sie nicht da sind, wird Ihnen nichts zugeteilt." in page
    assert "heute bis Mi., Jonas Keller vertritt" in page
    desk.post(f"/me/absences/{made.pk}/removal/")
    assert not Absence.objects.exists()


@pytest.mark.parametrize(
    ("begins", "ends", "words"),
    [
        (2, 1, "Das Ende liegt vor dem Anfang."),
        (-5, -2, "Das ist schon vorbei."),
        (0, 1500, "Das ist zu lang: höchstens drei Jahre."),
    ],
)
def test_days_that_make_no_sense_are_named(desk: Client, jonas: User, begins: int, ends: int, words: str) -> None:
    day = localdate()
    given = {"begins": (day + timedelta(days=begins)).isoformat(), "ends": (day + timedelta(days=ends)).isoformat()}

    answer = desk.post("/me/absences/", given)

    assert (answer.status_code, words in answer.content.decode(), Absence.objects.count()) == (422, True, 0)


def test_nobody_takes_out_the_absence_of_a_colleague(desk: Client, jonas: User) -> None:
    made = Absence.objects.create(user=jonas, begins=localdate(), ends=localdate())

    assert desk.post(f"/me/absences/{made.pk}/removal/").status_code == 403
    assert desk.post("/me/absences/999/removal/").status_code == 404
    assert Absence.objects.exists()


def test_ones_own_hours_and_capacity_are_kept_without_an_event(desk: Client, agent: User) -> None:
    desk.post("/me/hours/", {**HOURS, "day_0": "9-12:30, 13-17", "day_4": "22-6", "capacity": "40"})

    profile = WorkProfile.objects.get(user=agent)
    assert profile.hours == {"0": [["09:00", "12:30"], ["13:00", "17:00"]], "4": [["22:00", "06:00"]]}
    assert (profile.capacity, Event.objects.count()) == (40, 0)
    assert 'value="09:00-12:30, 13:00-17:00"' in me(desk)
    desk.post("/me/hours/", {**HOURS, "capacity": ""})
    profile.refresh_from_db()
    assert (profile.hours, profile.capacity) == ({}, None)


@pytest.mark.parametrize(("field", "value"), [("day_0", "morgens"), ("capacity", "14"), ("capacity", "61")])
def test_what_cannot_be_read_or_is_out_of_bounds_is_named(desk: Client, agent: User, field: str, value: str) -> None:
    answer = desk.post("/me/hours/", {**HOURS, field: value})

    assert (answer.status_code, WorkProfile.objects.exists()) == (422, False)


def test_one_reads_what_one_carries_and_colleagues_do_not(
    desk: Client, agent: User, sign_in: SignIn, jonas: User
) -> None:
    CaseWeights.objects.create(pk=CaseWeights.ONLY, normal=13)
    make_case(assignee=agent)
    profile = WorkProfile.objects.create(user=agent, languages=["en", "pl"], capacity=37)
    profile.skills.add(Skill.objects.create(name="Trafos"))

    page = me(desk)

    assert "Sie tragen gerade 13 von 37 Punkten. Diese Zahlen sehen nur Sie." in page
    assert ("Englisch, Polnisch" in page, "Trafos" in page) == (True, True)
    assert "13 von 37" not in me(sign_in(jonas))


def test_one_keeps_the_capacity_that_an_administrator_has_set_beyond_ones_own_bounds(desk: Client, agent: User) -> None:
    WorkProfile.objects.create(user=agent, capacity=200)

    answer = desk.post("/me/hours/", {**HOURS, "day_0": "9-12", "capacity": "200"})

    profile = WorkProfile.objects.get(user=agent)
    assert (answer.status_code, profile.capacity, profile.hours) == (302, 200, {"0": [["09:00", "12:00"]]})
    assert desk.post("/me/hours/", {**HOURS, "capacity": "201"}).status_code == 422
