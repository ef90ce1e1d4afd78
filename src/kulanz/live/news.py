"""The news: events about the registered subjects, each with those who may hear it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from kulanz.events.models import Event

from . import subjects
from .subjects import MayHear

BATCH = 1000


@dataclass(frozen=True, slots=True)
class News:
    """Something happened: the event's id and kind, what it is about, when (UTC), and who may hear it at this moment."""

    id: int
    kind: str
    subject: str
    subject_id: int
    at: datetime
    may_hear: MayHear = field(compare=False)


def news_after(event_id: int, *, since: datetime | None = None, known: Container[int] = ()) -> list[News]:
    """Return all news with an id above ``event_id``, oldest first, but those ``known`` and those from before ``since``.

    One query, and those of each subject for every ``BATCH`` of its ids.
    """
    rows = Event.objects.filter(pk__gt=event_id, subject_kind__in=subjects.registered()).order_by("pk")
    rows = rows if since is None else rows.filter(at__gte=since)
    found = [row for row in rows.values_list("pk", "kind", "subject_kind", "subject_id", "at") if row[0] not in known]
    ids: dict[str, set[int]] = defaultdict(set)
    for _, _, subject, subject_id, _ in found:
        ids[subject].add(subject_id)
    heard_by = {subject: _audience(subject, sorted(each)) for subject, each in ids.items()}
    return [
        News(pk, kind, subject, subject_id, at, heard_by[subject][subject_id])
        for pk, kind, subject, subject_id, at in found
        if subject_id in heard_by[subject]
    ]


def _audience(subject: str, ids: Sequence[int]) -> Mapping[int, MayHear]:
    batches = [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]
    return {key: may_hear for batch in batches for key, may_hear in subjects.audience(subject, batch).items()}


def newest_of_each(news: Iterable[News]) -> list[News]:
    """Return the newest about each subject, oldest first: enough for whoever has missed very much."""
    newest = {(each.subject, each.subject_id): each for each in news}
    return sorted(newest.values(), key=lambda each: each.id)


def newest_id() -> int:
    """Return the id of the newest event, 0 where there is none."""
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
