"""Who listens to live news and what they may see: as a signed token that a page carries, and as it is by now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from django.core import signing

from kulanz.core.clock import now
from kulanz.events.actor import Actor, Sight

LIFETIME = timedelta(hours=12)  # a shift: a page left open keeps its news
_SALT = "kulanz.live"


@dataclass(frozen=True, slots=True)
class Subscription:
    """Somebody with a page open, what they may see, and since when (UTC) the page is there."""

    user_id: int
    sight: Sight
    since: datetime


def token_for(actor: Actor) -> str:
    """Return the token that lets the actor's pages listen for ``LIFETIME``. No query."""
    sight = actor.sight
    value = [actor.user_id, sorted(sight.team_ids), int(sight.all_teams), int(now().timestamp())]
    return signing.dumps(value, salt=_SALT)


def live_url(actor: Actor) -> str:
    """Return the address at which the actor's pages listen."""
    return f"/live/?token={token_for(actor)}"


def subscription_of(token: str) -> Subscription | None:
    """Return what the token says, or ``None`` where it is forged, too old or not of a person of ours."""
    try:
        user_id, team_ids, all_teams, since = signing.loads(token, salt=_SALT, max_age=LIFETIME)
    except signing.BadSignature:
        return None
    if user_id is None:
        return None
    return Subscription(user_id, Sight(bool(all_teams), frozenset(team_ids)), datetime.fromtimestamp(since, UTC))


def by_now(subscription: Subscription) -> Subscription | None:
    """Return it with what its owner may see at this moment; ``None`` where they may no longer sign in. Two queries."""
    sight = sights([subscription.user_id]).get(subscription.user_id)
    return replace(subscription, sight=sight) if sight else None


Sights = Callable[[Sequence[int]], Mapping[int, Sight]]
_sights_of: list[Sights] = []


def register(sights_of: Sights) -> None:
    """Set how an upper room is asked for what people may see by now. Called by the wiring."""
    _sights_of[:] = [sights_of]


def sights(user_ids: Sequence[int]) -> Mapping[int, Sight]:
    """Return what each of these people may see by now; who may no longer sign in is missing."""
    return _sights_of[0](user_ids)
