"""Conditions on the beginning of a text, in the form that the database's index answers."""

from __future__ import annotations

from django.db import connection
from django.db.models import Q

_HIGHEST = chr(0x10FFFF)


def begins_with(field: str, *beginnings: str) -> Q:
    """Return the condition that ``field`` begins with one of ``beginnings``, which are not empty.

    SQLite compares bytes and would walk through the whole table for a LIKE; a range it finds in the index. PostgreSQL
    compares by language, where such a range leaves texts out; its indexes with pattern operators serve a LIKE.
    """
    condition = Q()
    for beginning in sorted(set(beginnings)):
        if connection.vendor == "sqlite":
            condition |= Q(**{f"{field}__gte": beginning, f"{field}__lt": beginning + _HIGHEST})
        else:
            condition |= Q(**{f"{field}__startswith": beginning})
    return condition
