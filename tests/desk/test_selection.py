"""Steps on picked rows: each case gets its own action, what cannot take part is said, and z undoes."""

from __future__ import annotations

import pytest
from django.test import Client

from kulanz.cases.models import Case, ReadMark
from kulanz.events.models import Event
from kulanz.people.models import User
from tests.factories import make_case, make_team, make_user, tags_on

from .conftest import SignIn

ADDRESS = "/inbox/selection/?view=open"


def pick(client: Client, *cases: Case, **fields: object) -> str:
    """Do a step as a plain form does, and return the page that follows."""
    answer = client.post(ADDRESS, {"case": [case.pk for case in cases], **fields}, follow=True)
    assert answer.redirect_chain[0][0] == "/inbox/?view=open"
    return str(answer.content.decode())


def undo(client: Client) -> str:
    kept = client.session["undo"]
    return str(client.post(f"/inbox/undo/{kept['key']}/", follow=True).content.decode())


def test_taking_over_makes_one_event_per_case(desk: Client, agent: User) -> None:
    cases = [make_case() for _ in range(3)]

    page = pick(desk, *cases, step="take")

    assert "3 Anliegen liegen jetzt bei Ihnen." in page
    assert set(Case.objects.values_list("assignee_id", flat=True)) == {agent.pk}
    assert Event.objects.filter(kind="case-assigned").count() == 3


def test_all_on_the_page_goes_without_script(desk: Client, agent: User) -> None:
    cases = [make_case() for _ in range(2)]

    pick(desk, all=",".join(str(case.pk) for case in cases), step="take")

    assert Case.objects.filter(assignee=agent).count() == 2


def test_handing_over_asks_who_on_a_page_of_its_own(desk: Client) -> None:
    cases = [make_case(), make_case()]
    mehmet = make_user(name="Mehmet Aksoy")
    data = {"case": [case.pk for case in cases], "step": "ask"}

    asked = desk.post(ADDRESS, data)
    page = desk.get(asked.headers["Location"]).content.decode()

    assert "Wer übernimmt diese 2 Anliegen?" in page
    assert desk.post(ADDRESS, data, headers={"HX-Request": "true"}).headers["HX-Redirect"] == asked.headers["Location"]
    assert "2 Anliegen übergeben." in pick(desk, *cases, step="hand", to=f"person-{mehmet.pk}")
    assert Case.objects.filter(assignee=mehmet).count() == 2


def test_whoever_may_not_see_a_case_does_not_get_it(desk: Client, sign_in: SignIn) -> None:
    team = make_team()
    lead = sign_in(make_user(is_lead=True))
    outsider = make_user()
    cases = [make_case(team=team), make_case()]

    page = pick(lead, *cases, step="hand", to=f"person-{outsider.pk}")

    assert "1 Anliegen übergeben. 1 ausgelassen: Diese Person darf es nicht öffnen." in page


def test_cases_of_other_teams_are_left_out(desk: Client, agent: User) -> None:
    hidden = make_case(team=make_team())

    page = pick(desk, hidden, make_case(), step="take")

    assert "1 Anliegen liegt jetzt bei Ihnen. 1 ausgelassen: Es liegt nicht mehr bei Ihren Teams." in page
    assert Case.objects.get(pk=hidden.pk).assignee is None


def test_a_tag_is_put_on_and_taken_off_again_only_where_it_was_new(desk: Client) -> None:
    cases = [make_case(), make_case()]
    pick(desk, cases[0], step="tag", tag="Trafo")

    assert "Schlagwort bei 1 Anliegen ergänzt. Bei 1 war das schon so." in pick(desk, *cases, step="tag", tag="Trafo")
    assert "Zurückgenommen." in undo(desk)

    assert [tags_on(case) for case in cases] == [["Trafo"], []]


def test_a_hand_over_to_another_team_can_be_undone_from_outside(desk: Client, agent: User) -> None:
    case, elsewhere = make_case(assignee=agent), make_team()
    page = pick(desk, case, step="hand", to=f"team-{elsewhere.pk}")
    assert "1 Anliegen übergeben." in page
    assert not Case.objects.filter(team=None).exists()

    undo(desk)

    assert Case.objects.get().team is None


def test_undo_leaves_alone_what_somebody_else_has_touched(desk: Client, sign_in: SignIn) -> None:
    cases = [make_case(), make_case()]
    pick(desk, *cases, step="take")
    bea = make_user()
    pick(sign_in(bea), cases[0], step="take")

    page = undo(desk)

    assert "Zurückgenommen, bis auf 1 Anliegen" in page
    assert list(Case.objects.order_by("pk").values_list("assignee_id", flat=True)) == [bea.pk, None]


def test_undo_ends_after_half_a_minute(desk: Client, clock) -> None:
    pick(desk, make_case(), step="take")
    assert 'data-key="z"' in desk.get("/inbox/?view=open").content.decode()
    clock.advance(seconds=36)

    assert 'data-key="z"' not in desk.get("/inbox/?view=open").content.decode()
    assert "Das lässt sich nicht mehr zurücknehmen." in undo(desk)
    assert Case.objects.get().assignee is not None


def test_priority_changes_and_returns(desk: Client) -> None:
    cases = [make_case(priority=1), make_case(priority=2)]

    assert "Priorität bei 1 Anliegen geändert. Bei 1 war das schon so." in pick(desk, *cases, priority="2")
    undo(desk)

    assert list(Case.objects.order_by("pk").values_list("priority", flat=True)) == [1, 2]


def test_marking_read_is_for_oneself_and_offers_no_undo(desk: Client, agent: User) -> None:
    page = pick(desk, make_case(), make_case(), step="read")

    assert "2 Anliegen als gelesen markiert." in page
    assert 'data-key="z"' not in page
    assert ReadMark.objects.filter(user=agent).count() == 2


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"step": "take"}, "Es ist kein Anliegen ausgewählt."),
        ({"case": "1"}, "Bitte wählen Sie, was geschehen soll."),
        ({"case": "1", "step": "tag", "tag": " "}, "Bitte wählen Sie, was geschehen soll."),
        ({"case": "1", "step": "hand", "to": "x"}, "Bitte wählen Sie, was geschehen soll."),
        ({"case": "1", "priority": "9"}, "Bitte wählen Sie, was geschehen soll."),
    ],
)
def test_what_is_missing_is_said(fields: dict[str, str], words: str, desk: Client) -> None:
    assert words in desk.post(ADDRESS, fields, follow=True).content.decode()


def test_htmx_gets_the_list_with_the_way_back(desk: Client) -> None:
    case = make_case()
    headers = {"HX-Request": "true", "HX-Target": "list"}

    answer = desk.post(ADDRESS, {"case": case.pk, "step": "take"}, headers=headers)

    page = answer.content.decode()
    assert page.count('id="list"') == 1
    assert 'id="undo-place" hx-swap-oob="innerHTML"' in page
    assert "HX-Trigger" not in answer.headers
    told = desk.post(ADDRESS, {"case": case.pk, "step": "read"}, headers=headers).headers["HX-Trigger"]
    assert '"told": "1 Anliegen als gelesen markiert."' in told
