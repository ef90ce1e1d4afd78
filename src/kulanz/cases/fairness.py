"""Fairness: what lists, counts, filters, exports, feeds and programs may tell about the work of one person of ours.

A single case and open work may name people: somebody has to know whom to ask. What one of us has brought to its end,
how it ended and how long it took belongs to that person alone (§ 87 (1) no. 6 BetrVG). Every door that shows many cases
asks here, so that there is one rule, in one place, without a database.
"""

from __future__ import annotations

# How a filter names who is accountable, beside the id of one person.
ME, NOBODY, SOMEBODY = "me", "nobody", "somebody"


def is_own(person: str, reader_id: int | None) -> bool:
    """Say whether a filter by person means whoever reads."""
    return person == ME or (reader_id is not None and person == str(reader_id))


def holds_closed(person: str, reader_id: int | None) -> bool:
    """Say whether a list narrowed to ``person`` ("" for everybody) may hold closed cases.

    Of oneself it may, and where nobody was accountable: that says nothing about anybody. Of anybody else it holds open
    work only. ``reader_id`` is our person who reads, ``None`` where none does.
    """
    return person in {"", NOBODY} or is_own(person, reader_id)


def may_name(*, is_open: bool, assignee_id: int | None, reader_id: int | None) -> bool:
    """Say whether a row among many may name who is accountable for its case: in open work, and oneself."""
    return assignee_id is not None and (is_open or assignee_id == reader_id)
