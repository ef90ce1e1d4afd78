"""Brings stored sort keys in line after the house has changed its custom."""

from __future__ import annotations

from .models import Customer, CustomerWord
from .naming import PREFIXES

_BATCH = 500


def renew_sort_keys() -> int:
    """Sort the customers with words such as "von" in their names after the present custom. Returns how many moved."""
    ids = CustomerWord.objects.filter(word__in=PREFIXES).order_by("customer_id").values_list("customer_id", flat=True)
    moved = 0
    for customer in Customer.objects.filter(pk__in=ids).only("id", "name", "sort_key").iterator(_BATCH):
        if customer.sort_key != (fresh := customer.own_sort_key()):
            moved += Customer.objects.filter(pk=customer.pk).update(sort_key=fresh)
    return moved
