"""Who else is here: one request takes a sign of life and answers with those of others."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kulanz.cases.models import Presence
from tests.factories import make_case, make_team, make_user

from .conftest import SignIn


def beat(client: Client, **fields: str) -> Any:
    return client.post("/presence/", {"rows": "", **fields}).json()


def test_each_is_told_what_the_other_does(desk: Client, sign_in: SignIn) -> None:
    case = make_case()
    other = sign_in(make_user(name="Matthias Brunner"))
    assert beat(desk, case=case.number, doing="reading") == {"head": "", "composer": "", "rows": {}}
    told = beat(other, case=case.number, doing="reply")
    assert "Mara Lindner liest mit" in told["head"]
    assert told["composer"] == ""

    told = beat(desk, case=case.number, doing="reading", rows=str(case.pk))

    assert "Matthias Brunner schreibt gerade" in told["head"]
    assert "Matthias Brunner schreibt hier auch gerade eine Antwort" in told["composer"]
    assert "Matthias Brunner schreibt gerade" in told["rows"][str(case.pk)]


def test_a_note_in_the_making_warns_nobody_who_answers(desk: Client, sign_in: SignIn) -> None:
    case = make_case()
    beat(sign_in(make_user(name="Bea Kunz")), case=case.number, doing="note")

    told = beat(desk, case=case.number, doing="reply")

    assert "Bea Kunz schreibt gerade" in told["head"]
    assert told["composer"] == ""


def test_several_are_named_in_one_sentence(desk: Client, sign_in: SignIn) -> None:
    case = make_case()
    for name in ("Bea Kunz", "Ina Roth", "Jan Voss"):
        beat(sign_in(make_user(name=name)), case=case.number, doing="reading")

    assert "Bea Kunz, Ina Roth und Jan Voss lesen mit" in beat(desk, case=case.number, doing="reading")["head"]


def test_a_list_shows_where_others_are_without_being_somewhere_oneself(desk: Client, sign_in: SignIn) -> None:
    cases = [make_case() for _ in range(3)]
    beat(sign_in(make_user(name="Bea Kunz")), case=cases[1].number, doing="reading")

    told = beat(desk, rows=",".join(str(case.pk) for case in cases))

    assert list(told["rows"]) == [str(cases[1].pk)]
    assert told["head"] == ""
    assert Presence.objects.count() == 1


def test_leaving_is_known_at_once(desk: Client, sign_in: SignIn) -> None:
    case = make_case()
    other = sign_in(make_user())
    beat(other, case=case.number, doing="reading")

    assert other.post("/presence/", {"left": case.number}).status_code == 204

    assert beat(desk, case=case.number, doing="reading")["head"] == ""


def test_nobody_learns_of_a_case_they_may_not_open(desk: Client, sign_in: SignIn) -> None:
    team = make_team()
    case = make_case(team=team)
    beat(sign_in(make_user(name="Bea Kunz", teams=(team,))), case=case.number, doing="reading")

    told = beat(desk, case=case.number, doing="reading", rows=str(case.pk))

    assert told == {"head": "", "composer": "", "rows": {}}
    assert Presence.objects.count() == 1


def test_names_are_escaped(desk: Client, sign_in: SignIn) -> None:
    case = make_case()
    beat(sign_in(make_user(name="<b>Bea</b>")), case=case.number, doing="reply")

    told = beat(desk, case=case.number, doing="reading", rows=str(case.pk))

    assert "<b>" not in told["head"] + told["composer"] + told["rows"][str(case.pk)]


@pytest.mark.parametrize("amount", [1, 30])
def test_a_sign_of_life_costs_the_same_whoever_is_there(amount: int, desk: Client, sign_in: SignIn) -> None:
    case = make_case()
    for _ in range(amount):
        Presence.objects.create(user=make_user(), case=case)

    beat(desk)  # that somebody is here at all is written down once a minute

    with CaptureQueriesContext(connection) as asked:
        beat(desk, case=case.number, doing="reading", rows=str(case.pk))

    statements = [each["sql"] for each in asked if not each["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(statements) == 7  # session, person, here at all; case; expired signs, own sign; the others
