"""Tags at the desk: put on in the side of a case, undone by one key, seen in rows, and offered while one types."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from kulanz.cases.models import Case, Tag
from kulanz.people.models import House, Team, User
from tests.factories import make_case, tags_on
from tests.pages import in_one_line

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(team: Team) -> Case:
    return make_case(team=team)


def undo_on(desk: Client) -> str:
    """Press the way back that the session keeps."""
    key = desk.session["undo"]["key"]
    return desk.post(f"/inbox/undo/{key}/", follow=True).content.decode()


def test_a_tag_that_was_put_on_and_one_taken_off_come_back(desk: Client, case: Case) -> None:
    desk.post(f"/cases/{case.number}/tags/", {"add": "Trafo, Dimmer"})
    offered = desk.session["undo"]["text"]
    desk.post(f"/cases/{case.number}/tags/", {"remove": "Trafo"})
    without = tags_on(case)
    undo_on(desk)

    assert (offered, without, tags_on(case)) == ("Schlagwörter: + Dimmer, + Trafo", ["Dimmer"], ["Dimmer", "Trafo"])


def test_enter_in_the_field_takes_nothing_off(desk: Client, team: Team) -> None:
    case = make_case(team=team, tags=["Trafo"])
    page = in_one_line(desk.get(f"/cases/{case.number}/").content.decode())

    form = re.search(r'<form class="tag-form".*?</form>', page)[0]  # type: ignore[index]

    # A browser presses the first button of a form.
    assert re.search(r"<button[^>]*>", form)[0] == "<button hidden>"  # type: ignore[index]


def test_a_case_and_its_row_show_the_sign_in_its_colour_and_the_name(desk: Client, team: Team) -> None:
    case = make_case(team=team, tags=["Trafo", "Zubehör"])
    Tag.objects.filter(name="Trafo").update(colour="teal")

    page = in_one_line(desk.get(f"/cases/{case.number}/?view=all").content.decode())
    row = re.search(rf'id="row-{case.pk}".*?</li>', page)[0]  # type: ignore[index]

    assert re.search(r'<span class="tag teal"><svg.*?</svg>Trafo \+1</span>', row)
    assert re.search(r'<span class="tag teal"><svg.*?</svg><a href="/inbox/\?view=all&amp;tag=Trafo">Trafo</a>', page)


def test_rows_show_no_tags_where_somebody_does_not_want_them(desk: Client, agent: User, team: Team) -> None:
    make_case(team=team, tags=["Trafo"])
    User.objects.filter(pk=agent.pk).update(list_parts=["words"])

    assert "Trafo" not in desk.get("/inbox/?view=all").content.decode()


def test_what_can_be_put_on_is_offered(desk: Client, team: Team) -> None:
    make_case(team=team, tags=["Trafo", 'Z"><b>'])
    Tag.objects.create(name="Alt", merged_into=Tag.objects.get(name="Trafo"))

    answer = in_one_line(desk.get("/tags/offered/").content.decode())

    assert answer.strip() == '<option value="Trafo"></option><option value="Z&quot;&gt;&lt;b&gt;"></option>'


def test_the_tags_beside_a_case_are_drawn_anew_after_a_step_back(desk: Client, case: Case) -> None:
    desk.post(f"/cases/{case.number}/tags/", {"add": "Trafo"})

    asked = {"HX-Request": "true", "HX-Target": "side-tags"}
    answer = in_one_line(desk.get(f"/cases/{case.number}/details/", headers=asked).content.decode())

    assert (answer.startswith('<section id="side-tags"'), 'value="Trafo"' in answer) == (True, True)


def test_a_tag_that_nobody_may_make_is_refused_with_the_reason(desk: Client, case: Case) -> None:
    House.objects.create(pk=1, agents_make_tags=False)

    one = desk.post(f"/cases/{case.number}/tags/", {"add": "Neu"})
    many = desk.post("/inbox/selection/?view=all", {"case": [case.pk], "step": "tag", "tag": "Neu"})

    words = "Dieses Schlagwort gibt es nicht; neue legen hier nur Teamleitung und Administration an."
    assert [(each.status_code, words in each.content.decode()) for each in (one, many)] == [(422, True)] * 2
    assert tags_on(case) == []


def test_a_saved_view_by_a_renamed_tag_goes_on(desk: Client, team: Team) -> None:
    case = make_case(team=team, tags=["Neuer Name"])
    make_case(team=team)
    Tag.objects.create(name="Alter Name", merged_into=Tag.objects.get(name="Neuer Name"))

    page = desk.get("/inbox/?view=all&tag=Alter+Name").content.decode()

    assert re.findall(r'id="row-(\d+)"', page) == [str(case.pk)]
