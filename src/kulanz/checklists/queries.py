"""What pages ask about checklists."""

from __future__ import annotations

from django.db.models import QuerySet

from kulanz.cases.models import Case
from kulanz.core.prepared import prepared

from .models import ChecklistLine, ChecklistTemplate


def lines_of(case: Case) -> list[ChecklistLine]:
    """Return the lines that stand in a case, in the order in which they were added. One query."""
    return _lines_of(case.pk)


@prepared
def _lines_of(case_id: int) -> QuerySet[ChecklistLine]:
    return ChecklistLine.objects.standing().filter(case_id=case_id).select_related("done_by").order_by("id")


def needed_in(case: Case) -> list[ChecklistLine]:
    """Return the open lines without which the case does not end. One query."""
    return list(ChecklistLine.objects.open().filter(case=case, needed=True).order_by("id"))


def templates_in_use() -> list[ChecklistTemplate]:
    """Return the templates that can be put on a case. One query."""
    return list(ChecklistTemplate.objects.filter(archived_at=None))
