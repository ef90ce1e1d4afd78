"""The news: events about the registered subjects, each with those who may hear it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from kulanz.events.models import Event

from . import subjects
from .subjects import MayHear


@dataclass(frozen=True, slots=True)
class News:
    """Something happened: the event's id and kind, what it is about, when (UTC), and who may hear it at this moment."""

    id: int
    kind: str
    subject: str
    subject_id: int
    at: datetime
    may_hear: MayHear = field(compare=False)


def news_after(event_id: int, *, limit: int) -> list[News]:
    """Return up to ``limit`` news with an id above ``event_id``, oldest first. One query, and those of each subject."""
    rows = Event.objects.filter(pk__gt=event_id, subject_kind__in=subjects.registered()).order_by("pk")
    found = list(rows.values_list("pk", "kind", "subject_kind", "subject_id", "at")[:limit])
    ids: dict[str, set[int]] = defaultdict(set)
    for _, _, subject, subject_id, _ in found:
        ids[subject].add(subject_id)
    heard_by = {subject: subjects.audience(subject, sorted(each)) for subject, each in ids.items()}
    return [
        News(pk, kind, subject, subject_id, at, heard_by[subject][subject_id])
        for pk, kind, subject, subject_id, at in found
        if subject_id in heard_by[subject]
    ]


def newest_id() -> int:
    """Return the id of the newest event, 0 where there is none."""
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
