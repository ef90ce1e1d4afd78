"""A connection to PostgreSQL beside the pool: to wait on, or to hear why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    import psycopg

_PATIENCE = 10  # seconds; a server that is cut off says nothing at all


def direct_connection() -> psycopg.Connection[Any]:
    """Connect to the database of the settings. Raises ``django.db.OperationalError`` in the server's own words."""
    import psycopg  # noqa: PLC0415 - 150 ms and 5 MB that only PostgreSQL is worth

    parameters = connection.get_connection_params()
    for name in ("cursor_factory", "context", "pool", "prepare_threshold"):
        parameters.pop(name, None)
    with connection.wrap_database_errors:
        return psycopg.connect(**{"connect_timeout": _PATIENCE, **parameters}, autocommit=True)


def knock() -> None:
    """Raise ``django.db.OperationalError`` where PostgreSQL cannot be reached.

    The pool tries for ten seconds, and tells only that it did.
    """
    if connection.vendor == "postgresql":
        direct_connection().close()
