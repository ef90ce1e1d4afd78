"""Saved views: whose they are, who changes them, what is written down, and figures that cost nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kulanz.cases import actions, errors
from kulanz.cases.actions.views import MOST_VIEWS
from kulanz.cases.counting import recount
from kulanz.cases.models import CaseCount, SavedView
from kulanz.cases.queries import ListFilter, Sort, View, case_list, filter_of, saved_counts, saved_views
from kulanz.cases.rules import CaseStatus
from kulanz.core.clock import now
from kulanz.events import catalogue
from kulanz.events.actor import SYSTEM, Actor
from kulanz.events.catalogue import Face
from kulanz.events.models import Event
from kulanz.people.actors import actor_for
from kulanz.people.models import Team
from tests.factories import make_case, make_team, make_user
from tests.plans import plan_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team("Werkstatt")


@pytest.fixture
def agent(team: Team) -> Actor:
    return actor_for(make_user(teams=(team,)))


@pytest.fixture
def lead() -> Actor:
    return actor_for(make_user(is_lead=True))


def kept(by: Actor, name: str = "Rote", query: str = "view=open&tag=rot", **more: Any) -> SavedView:
    return actions.save_view(by=by, name=name, query=query, **more)


def names(actor: Actor) -> list[str]:
    return [view.name for view in saved_views(actor)]


def test_a_view_of_ones_own_is_nobody_elses(agent: Actor, lead: Actor, team: Team) -> None:
    view = kept(agent)
    beside = actor_for(make_user(teams=(team,)))

    assert (names(agent), names(lead), names(beside)) == (["Rote"], [], [])
    for act in (
        lambda: actions.change_view(view_id=view.pk, by=lead, name="Meine"),
        lambda: actions.move_view(view_id=view.pk, by=lead, up=True),
        lambda: actions.remove_view(view_id=view.pk, by=beside),
    ):
        with pytest.raises(errors.NotFound):
            act()


def test_a_teams_view_is_everybodys_in_it_and_changed_by_leads_and_administrators(
    agent: Actor, lead: Actor, team: Team
) -> None:
    view = kept(lead, team_id=team.pk)
    actions.change_view(view_id=view.pk, by=actor_for(make_user(is_admin=True)), name="Dringende", icon="flag")

    assert (names(agent), names(actor_for(make_user()))) == (["Dringende"], [])
    for by in (agent, actor_for(make_user(is_boss=True))):
        with pytest.raises(errors.NotAllowed):
            kept(by, team_id=team.pk)
        with pytest.raises(errors.NotAllowed):
            actions.remove_view(view_id=view.pk, by=by)


def test_a_view_keeps_the_filter_and_neither_a_page_nor_what_makes_no_sense(agent: Actor) -> None:
    view = kept(agent, query="view=open&tag=rot&after=1-2&saved=9&sort=newest&status=quer&drop=table")

    assert view.query == "view=open&tag=rot&sort=newest"
    assert filter_of(view) == ListFilter(view=View.OPEN, tag="rot", sort=Sort.NEWEST, saved=view.pk)


def test_what_an_address_holds_beside_its_filter_cuts_nothing_off(agent: Actor) -> None:
    assert kept(agent, query=f"from={'x' * 3000}&view=open&tag=rot&person=me").query == "view=open&person=me&tag=rot"


@pytest.mark.parametrize("name", ["", "  ", "\t\n", "\u200b", " \u2060 \u00ad", "\u202e\u200d"])
def test_a_view_has_a_name(agent: Actor, name: str) -> None:
    with pytest.raises(errors.EmptyText):
        kept(agent, name=name)


def test_an_icon_is_one_of_those_that_are_offered(agent: Actor) -> None:
    assert (kept(agent, icon="flag").icon, kept(agent, icon="../x").icon) == ("flag", "")


def test_there_is_room_for_so_many_and_the_house_keeps_none(agent: Actor) -> None:
    for number in range(MOST_VIEWS):
        kept(agent, name=str(number))

    with pytest.raises(errors.TooManyViews):
        kept(agent)
    with pytest.raises(errors.NotAllowed):
        kept(SYSTEM)


def test_views_change_places_and_stay_at_the_ends(agent: Actor) -> None:
    first, second, third = (kept(agent, name=name) for name in "abc")

    actions.move_view(view_id=third.pk, by=agent, up=True)
    actions.move_view(view_id=first.pk, by=agent, up=True)
    actions.move_view(view_id=first.pk, by=agent, up=False)

    assert names(agent) == ["c", "a", "b"]
    actions.move_view(view_id=second.pk, by=agent, up=False)
    assert names(agent) == ["c", "a", "b"]


def test_a_removed_view_comes_back_where_it_was(agent: Actor) -> None:
    first, *_rest = (kept(agent, name=name, icon="star") for name in "abc")

    values = actions.remove_view(view_id=first.pk, by=agent)
    assert names(agent) == ["b", "c"]
    actions.save_view(by=agent, **values)

    assert names(agent) == ["a", "b", "c"]
    again = SavedView.objects.get(name="a")
    assert (again.icon, again.query, again.place) == ("star", first.query, first.place)


def test_each_step_is_one_event_and_the_audit_tells_those_of_a_team(agent: Actor, lead: Actor, team: Team) -> None:
    for by, whose in ((agent, None), (lead, team.pk)):
        view = kept(by, team_id=whose)
        actions.change_view(view_id=view.pk, by=by, name="Rote")  # as it was
        actions.change_view(view_id=view.pk, by=by, name="Blaue")
        kept(by, name="Andere", team_id=whose)
        actions.move_view(view_id=view.pk, by=by, up=False)
        actions.remove_view(view_id=view.pk, by=by)

    steps = ["made", "changed", "made", "moved", "removed"]
    told = [(event.kind, event.data["what"]) for event in Event.objects.order_by("pk")]
    assert told == [*(("own-view-saved", step) for step in steps), *(("view-saved", step) for step in steps)]
    audited = catalogue.shown_to(Face.AUDIT, "view")
    names_told = [event.data["name"] for event in Event.objects.filter(kind__in=audited).order_by("pk")]
    assert (audited, names_told) == (["list-exported", "view-saved"], ["Rote", "Blaue", "Andere", "Blaue", "Blaue"])


COUNTED = [
    "view=open", "view=open&person=me", "view=open&person=nobody", "view=open&person=somebody", "view=mine",
    "view=mine&status=new", "view=with-us&person={other}", "view=unassigned", "view=solved", "view=others",
    "view=customer&status=waiting-customer", "view=snoozed", "view=open&snoozed=yes", "view=open&snoozed=no&status=new",
    "view=open&team={team}", "view=with-us&team={team}&person=me", "view=open&sort=newest",
]  # fmt: skip


@pytest.mark.parametrize("sees_all", [False, True])
def test_a_figure_is_what_the_list_holds(team: Team, sees_all: bool) -> None:
    reader = actor_for(make_user(teams=(team,), is_lead=sees_all))
    other = make_user(teams=(team,))
    places = [(team, reader.id), (team, other.pk), (None, None), (make_team(), None), (team, None)]
    for status in CaseStatus:
        for place, whose in places:
            state = {"status": status.value, "is_open": status.is_open}
            make_case(team=place, assignee_id=whose, **state)
            if status.is_open:
                make_case(team=place, assignee_id=whose, **state, wakes_at=now())
    recount()
    views = [kept(reader, query=query.format(other=other.pk, team=team.pk)) for query in COUNTED]

    with CaptureQueriesContext(connection) as asked:
        figures = saved_counts(reader, views)

    held = {view.pk: len(case_list(reader, filter_of(view), size=500).cases) for view in views}
    assert (figures, len(asked)) == (held, 1)


@pytest.mark.parametrize(
    "query",
    [
        "view=all", "view=confirmed", "view=ended&person=me", "view=mentioned", "view=open&tag=rot", "view=open&q=rot",
        "view=open&files=yes", "view=open&status=new", "view=open&sort=waiting", "view=open&brand=1",
        "view=mine&quiet=3d", "view=all&person=me", "view=open&promise=open",
    ],
)  # fmt: skip
def test_what_the_counters_cannot_say_has_no_figure_and_asks_nothing(agent: Actor, query: str) -> None:
    view = kept(agent, query=query)

    with CaptureQueriesContext(connection) as asked:
        assert saved_counts(agent, [view]) == {}

    assert len(asked) == 0


@pytest.mark.parametrize("query", ["view=open&person=0", "view=open&team=0", "view=with-us&team=00&snoozed=no"])
def test_a_figure_takes_no_zero_for_nobody_or_no_team(agent: Actor, team: Team, query: str) -> None:
    make_case(team=team)
    make_case(team=None)
    make_case(team=team, assignee_id=agent.id)
    recount()
    view = kept(agent, query=query)

    assert saved_counts(agent, [view])[view.pk] == len(case_list(agent, filter_of(view)).cases) == 3


def test_figures_read_the_counters_and_no_case(agent: Actor, team: Team) -> None:
    make_case(team=team)
    recount()
    views = [kept(agent, name=str(number), query=query) for number, query in enumerate(COUNTED[:4])]

    with CaptureQueriesContext(connection) as asked:
        saved_counts(agent, views)

    (question,) = (each["sql"] for each in asked)
    assert ("cases_casecount" in question, 'cases_case"' in question) == (True, False)
    if connection.vendor == "sqlite":
        assert [step for step in plan_of(question) if "cases_case " in f"{step} "] == []
    assert CaseCount.objects.count() == 1


def test_an_export_is_written_down_without_the_words_that_were_looked_for(
    agent: Actor, lead: Actor, team: Team
) -> None:
    view = kept(lead, team_id=team.pk)
    Event.objects.all().delete()

    for query in (ListFilter(view=View.OPEN, words="Meier"), filter_of(view)):
        actions.record_export(by=agent, wanted=query)

    told = [
        (event.kind, event.subject_id, event.data["name"], event.data["query"])
        for event in Event.objects.order_by("pk")
    ]
    assert told == [
        ("list-exported", 0, "", "view=open&q=%E2%80%A6"),
        ("list-exported", view.pk, "Rote", "view=open&tag=rot"),
    ]
