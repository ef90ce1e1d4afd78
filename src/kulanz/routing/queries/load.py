"""How much is on whose table: points of open cases, summed up by what the cases are like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from django.db.models import BooleanField, Count, Q, Value, When
from django.db.models import Case as Choose

from kulanz.cases.models import Case
from kulanz.cases.rules import OURS
from kulanz.coach.models import Mood

from ..models import CaseWeights
from ..rules import Weights, weight_of


def weights() -> Weights:
    """Return the table of points of the house. One query."""
    row = CaseWeights.objects.filter(pk=CaseWeights.ONLY).first()
    return row.weights if row is not None else Weights()


def loads_of(user_ids: Collection[int], table: Weights) -> Counter[int]:
    """Return the points of the open cases of people, by their ids; 0 for who has none. One query."""
    sums: Counter[int] = Counter()
    rows = Case.objects.open().filter(assignee_id__in=user_ids).order_by()
    kinds = (
        rows.annotate(
            is_ours=_yes_if(Q(status__in=[each.value for each in OURS], wakes_at=None)),
            is_heavy=_yes_if(Q(mood__is_veiled=True) | Q(mood__level=Mood.UPSET.value)),
        )
        .values("assignee_id", "priority", "is_ours", "is_heavy")
        .annotate(amount=Count("pk"))
    )
    for each in kinds:
        points = weight_of(priority=each["priority"], is_ours=each["is_ours"], is_heavy=each["is_heavy"], weights=table)
        sums[each["assignee_id"]] += points * each["amount"]
    return sums


def _yes_if(condition: Q) -> Choose:
    return Choose(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())
