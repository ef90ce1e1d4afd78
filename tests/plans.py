"""How SQLite would answer a question."""

from __future__ import annotations

from django.db import connection


def plan_of(sql: str) -> list[str]:
    """Return the steps of SQLite's plan for a statement with its values filled in."""
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + sql.replace("%", "%%"))
        return [str(row[3]) for row in cursor.fetchall()]
