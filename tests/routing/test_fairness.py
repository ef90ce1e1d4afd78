"""Who is away, what somebody can and what they carry is no measure: no page tells of a colleague more than a word."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from kulanz.cases.models import Case
from kulanz.desk.urls import urlpatterns as of_the_desk
from kulanz.office.urls import urlpatterns as of_the_office
from kulanz.people.models import User
from kulanz.routing.models import Absence, CaseWeights, Skill, WorkProfile
from tests.conftest import Clock
from tests.factories import make_user

from .conftest import Make

ROLES = [{}, {"is_lead": True}, {"is_boss": True}, {"is_admin": True}]
WEIGHT, CAPACITY = 47, 487  # numbers that nothing else on a page is
TEXT = re.compile(r"<(script|style|svg)\b.*?</\1>|<[^>]+>", re.DOTALL)


def addresses(case: Case, user: User) -> dict[str, str]:
    """Every address of desk and office that names no more than a case, its customer and a person, by its name."""
    known = {"number": case.number, "customer_id": case.customer_id, "user_id": user.pk, "team_id": case.team_id}
    found = {}
    for space, patterns in (("desk", of_the_desk), ("office", of_the_office)):
        for pattern in patterns:
            if set(pattern.pattern.converters) <= set(known):
                kwargs = {name: known[name] for name in pattern.pattern.converters}
                found[f"{space}:{pattern.name}"] = reverse(f"{space}:{pattern.name}", kwargs=kwargs)
    return found


@pytest.fixture
def carrying(jonas: User, waiting: Make) -> Case:
    """Jonas carries three cases of 47 points each, of 487."""
    CaseWeights.objects.create(pk=CaseWeights.ONLY, normal=WEIGHT)
    WorkProfile.objects.create(user=jonas, capacity=CAPACITY)
    return [waiting(assignee=jonas) for _ in range(3)][-1]


@pytest.mark.parametrize("role", ROLES)
def test_no_page_says_what_a_colleague_carries(jonas: User, carrying: Case, role: dict[str, bool]) -> None:
    browser = Client()
    browser.force_login(make_user(teams=(carrying.team,), **role))  # type: ignore[arg-type]

    leaks, shown = [], 0
    for name, path in addresses(carrying, jonas).items():
        answer = browser.get(path)
        if answer.status_code != 200 or answer.streaming:
            continue
        page, shown = answer.content.decode(errors="replace"), shown + 1
        words = TEXT.sub(" ", page)
        leaks += [name for number in (3 * WEIGHT, CAPACITY - 3 * WEIGHT) if re.search(rf"\b{number}\b", words)]
        if name != "office:person-work":  # what an administrator sets there is no figure of anybody's work
            leaks += [name for _ in re.findall(rf"\b{CAPACITY}\b", page)]

    assert (leaks, shown > 8) == ([], True)


def test_the_person_sees_it_on_their_own_page_alone(jonas: User, carrying: Case) -> None:
    browser = Client()
    browser.force_login(jonas)
    telling = []
    for name, path in addresses(carrying, jonas).items():
        answer = browser.get(path)
        if answer.status_code == 200 and f"{3 * WEIGHT} von {CAPACITY}" in answer.content.decode(errors="replace"):
            telling.append(name)

    assert telling == ["desk:me"]


@pytest.mark.parametrize("role", ROLES)
def test_once_over_an_absence_stands_nowhere(
    mara: User, jonas: User, waiting: Make, clock: Clock, role: dict[str, bool]
) -> None:
    case = waiting(assignee=mara)
    day = clock.at.date() - timedelta(days=2)
    Absence.objects.create(user=jonas, begins=day - timedelta(days=3), ends=day, stand_in=mara)
    browser = Client()
    browser.force_login(make_user(teams=(case.team,), **role))  # type: ignore[arg-type]

    told = []
    for name, path in addresses(case, jonas).items():
        answer = browser.get(path)
        page = "" if answer.streaming else answer.content.decode(errors="replace")
        told += [name for _ in re.findall("nicht hier bis (?!…)|Mara Lindner vertritt", page)]

    assert told == []


def test_no_table_keeps_a_history_of_anybody() -> None:
    kept = {
        model.__name__: sorted(field.name for field in model._meta.get_fields() if field.concrete)
        for model in apps.get_app_config("routing").get_models()
        if any(field.related_model is User for field in model._meta.get_fields() if field.concrete)
    }

    assert kept == {
        "Absence": ["begins", "ends", "id", "stand_in", "user"],  # deleted a week after its end
        "OffDuty": ["id", "until", "user"],  # one row each, deleted when it is over
        "SignOfLife": ["id", "seen_at", "user"],  # one row each, deleted after ten minutes
        "WorkProfile": ["capacity", "given_at", "hours", "id", "languages", "skills", "user"],  # one row each
    }
    assert not any(field.related_model is User for field in Skill._meta.get_fields() if field.concrete)
