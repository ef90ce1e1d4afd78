"""How people work, as the office sets it: hours, capacity, skills, and who is not here."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.html import strip_tags
from django.utils.timezone import localdate

from kulanz.events.models import Event
from kulanz.people.models import User
from kulanz.routing.models import Absence, Skill, WorkProfile
from tests.factories import make_brand, make_user
from tests.pages import in_one_line

HOURS = {f"day_{day}": "" for day in range(7)}


@pytest.fixture
def jonas(db: None, clock: object) -> User:
    make_brand()
    return make_user(name="Jonas Keller")


def browser(**roles: bool) -> Client:
    client = Client()
    client.force_login(make_user(**roles))
    return client


def test_an_administrator_sets_hours_capacity_skills_and_languages(jonas: User) -> None:
    skill = Skill.objects.create(name="Trafos")
    office = browser(is_admin=True)
    given = {**HOURS, "day_1": "8-16", "capacity": "120", "skills": [skill.pk], "languages": ["en", "de", "xx"]}
    refused = office.post(f"/office/people/{jonas.pk}/hours/", given)
    office.post(f"/office/people/{jonas.pk}/hours/", {**given, "languages": ["en", "de"]})

    profile = WorkProfile.objects.get(user=jonas)
    assert refused.status_code == 422
    assert (profile.hours, profile.capacity) == ({"1": [["08:00", "16:00"]]}, 120)
    assert (list(profile.skills.all()), profile.languages) == ([skill], ["de", "en"])
    audit = in_one_line(office.get("/office/audit/").content.decode())
    assert ("Arbeitsprofil" in audit, "Können" in audit, "2: 08:00-16:00" in audit) == (True, True, True)


def test_the_audit_says_that_a_capacity_was_set_and_neither_figure(jonas: User) -> None:
    WorkProfile.objects.create(user=jonas, capacity=471)
    browser(is_admin=True).post(f"/office/people/{jonas.pk}/hours/", {**HOURS, "capacity": "382"})

    audit = strip_tags(browser(is_boss=True).get("/office/audit/").content.decode())

    # Numbers as a person reads them: people of other tests are called "Person 10382", addresses hold keys.
    assert ("Kapazität" in audit, {"471", "382"} & set(re.findall(r"\d+", audit))) == (True, set())


def test_what_is_as_it_was_is_no_event(jonas: User) -> None:
    office = browser(is_admin=True)
    for _ in range(2):
        office.post(f"/office/people/{jonas.pk}/hours/", {**HOURS, "capacity": "20"})

    assert Event.objects.filter(kind="setup-changed").count() == 1


def test_a_lead_notes_that_somebody_is_away_and_takes_it_out(jonas: User) -> None:
    office, day = browser(is_lead=True), localdate()
    given = {"user": jonas.pk, "begins": day.isoformat(), "ends": (day + timedelta(days=30)).isoformat()}

    page = in_one_line(office.post("/office/away/", given, follow=True).content.decode())

    assert "heute bis Mi., 16. Dez." in page
    office.post(f"/office/away/{Absence.objects.get().pk}/removal/")
    assert not Absence.objects.exists()


def test_somebody_cannot_stand_in_for_themselves(jonas: User) -> None:
    day = localdate().isoformat()
    given = {"user": jonas.pk, "begins": day, "ends": day, "stand_in": jonas.pk}

    answer = browser(is_lead=True).post("/office/away/", given)

    assert (answer.status_code, "Vertreten muss jemand anderes." in answer.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("role", "away", "work"), [({}, 403, 403), ({"is_boss": True}, 403, 403), ({"is_lead": True}, 200, 403)]
)
def test_who_is_away_is_for_leads_and_what_people_carry_for_administrators(
    jonas: User, role: dict[str, bool], away: int, work: int
) -> None:
    office = browser(**role)

    assert office.get("/office/away/").status_code == away
    assert office.get(f"/office/people/{jonas.pk}/hours/").status_code == work


def test_the_place_is_listed_for_whoever_may_enter_it(jonas: User) -> None:
    shown = [
        b"/office/away/" in browser(**role).get("/office/").content for role in ({"is_boss": True}, {"is_lead": True})
    ]

    assert shown == [False, True]
