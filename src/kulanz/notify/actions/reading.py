"""Reading notices: by opening their case, or all at once."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from kulanz.cases.access import require_user_id
from kulanz.core.clock import now
from kulanz.events import log
from kulanz.events.actor import Actor

from ..events import NoticesChanged
from ..models import Notice, NoticeQuerySet


def read_notices_of(*, case_id: int, by: Actor) -> bool:
    """Note that a person has the case of some notices before their eyes. Returns whether any was unread. One query."""
    mine = Notice.objects.filter(user_id=require_user_id(by), read_at=None)
    return _read(mine.filter(Q(case_id=case_id) | Q(case__merged_into_id=case_id)), by)


def read_all_notices(*, by: Actor) -> None:
    """Note that a person has seen all that they were told of."""
    _read(Notice.objects.filter(user_id=require_user_id(by), read_at=None), by)


def _read(rows: NoticeQuerySet, by: Actor) -> bool:
    found = list(rows.values_list("pk", flat=True))
    if not found:
        return False
    with transaction.atomic():
        read = {"read_at": now(), "waits_until": None, "to_push": False, "to_mail": False}
        Notice.objects.filter(pk__in=found).update(**read)
        log.record(NoticesChanged(require_user_id(by)), by=by)
    return True
