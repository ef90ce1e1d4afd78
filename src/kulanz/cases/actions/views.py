"""Lists under a name, and lists that leave the house as a file."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.http import QueryDict

from kulanz.events import log
from kulanz.events.actor import Actor
from kulanz.people.models import Team

from .. import events
from ..access import may_edit_views_of_teams, require_user_id
from ..errors import EmptyText, NotAllowed, NotFound, TooManyViews
from ..models import SavedView
from ..models.saved import LONGEST_QUERY, VIEW_ICONS
from ..queries.filters import ListFilter, read_filter

MOST_VIEWS = 30  # of one person, or of one team: a column of them is still read


def save_view(
    *, by: Actor, name: str, query: str, icon: str = "", team_id: int | None = None, place: int | None = None
) -> SavedView:
    """Keep a list under a name: for oneself, or for a team, which leads and administrators do.

    ``query`` is its filter as an address; ``place`` where it stands, the last one by default. Raises ``EmptyText``
    without a name, ``TooManyViews``, ``NotAllowed``, and ``NotFound`` where there is no such team.
    """
    me = require_user_id(by)
    with transaction.atomic():
        whose = {"owner_id": me} if team_id is None else {"team": _team(team_id, by)}
        beside = SavedView.objects.select_for_update().filter(**whose).order_by()
        if len(beside) >= MOST_VIEWS:
            raise TooManyViews
        last = beside.aggregate(last=Max("place"))["last"]
        values = {"name": _named(name), "icon": _icon(icon), "query": _query(query)}
        at = place if place is not None else (last or 0) + 1
        view = SavedView.objects.create(**values, **whose, place=at)
        _record(view, "made", by)
    return view


def change_view(
    *, view_id: int, by: Actor, name: str | None = None, icon: str | None = None, query: str | None = None
) -> None:
    """Give a view another name, icon or filter; what is ``None`` stays. Raises as ``save_view``."""
    with transaction.atomic():
        view = _editable(view_id, by)
        before = (view.name, view.icon, view.query)
        view.name = view.name if name is None else _named(name)
        view.icon = view.icon if icon is None else _icon(icon)
        view.query = view.query if query is None else _query(query)
        if before != (view.name, view.icon, view.query):
            view.save(update_fields=["name", "icon", "query"])
            _record(view, "changed", by)


def move_view(*, view_id: int, by: Actor, up: bool) -> None:
    """Let a view change places with the one above or below it. At the end of the column nothing happens."""
    with transaction.atomic():
        view = _editable(view_id, by)
        beside = list(SavedView.objects.select_for_update().filter(owner=view.owner_id, team=view.team_id))
        at = [each.pk for each in beside].index(view.pk)
        other = at - 1 if up else at + 1
        if not 0 <= other < len(beside):
            return
        beside[at], beside[other] = beside[other], beside[at]
        for place, each in enumerate(beside, start=1):
            each.place = place
        SavedView.objects.bulk_update(beside, ["place"])
        _record(view, "moved", by)


def remove_view(*, view_id: int, by: Actor) -> dict[str, Any]:
    """Forget a view. Returns what ``save_view`` needs to make it again."""
    with transaction.atomic():
        view = _editable(view_id, by)
        _record(view, "removed", by)
        view.delete()
    kept = {"name": view.name, "query": view.query, "icon": view.icon}
    return {**kept, "team_id": view.team_id, "place": view.place}


def record_export(*, by: Actor, wanted: ListFilter) -> None:
    """Write down that a list leaves the house, before its first row does."""
    require_user_id(by)
    # Words that were looked for may name customers: the audit says that some were, not which.
    query = wanted.query(words="…" if wanted.words else "", saved=None, after="")
    with transaction.atomic():
        view = SavedView.objects.filter(pk=wanted.saved, team__in=by.team_ids).first() if wanted.saved else None
        name = view.name if view is not None else ""
        log.record(events.ListExported(view.pk if view is not None else 0, query, name), by=by)


def _team(team_id: int, by: Actor) -> Team:
    if not may_edit_views_of_teams(by):
        raise NotAllowed
    team = Team.objects.filter(pk=team_id).first()
    if team is None:
        raise NotFound
    return team


def _editable(view_id: int, by: Actor) -> SavedView:
    me = require_user_id(by)
    view = SavedView.objects.select_for_update(of=("self",)).select_related("team").filter(pk=view_id).first()
    if view is None or (view.owner_id is not None and view.owner_id != me):
        raise NotFound
    if view.team_id is not None and not may_edit_views_of_teams(by):
        raise NotAllowed
    return view


def _named(name: str) -> str:
    name = " ".join(name.split())[:60].strip()
    if not any(sign.isprintable() for sign in name.replace(" ", "")):  # signs of no width alone name no link
        raise EmptyText
    return name


def _icon(icon: str) -> str:
    return icon if icon in VIEW_ICONS else ""


def _query(query: str) -> str:
    """A filter as its address is written, without page and name; what makes no sense is not kept."""
    return read_filter(QueryDict(query)).wanted.query(saved=None, after="")[:LONGEST_QUERY]


def _record(view: SavedView, what: str, by: Actor) -> None:
    if view.team is not None:
        log.record(events.ViewSaved(view.pk, what, view.name, view.team.name), by=by)
    else:
        log.record(events.OwnViewSaved(view.pk, what), by=by)
