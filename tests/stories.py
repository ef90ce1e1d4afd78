"""Stories that chance tells: how many of them a property sees."""

from __future__ import annotations

from django.db import connection
from hypothesis import HealthCheck, settings


def stories(number: int) -> settings:
    """Let a property that works in the database see ``number`` stories, on PostgreSQL a third of them.

    The rules are the same on both; there the question is whether the queries are. The fixtures stay between stories.
    """
    seen = number if connection.vendor == "sqlite" else -(-number // 3)
    return settings(max_examples=seen, deadline=None, suppress_health_check=list(HealthCheck))
