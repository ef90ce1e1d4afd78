"""Whose turn it is among the waiting originals. Every try is counted before it begins: none is tried for ever."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Collection

from django.db import DatabaseError, connection
from django.db.models import F

from .models import Original

PAUSE = 30.0  # seconds until an original is tried again that had to wait for the disk

# Of the next originals all fresh ones; or else a few of those whose first reading did not come to an end; or else a
# single one: what killed the process is found out alone, and takes no neighbour along.
_BEGIN = (
    "WITH turn AS (SELECT id, tries FROM channels_original WHERE state = 'kept'{but} ORDER BY id LIMIT %s{lock})"
    " UPDATE channels_original SET tries = tries + 1"
    " WHERE id IN (SELECT id FROM turn WHERE tries = 0)"
    " OR id IN (SELECT id FROM turn WHERE tries = 1 AND NOT EXISTS (SELECT 1 FROM turn WHERE tries = 0)"
    "  ORDER BY id LIMIT 8)"
    " OR id = (SELECT min(id) FROM turn WHERE NOT EXISTS (SELECT 1 FROM turn WHERE tries < 2))"
    " RETURNING id, tries"
)
_put_off: dict[int, float] = {}


def begin(limit: int) -> dict[int, int]:
    """Take up to ``limit`` waiting originals and count the try. Returns how often each was tried, this time too."""
    off = _still_off()
    but = f" AND id NOT IN ({', '.join(map(str, off))})" if off else ""
    lock = " FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN.format(but=but, lock=lock), [limit])
        return dict(cursor.fetchall())


def give_back(ids: Collection[int]) -> None:
    """Take the count of a try back that came to an end without settling the original."""
    if ids:
        Original.objects.filter(pk__in=ids, tries__gt=0).update(tries=F("tries") - 1)


def count_again(raw_id: int) -> None:
    """Count a try that was taken back."""
    Original.objects.filter(pk=raw_id).update(tries=F("tries") + 1)


def try_to_give_back(ids: Collection[int]) -> None:
    """The same where the database has just failed."""
    with contextlib.suppress(DatabaseError):
        give_back(ids)


def put_off(raw_id: int) -> None:
    """Leave an original alone for a while: what it needs is not there just now."""
    _put_off[raw_id] = time.monotonic() + PAUSE


def _still_off() -> list[int]:
    present = time.monotonic()
    for raw_id in [raw_id for raw_id, until in _put_off.items() if until <= present]:
        del _put_off[raw_id]
    return sorted(_put_off)
