"""The checklist beside a case: how far it is, ticked by one press, undone by one key."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from kulanz.cases.models import Case
from kulanz.checklists.models import ChecklistLine, ChecklistTemplate
from kulanz.people.models import Team
from tests.factories import make_case
from tests.pages import in_one_line

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Target": "side-checklist"}


@pytest.fixture
def case(team: Team) -> Case:
    return make_case(team=team)


@pytest.fixture
def template(db: None) -> ChecklistTemplate:
    return ChecklistTemplate.objects.create(name="Reparatur", text="Nummer notiert\nProbelauf", needed=True)


def put_on(desk: Client, case: Case, template: ChecklistTemplate) -> list[ChecklistLine]:
    desk.post(f"/cases/{case.number}/checklists/", {"template": template.pk})
    return list(ChecklistLine.objects.filter(case=case))


def undo(desk: Client) -> None:
    desk.post(f"/inbox/undo/{desk.session['undo']['key']}/")


def section(page: str) -> str:
    return re.search(r'<section id="side-checklist".*?</section>', in_one_line(page))[0]  # type: ignore[index]


def test_a_case_without_a_list_shows_none_and_offers_one_in_its_menu(desk: Client, case: Case) -> None:
    page = desk.get(f"/cases/{case.number}/").content.decode()

    assert section(page).startswith('<section id="side-checklist" class="checklist"')
    assert " hidden>" in section(page)[:500]
    assert f"/cases/{case.number}/checklists/" in page


def test_a_template_is_chosen_and_its_lines_stand_beside_the_case(
    desk: Client, case: Case, template: ChecklistTemplate
) -> None:
    asked = desk.get(f"/cases/{case.number}/checklists/").content.decode()
    put_on(desk, case, template)

    page = section(desk.get(f"/cases/{case.number}/").content.decode())

    assert ("Nummer notiert · Probelauf" in asked, "0 von 2" in page, page.count('class="tick"')) == (True, True, 2)


def test_a_line_is_ticked_and_the_tick_undone(desk: Client, case: Case, template: ChecklistTemplate) -> None:
    first, _second = put_on(desk, case, template)

    answer = desk.post(f"/cases/{case.number}/checklists/{first.pk}/ticks/", {"done": "yes"}, headers=HTMX)
    page = in_one_line(answer.content.decode())
    undo(desk)

    assert ("1 von 2" in page, "Mara Lindner" in page, 'id="undo-place" hx-swap-oob' in page) == (True,) * 3
    assert re.search(rf'id="line-{first.pk}" name="done" value="no" aria-pressed="true"', page)
    first.refresh_from_db()
    assert first.done_at is None


def test_a_line_is_typed_and_taken_off_and_both_are_undone(desk: Client, case: Case) -> None:
    desk.post(f"/cases/{case.number}/checklists/", {"lines": "Chefin fragen"}, headers=HTMX)
    line = ChecklistLine.objects.get()
    desk.post(f"/cases/{case.number}/checklists/{line.pk}/removal/", headers=HTMX)
    gone = ChecklistLine.objects.standing().exists()
    undo(desk)
    back = ChecklistLine.objects.standing().exists()
    desk.post(f"/cases/{case.number}/checklists/", {"lines": "Zweitens"})
    undo(desk)

    assert (gone, back) == (False, True)
    assert list(ChecklistLine.objects.standing().values_list("words", flat=True)) == ["Chefin fragen"]


def test_a_case_does_not_end_until_its_list_is_done(desk: Client, case: Case, template: ChecklistTemplate) -> None:
    first, second = put_on(desk, case, template)
    desk.post(f"/cases/{case.number}/checklists/{first.pk}/ticks/", {"done": "yes"})

    answer = desk.post(f"/cases/{case.number}/ending/", {"end": "no-answer"})
    page = section(answer.content.decode())

    assert (answer.status_code, "„Reparatur“: 1 Punkt ist noch offen." in page) == (422, True)
    assert re.search(rf'<button class="tick" id="line-{second.pk}"[^>]*autofocus', page)


def test_every_step_stands_in_the_thread(desk: Client, case: Case, template: ChecklistTemplate) -> None:
    first, second = put_on(desk, case, template)
    for done in ("yes", "no"):
        desk.post(f"/cases/{case.number}/checklists/{first.pk}/ticks/", {"done": done})
    desk.post(f"/cases/{case.number}/checklists/{second.pk}/removal/")
    undo(desk)

    page = desk.get(f"/cases/{case.number}/").content.decode()

    told = (
        "hat die Checkliste „Reparatur“ aufgelegt", "hat abgehakt: Nummer notiert",
        "hat den Haken entfernt: Nummer notiert", "hat von der Checkliste genommen: Probelauf",
        "hat auf die Checkliste gesetzt: Probelauf",
    )  # fmt: skip
    assert [words in page for words in told] == [True] * 5


def test_a_line_of_another_case_is_none_of_this_one(desk: Client, case: Case, team: Team, template) -> None:
    line = put_on(desk, make_case(team=team), template)[0]

    for step in ("ticks", "removal"):
        assert desk.post(f"/cases/{case.number}/checklists/{line.pk}/{step}/").status_code == 404


def test_a_line_of_markup_stays_text(desk: Client, case: Case) -> None:
    desk.post(f"/cases/{case.number}/checklists/", {"lines": "<script>alert(1)</script>"})

    assert "<script>alert" not in desk.get(f"/cases/{case.number}/").content.decode()


def test_of_many_cases_those_with_an_open_checklist_are_left_out_and_it_is_said_why(
    desk: Client, team: Team, case: Case, template: ChecklistTemplate
) -> None:
    put_on(desk, case, template)
    other = make_case(team=team)

    answer = desk.post(
        "/inbox/selection/?view=all", {"case": [case.pk, other.pk], "end": "no-answer"}, follow=True
    ).content.decode()

    assert "1 Anliegen beendet. 1 ausgelassen: Ein Feld oder eine Checkliste ist noch offen." in answer
