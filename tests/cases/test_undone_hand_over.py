"""A hand-over of one's own is taken back at once, and no later."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kulanz.cases import actions, errors
from kulanz.cases.models import Assignment, Case
from kulanz.events.actor import Actor
from kulanz.people.actors import actor_for
from tests.factories import make_case, make_team, make_user

Receive = Callable[..., Case]


@pytest.mark.django_db
class TestUndoneHandOver:
    def test_a_fresh_hand_over_is_undone_even_out_of_ones_own_teams(self, agent: Actor, clock) -> None:
        case, elsewhere = make_case(), make_team()
        actions.assign_case(case_id=case.pk, by=agent, user_id=None, team_id=elsewhere.pk, keep_team=False)

        actions.return_case(case_id=case.pk, by=agent, user_id=agent.id, team_id=None)

        case.refresh_from_db()
        standing = Assignment.objects.filter(withdrawn_at=None)
        assert (case.assignee_id, case.team_id, standing.count(), Assignment.objects.count()) == (agent.id, None, 0, 1)

    def test_later_or_after_somebody_else_it_stays(self, agent: Actor, clock) -> None:
        case = make_case()
        actions.take_case(case_id=case.pk, by=agent)
        clock.advance(seconds=41)
        with pytest.raises(errors.WrongState):
            actions.return_case(case_id=case.pk, by=agent, user_id=None, team_id=None)

        actions.take_case(case_id=case.pk, by=actor_for(make_user()))

        with pytest.raises(errors.WrongState):
            actions.return_case(case_id=case.pk, by=agent, user_id=None, team_id=None)
