"""The event log's place in Django."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.db import connection

if TYPE_CHECKING:
    from .jobs import Engine


class EventsConfig(AppConfig):
    """Events and jobs."""

    name = "kulanz.events"
    label = "events"

    def ready(self) -> None:
        """Choose the engine for jobs by the database, and register the job that calls handlers."""
        from . import handling, jobs  # noqa: F401, PLC0415 - models must be loaded first

        jobs.use(_engine())


def _engine() -> Engine:
    if connection.vendor == "postgresql":
        from .engines.procrastinate import ProcrastinateEngine  # noqa: PLC0415 - only where PostgreSQL is used

        return ProcrastinateEngine()
    from .engines.table import TableEngine  # noqa: PLC0415 - the counterpart of the line above

    return TableEngine()
