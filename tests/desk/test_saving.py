"""Saved views at the desk: made from a list, found beside it, put in order, removed and had back."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from kulanz.cases.models import SavedView
from kulanz.people.models import Team, User
from tests.factories import make_case, make_team, make_user
from tests.pages import in_one_line

from .conftest import Arrive, SignIn


def save(browser: Client, name: str, query: str = "view=open&tag=rot", **more: object) -> SavedView:
    answer = browser.post(f"/inbox/views/?{query}", {"name": name, **more})
    assert answer.status_code == 302, answer.content
    return SavedView.objects.get(name=name)


def beside(browser: Client, query: str = "view=open") -> list[str]:
    """Return the saved views in the column, by their names."""
    page = in_one_line(browser.get(f"/inbox/?{query}").content.decode())
    column = re.search(r'<nav class="views.*?</nav>', page)[0]  # type: ignore[index]
    return re.findall(r'saved=\d+"(?: aria-current="page")? ?><span>(?:<svg.*?</svg> ?)?(.*?)</span>', column)


def test_a_list_is_kept_and_found_again(desk: Client) -> None:
    view = save(desk, "Rote", icon="flag")

    page = desk.get(f"/inbox/?view=open&tag=rot&saved={view.pk}").content.decode()

    assert beside(desk) == ["Rote"]
    assert re.search(r'id="list-title" title="Rote"', page)
    assert re.search(rf'href="/inbox/\?view=open&amp;tag=rot&amp;saved={view.pk}"\s+aria-current="page"', page)
    assert "Ansicht speichern …</a>\n      </li>" not in page


def test_one_that_was_changed_since_can_take_its_place(desk: Client) -> None:
    view = save(desk, "Rote")
    now = f"view=open&tag=rot&status=new&saved={view.pk}"

    ask = desk.get(f"/inbox/views/new/?{now}").content.decode()
    answer = desk.post(f"/inbox/views/{view.pk}/?{now}", {"filter": "1"})

    view.refresh_from_db()
    assert "„Rote“ so ändern" in ask
    assert (view.query, answer["Location"]) == (
        "view=open&status=new&tag=rot",
        f"/inbox/?view=open&status=new&tag=rot&saved={view.pk}",
    )


def test_a_view_of_a_team_that_is_not_ones_own_takes_another_filter_and_says_so(
    desk: Client, sign_in: SignIn, team: Team
) -> None:
    lead = sign_in(make_user(is_lead=True))
    view = save(lead, "Dringende", team=team.pk)
    saved = lead.get("/inbox/?view=open").content.decode()
    now = f"view=open&status=new&saved={view.pk}"
    asked = [browser.get(f"/inbox/views/new/?{now}").content.decode() for browser in (lead, desk)]
    answer = lead.post(f"/inbox/views/{view.pk}/?{now}", {"filter": "1"}, follow=True).content.decode()

    assert ["„Dringende“ so ändern" in page for page in asked] == [True, False]
    assert ["Gespeichert." in page for page in (saved, answer)] == [True, True]
    assert (beside(lead), beside(desk)) == ([], ["Dringende"])


def test_a_shared_address_shows_the_list_without_the_name(desk: Client, sign_in: SignIn, team: Team) -> None:
    view = save(desk, "Geheime Sorge")
    page = sign_in(make_user(teams=(team,))).get(f"/inbox/?view=open&tag=rot&saved={view.pk}").content.decode()

    assert ("Geheime Sorge" in page, 'title="Alle offenen"' in page) == (False, True)


def test_a_view_gets_another_name_and_icon(desk: Client) -> None:
    view = save(desk, "Rote")

    form = desk.get(f"/inbox/views/{view.pk}/").content.decode()
    desk.post(f"/inbox/views/{view.pk}/", {"name": "Blaue", "icon": "star"})

    view.refresh_from_db()
    assert ('value="Rote"' in form, view.name, view.icon, view.query) == (True, "Blaue", "star", "view=open&tag=rot")


def test_views_are_put_in_order(desk: Client) -> None:
    views = [save(desk, name) for name in ("Eins", "Zwei", "Drei")]

    desk.post(f"/inbox/views/{views[2].pk}/moves/", {"to": "up"})
    desk.post(f"/inbox/views/{views[0].pk}/moves/", {"to": "down"})

    assert beside(desk) == ["Drei", "Eins", "Zwei"]


def test_a_removed_view_can_be_had_back(desk: Client) -> None:
    view = save(desk, "Rote")
    save(desk, "Blaue")

    page = desk.post(f"/inbox/views/{view.pk}/removal/", follow=True).content.decode()
    gone = beside(desk)
    desk.post(re.search(r'action="(/inbox/undo/[^"]+)"', page)[1])  # type: ignore[index]

    assert ("Ansicht Rote entfernt." in page, gone, beside(desk)) == (True, ["Blaue"], ["Rote", "Blaue"])


def test_leads_keep_views_of_a_team_and_agents_their_own(desk: Client, sign_in: SignIn, team: Team) -> None:
    lead = sign_in(make_user(is_lead=True))
    view = save(lead, "Dringende", team=team.pk)
    forms = [browser.get("/inbox/views/new/?view=open").content.decode() for browser in (desk, lead)]
    lists = [browser.get("/inbox/views/").content.decode() for browser in (desk, lead)]

    assert ["Für wen" in form for form in forms] == [False, True]
    assert ["Dringende" in each for each in lists] == [False, True]
    assert (beside(desk), beside(sign_in(make_user(teams=(make_team(),))))) == (["Dringende"], [])
    refused = [
        desk.post("/inbox/views/?view=open", {"name": "Meine", "team": team.pk}),
        desk.post(f"/inbox/views/{view.pk}/", {"name": "Meine"}),
        desk.post(f"/inbox/views/{view.pk}/removal/"),
        desk.post(f"/inbox/views/{view.pk}/moves/"),
        desk.get(f"/inbox/views/{view.pk}/"),
    ]
    assert [answer.status_code for answer in refused] == [403, 403, 403, 403, 404]


def test_nobody_reaches_a_view_of_anothers(desk: Client, outsider: Client) -> None:
    view = save(desk, "Rote")

    answers = [
        outsider.get(f"/inbox/views/{view.pk}/"),
        *(outsider.post(f"/inbox/views/{view.pk}/{what}", {"name": "Meine"}) for what in ("", "moves/", "removal/")),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert SavedView.objects.get().name == "Rote"


def test_a_view_without_a_name_is_refused_in_words(desk: Client) -> None:
    answer = desk.post("/inbox/views/?view=open", {"name": " "})

    assert (answer.status_code, "Bitte schreiben Sie zuerst etwas." in answer.content.decode()) == (422, True)


def test_a_name_is_text_wherever_it_stands(desk: Client) -> None:
    view = save(desk, "<script>alert(1)</script>")

    pages = [f"/inbox/?view=open&tag=rot&saved={view.pk}", "/inbox/views/", f"/inbox/views/{view.pk}/"]
    told = [desk.get(path).content.decode() for path in pages]

    assert [("<script>alert" in page, "&lt;script&gt;alert" in page) for page in told] == [(False, True)] * 3


@pytest.mark.parametrize("views", [1, 30])
def test_figures_of_saved_views_cost_one_query_however_many(
    desk: Client, arrive: Arrive, views: int, django_assert_num_queries
) -> None:
    arrive()
    for number in range(views):
        save(desk, f"Sicht {number}", "view=open&person=nobody")
    desk.get("/inbox/?view=open")

    with django_assert_num_queries(6):
        page = in_one_line(desk.get("/inbox/?view=open").content.decode())

    assert page.count(f'<span>Sicht {views - 1}</span><span class="n">1</span>') == 1


def test_the_look_of_rows_is_kept_for_a_person(desk: Client, agent: User, team: Team) -> None:
    case = make_case(team=team, preview="Wo bleibt sie?", tags=["rot"], assignee=make_user(name="Otto Anders"))

    answer = desk.post(
        "/inbox/look/?view=open&tag=", {"density": "compact", "part": ["number", "team", "person", "drop"]}
    )
    page = in_one_line(desk.get("/inbox/?view=open").content.decode())

    agent.refresh_from_db()
    assert (answer["Location"], agent.list_density, agent.list_parts) == (
        "/inbox/?view=open", "compact", ["person", "team", "number"],
    )  # fmt: skip
    row = re.search(r"<li class=\"row.*?</li>", page)[0]  # type: ignore[index]
    assert [each in row for each in (case.number, "Werkstatt", "Otto Anders", "Wo bleibt sie?", ">rot")] == [
        True, True, True, False, False,
    ]  # fmt: skip
    assert 'class="rows scrolls compact"' in page


@pytest.mark.parametrize("rows", [1, 30])
def test_a_row_with_all_its_parts_asks_for_nothing_more(
    desk: Client, agent: User, team: Team, rows: int, django_assert_num_queries
) -> None:
    User.objects.filter(pk=agent.pk).update(list_parts=User.RowPart.values)
    for _ in range(rows):
        make_case(team=team, assignee=make_user())
    desk.get("/inbox/?view=open")

    with django_assert_num_queries(5):
        desk.get("/inbox/?view=open")
