"""Keeping the counters right: every move of a case is one statement in the transaction of the move."""

from __future__ import annotations

from collections import Counter

from django.db import connection

from .models import SNOOZED, Case, CaseCount

Place = tuple[int, int, str]  # team, person (0 for none), status or SNOOZED


def place_of(case: Case) -> Place:
    """Return where the case is counted."""
    return (case.team_id or 0, case.assignee_id or 0, SNOOZED if case.is_snoozed else case.status)


def shift(moves: Counter[Place]) -> None:
    """Add the (possibly negative) amounts to the counters. Sorted, so that two transactions never wait crosswise."""
    rows = [(*place, amount) for place, amount in sorted(moves.items()) if amount]
    if not rows:
        return
    table = connection.ops.quote_name(CaseCount._meta.db_table)
    places = ", ".join(["(%s, %s, %s, %s)"] * len(rows))
    # Not bulk_create: on a conflict it can put a new value in the place of the old one, but not add to it.
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (team_id, assignee_id, status, amount) VALUES {places} "  # noqa: S608 - our own name
            f"ON CONFLICT (team_id, assignee_id, status) DO UPDATE SET amount = {table}.amount + excluded.amount",
            [value for row in rows for value in row],
        )


def recount() -> None:
    """Write all counters anew from the cases themselves. For repair and after loading data past the actions."""
    moves: Counter[Place] = Counter()
    rows = Case.objects.only("team_id", "assignee_id", "status", "wakes_at")
    for case in rows.iterator(chunk_size=10_000):
        moves[place_of(case)] += 1
    CaseCount.objects.all().delete()
    shift(moves)
