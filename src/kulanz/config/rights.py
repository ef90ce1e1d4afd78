"""What lower rooms ask upper ones: which team a case has, and what a person may see by now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from kulanz.cases.models import Case
from kulanz.core.clock import now
from kulanz.events.actor import Actor
from kulanz.events.live import Listener
from kulanz.people.models import Membership, User


def teams_of(case_ids: Sequence[int]) -> Mapping[int, int | None]:
    """Return the team of each case that exists. One query."""
    return dict(Case.objects.filter(pk__in=case_ids).values_list("pk", "team_id"))


def sees_all_cases(customer_id: int, actor: Actor) -> bool:
    """Say whether an actor sees every case of a customer. At most one query."""
    if actor.sees_all_teams:
        return True
    theirs = Case.objects.filter(customer_id=customer_id)
    return not theirs.exclude(pk__in=theirs.visible_to(actor)).exists()


def listeners_now(user_ids: Sequence[int]) -> Mapping[int, Listener]:
    """Return what these people may hear; those who may no longer sign in are missing. Two queries."""
    teams = defaultdict(set)
    for user_id, team_id in Membership.objects.filter(user__in=user_ids).values_list("user_id", "team_id"):
        teams[user_id].add(team_id)
    people = User.objects.filter(pk__in=user_ids, is_active=True)
    return {
        person.pk: Listener(person.pk, frozenset(teams[person.pk]), person.sees_all_teams, now()) for person in people
    }
