"""Who may hear what of the live news: the signed token that a page carries, and the news themselves.

The hub in config/live.py answers with these. It asks upper rooms for a case's team through ``teams_of``, filled by the
wiring table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing

from kulanz.core.clock import now

from .actor import Actor, Sight
from .models import Event

LIFETIME = timedelta(hours=12)  # a shift: a page left open keeps its news
_SALT = "kulanz.live"


@dataclass(frozen=True, slots=True)
class Listener:
    """Somebody with a page open, and what they may see."""

    user_id: int
    team_ids: frozenset[int]
    sees_all: bool
    since: datetime

    def may_hear(self, news: News) -> bool:
        """Say whether the news is about a case this person may open."""
        return Sight(self.sees_all, self.team_ids).covers(news.team_id)


@dataclass(frozen=True, slots=True)
class News:
    """Something happened to a case: the event's id, its kind, the case and its team at this moment."""

    id: int
    kind: str
    case_id: int
    team_id: int | None
    at: datetime


def token_for(actor: Actor) -> str:
    """Return the token that lets the actor's pages listen for ``LIFETIME``. No query."""
    value = [actor.user_id, sorted(actor.team_ids), int(actor.sees_all_teams), int(now().timestamp())]
    return signing.dumps(value, salt=_SALT)


def live_url(actor: Actor) -> str:
    """Return the address at which the actor's pages listen."""
    return f"/live/?token={token_for(actor)}"


def listener_for(token: str) -> Listener | None:
    """Return who holds the token, or ``None`` where it is forged, too old or not a person of ours."""
    try:
        user_id, team_ids, sees_all, since = signing.loads(token, salt=_SALT, max_age=LIFETIME)
    except signing.BadSignature:
        return None
    if user_id is None:
        return None
    return Listener(user_id, frozenset(team_ids), bool(sees_all), datetime.fromtimestamp(since, UTC))


def news_after(event_id: int, *, limit: int) -> list[News]:
    """Return up to ``limit`` news with an id above ``event_id``, oldest first. Two queries."""
    rows = Event.objects.filter(pk__gt=event_id, subject_kind="case").order_by("pk")
    found = list(rows.values_list("pk", "kind", "subject_id", "at")[:limit])
    teams = _ask.teams_of(sorted({case_id for _, _, case_id, _ in found})) if found else {}
    # A case that is gone by now is nobody's news.
    return [News(pk, kind, case_id, teams[case_id], at) for pk, kind, case_id, at in found if case_id in teams]


def newest_id() -> int:
    """Return the id of the newest event, 0 where there is none."""
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


@dataclass(slots=True)
class _Questions:
    teams_of: Callable[[Sequence[int]], Mapping[int, int | None]]
    listeners_now: Callable[[Sequence[int]], Mapping[int, Listener]]


_ask = _Questions(lambda case_ids: {}, lambda user_ids: {})


def ask(
    *,
    teams_of: Callable[[Sequence[int]], Mapping[int, int | None]],
    listeners_now: Callable[[Sequence[int]], Mapping[int, Listener]],
) -> None:
    """Set how upper rooms are asked for the teams of cases and for what people may see by now. Called by the wiring."""
    _ask.teams_of = teams_of
    _ask.listeners_now = listeners_now


def listeners_now(user_ids: Sequence[int]) -> Mapping[int, Listener]:
    """Return what these people may see by now; who may no longer sign in is missing."""
    return _ask.listeners_now(user_ids)
