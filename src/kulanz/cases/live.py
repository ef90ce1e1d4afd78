"""Who may hear the live news of a case: those who may open it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kulanz.live.subjects import MayHear
from kulanz.live.subscription import Subscription

from .models import Case


def audience(case_ids: Sequence[int]) -> Mapping[int, MayHear]:
    """Return for each case that exists who may hear of it: whose sight covers its team by now. One query."""
    return {pk: _covers(team_id) for pk, team_id in Case.objects.filter(pk__in=case_ids).values_list("pk", "team_id")}


def _covers(team_id: int | None) -> MayHear:
    def may_hear(subscription: Subscription) -> bool:
        return subscription.sight.covers(team_id)

    return may_hear
