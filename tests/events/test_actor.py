"""Who acts, and which cases they may see."""

from __future__ import annotations

import pytest

from kulanz.events.actor import SYSTEM, Actor, ActorKind, Sight

MINE = frozenset({1, 2})


@pytest.mark.parametrize(
    ("sight", "team", "is_seen"),
    [
        (Sight(team_ids=MINE), 2, True),
        (Sight(team_ids=MINE), None, True),
        (Sight(team_ids=MINE), 3, False),
        (Sight(), None, True),
        (Sight(), 1, False),
        (Sight(all_teams=True), 3, True),
    ],
)
def test_people_see_the_cases_of_their_teams_and_those_without_a_team(
    sight: Sight, team: int | None, is_seen: bool
) -> None:
    assert sight.covers(team) is is_seen


@pytest.mark.parametrize("role", ["is_lead", "is_boss", "is_admin"])
def test_leads_bosses_and_administrators_see_all(role: str) -> None:
    actor = Actor(ActorKind.USER, 1, "Mara", team_ids=MINE, **{role: True})

    assert actor.sight == Sight(True, MINE)


def test_an_agent_sees_what_their_teams_have() -> None:
    assert Actor(ActorKind.USER, 1, "Mara", team_ids=MINE).sight == Sight(False, MINE)


def test_neither_customers_nor_the_house_act_as_a_person() -> None:
    customer = Actor(ActorKind.CUSTOMER, 7, "Anna")

    assert (SYSTEM.user_id, customer.user_id) == (None, None)
