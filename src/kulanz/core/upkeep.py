"""What a database wants from its house from time to time."""

from __future__ import annotations

from django.db import connection

# Rows looked at per index: enough to know which index is worth its while, and done within a second at any size.
LOOKED_AT = 1000


def refresh_statistics() -> None:
    """Let SQLite see how large its tables have grown, so that it chooses the right indexes.

    PostgreSQL does that by itself (autovacuum), so there nothing happens. Not inside a transaction.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit={LOOKED_AT}")
        cursor.execute("ANALYZE")
