"""Lists begin at the right end of an index: no list sorts, or walks past, more cases than it shows."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kulanz.cases.queries import ListFilter, Sort, View, case_list, today
from kulanz.core import upkeep
from kulanz.core.clock import now
from kulanz.events.actor import Actor
from kulanz.people.actors import actor_for
from kulanz.people.models import Team
from tests.factories import make_case, make_team, make_user
from tests.plans import plan_of, sorted_beyond_an_index

pytestmark = pytest.mark.django_db


@pytest.fixture
def teams() -> list[Team]:
    return [make_team(name) for name in ("Werkstatt", "Versand", "Buchhaltung")]


@pytest.fixture
def agent(teams: list[Team]) -> Actor:
    """Somebody who sits in the first two of the three teams."""
    return actor_for(make_user(teams=(teams[0], teams[1])))


def unordered(plan: list[str]) -> list[str]:
    """Return the steps that look at whole tables, and the sorts beyond those of the merged firsts and of the page."""
    scans = [step for step in plan if re.match(r"SCAN (cases|people)_\w+$", step) or "SCAN people_" in step]
    sorts = [step for step in plan if "TEMP B-TREE" in step]
    return scans + sorts[2:]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's plans")
@pytest.mark.parametrize("counted", [False, True], ids=["without statistics", "with statistics"])
@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("view", View)
def test_every_view_is_read_in_the_order_of_an_index(
    agent: Actor, teams: list[Team], view: View, sort: Sort, counted: bool
) -> None:
    for place in range(40):
        make_case(team=teams[place % 3])
    if counted:
        upkeep.refresh_statistics()
    lead = actor_for(make_user(is_lead=True))
    plans = {}
    for name, actor, wanted in (
        ("agent", agent, ListFilter(view=view, sort=sort)),
        ("lead", lead, ListFilter(view=view, sort=sort)),
        ("one team", lead, ListFilter(view=view, team=teams[0].pk, sort=sort)),
        ("next page", agent, ListFilter(view=view, sort=sort, after=f"{2**50}-999")),
    ):
        with CaptureQueriesContext(connection) as queries:
            case_list(actor, wanted)
        plans[name] = [step for query in queries.captured_queries for step in unordered(plan_of(query["sql"]))]

    assert plans == {"agent": [], "lead": [], "one team": [], "next page": []}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="reads PostgreSQL's plans")
@pytest.mark.parametrize("sort", Sort)
# What nobody has and is snoozed is little: in an index by a person who is missing, PostgreSQL sees no order.
@pytest.mark.parametrize("view", [view for view in View if view is not View.SNOOZED])
def test_postgresql_has_an_index_for_every_order(agent: Actor, teams: list[Team], view: View, sort: Sort) -> None:
    for place in range(40):
        make_case(team=teams[place % 3])
    lead = actor_for(make_user(is_lead=True))
    beyond = {}
    for name, actor, wanted in (
        ("agent", agent, ListFilter(view=view, sort=sort)),
        ("lead", lead, ListFilter(view=view, sort=sort)),
        ("one team", lead, ListFilter(view=view, team=teams[0].pk, sort=sort)),
    ):
        with CaptureQueriesContext(connection) as queries:
            case_list(actor, wanted)
        # Two sorts are of a page only: of the merged firsts, and of what is shown.
        beyond[name] = [step for query in queries.captured_queries for step in sorted_beyond_an_index(query["sql"])[2:]]

    assert beyond == {"agent": [], "lead": [], "one team": []}


def test_the_cases_of_all_my_teams_and_of_no_team_come_in_one_order(agent: Actor, teams: list[Team]) -> None:
    start = now()
    places = [teams[0], teams[1], None, teams[2], teams[1], teams[0], None]
    cases = [make_case(team=team, last_entry_at=start - timedelta(hours=age)) for age, team in enumerate(places)]
    mine = [case.pk for case in cases if case.team != teams[2]]

    first = case_list(agent, ListFilter(view=View.OPEN), size=4)
    second = case_list(agent, ListFilter(view=View.OPEN, after=first.next_after), size=4)

    assert [[case.pk for case in page.cases] for page in (first, second)] == [mine[:4], mine[4:]]
    assert second.next_after == ""


def test_cases_of_the_same_moment_are_never_shown_twice_or_left_out(agent: Actor, teams: list[Team]) -> None:
    at = now()
    cases = [make_case(team=teams[place % 2], last_entry_at=at) for place in range(5)]

    seen, after = [], ""
    while True:
        page = case_list(agent, ListFilter(view=View.ALL, after=after), size=2)
        seen += [case.pk for case in page.cases]
        after = page.next_after
        if not after:
            break

    assert seen == sorted((case.pk for case in cases), reverse=True)


def test_who_waits_longest_comes_first_over_all_my_teams(agent: Actor, teams: list[Team]) -> None:
    start = now()
    places = [teams[1], teams[2], None, teams[0]]
    cases = [make_case(team=team, waiting_since=start + timedelta(hours=age)) for age, team in enumerate(places)]

    assert [case.pk for case in today(agent).waiting_in_team] == [cases[0].pk, cases[2].pk, cases[3].pk]
