"""Skills, weights and how teams give out their cases: set by administrators, each change an event."""

from __future__ import annotations

import pytest
from django.test import Client

from kulanz.cases.models import Tag
from kulanz.events.models import Event
from kulanz.people.models import Team
from kulanz.routing.models import CaseWeights, Skill, TeamRouting
from tests.factories import make_brand, make_team, make_user
from tests.pages import in_one_line

WEIGHTS = {"low": 1, "normal": 2, "high": 3, "urgent": 4, "elsewhere": 1, "heavy": 2, "capacity": 30}


@pytest.fixture
def office(client: Client, db: None) -> Client:
    make_brand()
    client.force_login(make_user(is_admin=True))
    return client


def audit(office: Client) -> str:
    return in_one_line(office.get("/office/audit/").content.decode())


def test_a_skill_is_made_bound_changed_and_removed(office: Client) -> None:
    team, tag = make_team("Werkstatt"), Tag.objects.create(name="Trafo")
    office.post("/office/skills/new/", {"name": "Trafos", "teams": [team.pk], "tags": [tag.pk], "channels": ["form"]})
    skill = Skill.objects.get()
    bound = (list(skill.teams.all()), list(skill.tags.all()), skill.channels)
    office.post(f"/office/skills/{skill.pk}/", {"name": "Trafos und Netzteile"})
    changed = in_one_line(office.get("/office/skills/").content.decode())
    office.post(f"/office/skills/{skill.pk}/removal/")

    assert bound == ([team], [tag], ["form"])
    assert "Trafos und Netzteile" in changed
    assert not Skill.objects.exists()
    assert Event.objects.filter(kind="setup-changed").count() == 3
    assert ("Können" in audit(office), "Trafos und Netzteile" in audit(office)) == (True, True)


def test_two_skills_of_one_name_are_refused(office: Client) -> None:
    Skill.objects.create(name="Trafos")

    assert office.post("/office/skills/new/", {"name": "Trafos"}).status_code == 422


def test_the_weights_are_set_and_the_audit_says_from_what_to_what(office: Client) -> None:
    office.post("/office/weights/", {**WEIGHTS, "urgent": 9})
    office.post("/office/weights/", {**WEIGHTS, "urgent": 9})

    assert CaseWeights.objects.get().urgent == 9
    assert Event.objects.filter(kind="setup-changed").count() == 1
    assert "Gewichte der Anliegen" in audit(office)


@pytest.mark.parametrize(("name", "value"), [("urgent", 51), ("capacity", 0), ("low", -1)])
def test_weights_out_of_bounds_are_refused(office: Client, name: str, value: int) -> None:
    assert office.post("/office/weights/", {**WEIGHTS, name: value}).status_code == 422


def test_a_team_chooses_who_gives_out_its_cases(office: Client) -> None:
    office.post("/office/teams/new/", {"name": "Werkstatt", "purpose": "", "mode": "fit"})
    team = Team.objects.get()
    office.post(
        f"/office/teams/{team.pk}/", {"name": "Werkstatt", "purpose": "", "mode": "round", "silent_hours": "16"}
    )

    assert TeamRouting.objects.values_list("mode", "silent_hours").get(team=team) == ("round", 16)
    assert "Verteilung der Anliegen" in audit(office)
    assert office.post(f"/office/teams/{team.pk}/", {"name": "Werkstatt", "mode": "best"}).status_code == 422


@pytest.mark.parametrize("path", ["skills/", "skills/new/", "weights/"])
@pytest.mark.parametrize("role", ["is_lead", "is_boss"])
def test_all_of_it_is_for_administrators(db: None, path: str, role: str) -> None:
    browser = Client()
    browser.force_login(make_user(**{role: True}))

    assert browser.get(f"/office/{path}").status_code == 403
