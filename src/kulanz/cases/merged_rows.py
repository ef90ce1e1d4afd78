"""Rows with ``case`` and ``merged_from``, of this room and of upper ones: they go along with a case that is merged.

``merged_from`` keeps the first case from which a row came, so that it finds its way back through any chain.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Case as Choice
from django.db.models import F, QuerySet, Value, When
from django.db.models.functions import Coalesce

from .models import Case


def move_along(rows: QuerySet[Any], *, case_id: int, target_id: int) -> None:
    """Let those of the rows that stand in a merged case stand where it goes on."""
    rows.filter(case_id=case_id).update(case_id=target_id, merged_from=Coalesce("merged_from", Value(case_id)))


def move_back(rows: QuerySet[Any], *, case_id: int, target_id: int, within: Iterable[int] | None = None) -> None:
    """Give a case that stands on its own again what it had brought along to ``target_id``.

    ``within`` are the cases merged into it before, which brought theirs along; by default those that go on in it now.
    """
    if within is None:
        within = Case.with_merged.filter(merged_into=case_id).values_list("pk", flat=True)
    own = Choice(When(merged_from=case_id, then=None), default=F("merged_from"))
    rows.filter(case_id=target_id, merged_from__in=[case_id, *within]).update(case_id=case_id, merged_from=own)
