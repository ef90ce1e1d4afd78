"""For whom or what a case waits, and until when: read along with the case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef

from kulanz.core.json_rows import JsonRows

from ..models import Case, Waiting


@dataclass(frozen=True, slots=True)
class Wait:
    """For whom or what a case waits (empty: nobody said), and the day on which we ask again."""

    reason: str
    until: date | None


def waits() -> JsonRows:
    """Return the annotation ``waits`` of a case: the waiting that has not ended."""
    rows = Waiting.objects.filter(case=OuterRef("pk"), ended_at=None).order_by("-id")
    return JsonRows(rows.values("reason", "until")[:1])


def wait_of(case: Case) -> Wait | None:
    """Return what the annotation holds; ``None`` where the case waits for nobody."""
    found = vars(case)["waits"]
    if not found:
        return None
    until = found[0]["until"]
    return Wait(found[0]["reason"], date.fromisoformat(until) if until else None)
