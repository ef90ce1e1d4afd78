"""The one clock of the house. Times are aware and in UTC; pages show them in the site's zone."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_standing: ContextVar[datetime | None] = ContextVar("_standing", default=None)


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    return _standing.get() or timezone.now()


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at ``moment`` (aware) for what happens inside: the demo company has a past."""
    token = _standing.set(moment)
    try:
        yield
    finally:
        _standing.reset(token)
