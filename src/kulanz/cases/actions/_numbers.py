"""The numbers of cases: in order, none twice, none missing."""

from __future__ import annotations

from collections import Counter

from django.db import connection

from kulanz.people.models import Brand


def next_number(brand_id: int) -> str:
    """Take the next case number of a brand, inside the open transaction."""
    return next_numbers(Counter([brand_id]))[brand_id][0]


def next_numbers(wanted: Counter[int]) -> dict[int, list[str]]:
    """Take the next numbers of each brand. The row stays locked until the commit: no number twice, none missing."""
    table = connection.ops.quote_name(Brand._meta.db_table)
    numbers: dict[int, list[str]] = {}
    with connection.cursor() as cursor:
        for brand_id, amount in sorted(wanted.items()):
            cursor.execute(
                f"UPDATE {table} SET last_number = last_number + %s WHERE id = %s "  # noqa: S608 - our own name
                "RETURNING prefix, last_number",
                [amount, brand_id],
            )
            prefix, last = cursor.fetchall()[0]
            numbers[brand_id] = [f"{prefix}-{number}" for number in range(last - amount + 1, last + 1)]
    return numbers
