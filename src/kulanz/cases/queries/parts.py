"""The first cases of several parts of the house, each part read in the order of an index of its own."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models.expressions import RawSQL

from kulanz.events.actor import Actor

from ..models import CaseQuerySet


def parts_for(rows: CaseQuerySet, actor: Actor, team: int | None = None) -> list[CaseQuerySet]:
    """Split what the actor may see into parts that an index holds in order: one per team, one without a team.

    Only ``team`` where it is given; that the actor may see it is for the caller to check.
    """
    if team is not None:
        return [rows.filter(team_id=team)]
    if actor.sees_all_teams:
        return [rows]
    return [*(rows.filter(team_id=each) for each in sorted(actor.team_ids)), rows.filter(team=None)]


def first_ids(parts: Sequence[CaseQuerySet], amount: int, *, by: str) -> RawSQL:
    """Return the ids of the first ``amount`` cases of all parts together, as a subquery for ``pk__in``.

    ``by`` is a column, with a minus sign for falling order; equal values are ordered by id the same way. A condition
    such as "in one of my teams or in none" has no order in any index: the planner would sort all rows, or walk past
    those of others. So each part brings its first, and only these few are sorted. Nothing is joined here, because a
    planner that may choose begins with the customers.
    """
    column, sign = by.lstrip("-"), "-" if by.startswith("-") else ""
    # Not union(): SQLite takes no ORDER BY and LIMIT inside one, so Django refuses. In a SELECT of their own they pass.
    compiled = [part.order_by(by, f"{sign}id").values("id", column)[:amount].query.sql_with_params() for part in parts]
    named = (f"SELECT * FROM ({sql}) AS part_{place}" for place, (sql, _) in enumerate(compiled))  # noqa: S608 - see below
    each = " UNION ALL ".join(named)
    falling = " DESC" if sign else ""
    return RawSQL(  # noqa: S611 - Django's own SQL around its own parameters
        f"SELECT id FROM ({each}) AS parts ORDER BY {column}{falling}, id{falling} LIMIT {int(amount)}",  # noqa: S608
        [value for _, params in compiled for value in params],
    )
