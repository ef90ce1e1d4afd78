"""What every test may ask for: a clock that stands still, jobs run on demand, a place for real test mails."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_django
from django.db import connection
from django.utils import timezone

from kulanz.config import schedule  # noqa: F401 - makes the jobs of all rooms known, as for a worker
from kulanz.events import worker

ROOT = Path(__file__).resolve().parent.parent
pytest_plugins = ["tests.browser"]


class Clock:
    """A clock that moves only when told to."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def advance(self, **amount: float) -> datetime:
        """Move on by ``timedelta(**amount)`` and return the new time."""
        self.at += timedelta(**amount)
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Time stands still on Monday, 16 November 2026, 10:00 in Berlin; ``clock.advance(hours=1)`` moves it."""
    standing = Clock(datetime(2026, 11, 16, 9, 0, tzinfo=UTC))
    monkeypatch.setattr(timezone, "now", standing.now)
    return standing


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[None]:
    """Let the last session go before PostgreSQL is asked to drop the test database.

    The pool opens and closes connections on threads of its own: on a busy machine one of them may still be at it.
    """
    yield
    if connection.vendor == "postgresql":
        name = connection.settings_dict["NAME"]
        with django_db_blocker.unblock():
            connection.close()
            connection.close_pool()
            with connection._nodb_cursor() as cursor:
                _wait_for_the_last(cursor, name)


def _wait_for_the_last(cursor: Any, database: str) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [database])
        if cursor.fetchone() == (0,):
            return
        time.sleep(0.05)


@pytest.fixture(autouse=True)
def _no_jobs_left(request: pytest.FixtureRequest, django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[None]:
    """Empty Procrastinate's tables after tests that commit: Django empties only tables that it manages itself."""
    yield
    marker = request.node.get_closest_marker("django_db")
    commits = "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction"))
    if commits and connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:  # the test's own leave has ended
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@pytest.fixture
def run_jobs(db: None) -> Callable[[], int]:
    """Runs every job that is due, on either database, inside the test's transaction; returns how many ran."""
    return worker.run_due


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real mails and language data beside the repository; without it, tests that need it are skipped."""
    folder = Path(os.environ.get("KULANZ_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip("the shared test data are not here")
    return folder


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as ``once`` what asks for no database: on the other one it would say the same again."""
    for item in items:
        asks = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
        if not asks and not any(item.get_closest_marker(name) for name in ("django_db", "own_database")):
            item.add_marker("once")
