"""Handing a case over: who is here and free is said in words, whom one chose lately stands first."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from kulanz.cases.models import Assignment, Case
from kulanz.people.models import Team, User
from kulanz.routing.models import Absence, SignOfLife, WorkProfile
from tests.factories import make_case, make_team, make_user
from tests.pages import in_one_line

from .conftest import Arrive

FOR_DIALOG = {"HX-Request": "true", "HX-Target": "hand-case-form"}


@pytest.fixture
def case(arrive: Arrive, clock: object) -> Case:
    return arrive()


@pytest.fixture
def jonas(team: Team) -> User:
    return make_user(name="Jonas Keller", teams=(team,))


def lines(desk: Client, case: Case) -> dict[str, str]:
    offers = desk.get(f"/cases/{case.number}/assignments/").context["offers"]
    return {line.name: line.words for line in offers}


def test_presence_and_load_are_said_in_words(desk: Client, case: Case, jonas: User, team: Team) -> None:
    away = make_user(name="Bea Kunz", teams=(team,))
    Absence.objects.create(user=away, begins=localdate(), ends=localdate() + timedelta(days=2), stand_in=jonas)
    full = make_user(name="Ina Roth", teams=(team,))
    WorkProfile.objects.create(user=full, capacity=1, hours={"3": [["09:00", "12:00"]]})
    make_case(assignee=full, team=team)
    SignOfLife.objects.create(user=jonas)
    make_team("Versand")

    assert lines(desk, case) == {
        "Jonas Keller": "da · frei",
        "Mara Lindner": "gerade nicht am Platz · frei",
        "Ina Roth": "außerhalb der Arbeitszeit · voll",
        "Bea Kunz": "nicht hier bis Mi. · Jonas Keller vertritt",
        "Versand": "Team",
        "Kein Team": "alle sehen es",
    }


def test_no_number_of_anybodys_load_stands_on_the_page(desk: Client, case: Case, jonas: User) -> None:
    WorkProfile.objects.create(user=jonas, capacity=47)
    for _ in range(3):
        make_case(assignee=jonas, team=case.team, priority=2)

    page = desk.get(f"/cases/{case.number}/assignments/", headers=FOR_DIALOG).content.decode()

    said = re.sub(r"<input[^>]*>", "", page)
    assert re.findall(r"\d+", in_one_line(re.sub(r"<[^>]+>", " ", said))) == []


def test_whom_one_chose_lately_stands_first_and_is_chosen(desk: Client, case: Case, jonas: User, team: Team) -> None:
    ina = make_user(name="Ina Roth", teams=(team,))
    SignOfLife.objects.create(user=jonas)
    desk.post(f"/cases/{make_case(team=team).number}/assignments/", {"to": f"person-{ina.pk}"})

    offers = desk.get(f"/cases/{case.number}/assignments/").context["offers"]

    assert [(line.name, line.is_first) for line in offers[:2]] == [("Ina Roth", True), ("Jonas Keller", False)]


def test_whoever_is_away_is_never_the_one_that_enter_takes(desk: Client, case: Case, agent: User, team: Team) -> None:
    jonas = make_user(name="Jonas Keller", teams=(team,))
    desk.post(f"/cases/{make_case(team=team).number}/assignments/", {"to": f"person-{jonas.pk}"})
    Absence.objects.create(user=jonas, begins=localdate(), ends=localdate())

    offers = desk.get(f"/cases/{case.number}/assignments/").context["offers"]

    assert [line.name for line in offers if line.is_first] == [agent.name]
    assert next(line for line in offers if line.name == "Jonas Keller").is_away


def test_whoever_has_it_is_not_offered_and_the_pile_is(desk: Client, case: Case, agent: User) -> None:
    desk.post(f"/cases/{case.number}/takeover/")

    assert lines(desk, case) == {
        "Niemand Bestimmtes": "zurück in den Stapel",
        "Kein Team": "alle sehen es",
    }


def test_a_sentence_for_the_colleague_stands_in_the_case(desk: Client, case: Case, jonas: User) -> None:
    desk.post(f"/cases/{case.number}/assignments/", {"to": f"person-{jonas.pk}", "reason": " Kennt die\nLampe. "})

    page = in_one_line(desk.get(f"/cases/{case.number}/").content.decode())
    assert "Mara Lindner hat es an Jonas Keller übergeben: Kennt die Lampe." in page
    assert Assignment.objects.get().reason == "Kennt die Lampe."


def test_a_sentence_goes_to_all_who_are_picked(desk: Client, jonas: User, team: Team) -> None:
    cases = [make_case(team=team) for _ in range(2)]
    given = {"case": [case.pk for case in cases], "step": "hand", "to": f"person-{jonas.pk}", "reason": "Bis Freitag"}
    desk.post("/inbox/selection/?view=open", given)

    assert list(Assignment.objects.values_list("user_id", "reason")) == [(jonas.pk, "Bis Freitag")] * 2


def test_without_a_choice_it_is_asked_again(desk: Client, case: Case) -> None:
    answer = desk.post(f"/cases/{case.number}/assignments/", {"reason": "Kennt die Lampe."})

    assert (answer.status_code, "Bitte wählen Sie jemanden." in answer.content.decode()) == (422, True)


def test_the_team_is_left_by_the_line_that_says_so(desk: Client, case: Case) -> None:
    desk.post(f"/cases/{case.number}/assignments/", {"to": "no-team"})

    case.refresh_from_db()
    assert case.team is None


def test_the_dialog_gets_its_form_alone(desk: Client, case: Case) -> None:
    part = desk.get(f"/cases/{case.number}/assignments/?view=mine", headers=FOR_DIALOG).content.decode()

    assert (part.startswith("<form"), 'hx-boost="true"' in part, "?view=mine" in part) == (True, True, True)


def test_picked_rows_are_asked_about_in_a_dialog_too(desk: Client, team: Team) -> None:
    cases = [make_case(team=team) for _ in range(2)]
    headers = {"HX-Request": "true", "HX-Target": "hand-picked-form"}
    asked = {"view": "open", "case": cases[0].pk, "all": f"{cases[0].pk},{cases[1].pk}"}
    part = desk.get("/inbox/selection/", asked, headers=headers).content.decode()

    assert (part.count('name="case"'), "data-closes" in part, 'id="hand-picked-form"' in part) == (2, True, True)


def test_a_case_that_leaves_ones_teams_leads_to_the_list_from_the_dialog_too(desk: Client, case: Case) -> None:
    given, headers = {"to": f"team-{make_team().pk}"}, {"HX-Request": "true", "HX-Target": "sheet"}

    answer = desk.post(f"/cases/{case.number}/assignments/", given, headers=headers)

    assert answer.headers["HX-Redirect"] == "/inbox/"


@pytest.mark.parametrize("people", [1, 30])
def test_asking_whom_costs_the_same_whatever_the_house(desk: Client, case: Case, team: Team, people: int) -> None:
    for _ in range(people):
        make_case(team=team, assignee=make_user(teams=(team,)))

    with CaptureQueriesContext(connection) as asked:
        desk.get(f"/cases/{case.number}/assignments/", headers=FOR_DIALOG)

    assert len(asked) == 13
