"""Hearing what PostgreSQL notifies of, over a connection kept for it alone."""

from __future__ import annotations

from django.db import connection

from kulanz.core.direct import direct_connection


class Notices:
    """A connection that listens to one channel. Every call raises ``django.db.Error`` where the database is away."""

    def __init__(self, channel: str) -> None:
        from psycopg import sql  # noqa: PLC0415 - 150 ms and 5 MB that only PostgreSQL is worth

        self._connection = direct_connection()
        with connection.wrap_database_errors:
            self._connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))

    def wait(self) -> bool:
        """Return when something was notified, at the latest after a second. Says whether something was."""
        with connection.wrap_database_errors:
            return any(True for _ in self._connection.notifies(timeout=1.0, stop_after=1))

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()
