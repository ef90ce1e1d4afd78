"""How a database would answer a question."""

from __future__ import annotations

import re

from django.db import connection


def plan_of(sql: str) -> list[str]:
    """Return the steps of SQLite's plan for a statement with its values filled in."""
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + sql.replace("%", "%%"))
        return [str(row[3]) for row in cursor.fetchall()]


def sorted_beyond_an_index(sql: str) -> list[str]:
    """Return the sorts of PostgreSQL's plan, and its walks through whole tables, where an index could spare them.

    A planner that has a handful of rows before it sorts them whatever there is: it is told to avoid that.
    """
    with connection.cursor() as cursor:
        for way in ("seqscan", "sort", "incremental_sort", "bitmapscan"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute("EXPLAIN " + sql.replace("%", "%%"))
        lines = [str(row[0]) for row in cursor.fetchall()]
    return [line.strip() for line in lines if re.search(r"\bSort\b  \(|Seq Scan on cases_case\b", line)]
