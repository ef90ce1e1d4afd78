"""Turning people into actors: the plain values that actions take as ``by``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kulanz.events.actor import Actor, ActorKind, Sight

from .models import Customer, Membership, User


def actor_for(user: User) -> Actor:
    """Return the actor of a person, with roles and teams. One query, none for the signed-in person of a request."""
    teams = user.known_team_ids
    if teams is None:
        teams = frozenset(Membership.objects.filter(user=user).values_list("team_id", flat=True))
    return Actor(
        kind=ActorKind.USER,
        id=user.pk,
        name=user.name,
        team_ids=teams,
        is_lead=user.is_lead,
        is_boss=user.is_boss,
        is_admin=user.is_admin,
        undo_seconds=user.undo_seconds,
        needs_approval=user.needs_approval,
    )


def sight_of(user: User) -> Sight:
    """Return which cases a person may see, read with their memberships. No query."""
    return Sight(user.sees_all_teams, frozenset(seat.team_id for seat in user.memberships.all()))


def sights_of(user_ids: Sequence[int]) -> Mapping[int, Sight]:
    """Return what each of these people may see by now; who may no longer sign in is missing. Two queries."""
    people = User.objects.filter(pk__in=user_ids, is_active=True).prefetch_related("memberships")
    return {person.pk: sight_of(person) for person in people}


def customer_actor(customer: Customer) -> Actor:
    """Return the actor of a customer."""
    return Actor(kind=ActorKind.CUSTOMER, id=customer.pk, name=customer.name)
