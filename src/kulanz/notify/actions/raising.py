"""Telling people: a row for each person, kind and case, raised when the same happens again."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta

from django.db import transaction

from kulanz.cases.models import Approval, Case, ReadMark
from kulanz.core.clock import now
from kulanz.events import jobs, log
from kulanz.events.actor import SYSTEM
from kulanz.people.actors import sights_of

from ..concerned import NoticeOccasion, promise_occasions
from ..events import NoticesChanged
from ..models import Notice
from ..queries import choices_of, survivor_of, times_of, with_browsers
from ..rules import NoticeKind, NoticeWay


def raise_notices(*, occasion: NoticeOccasion, event_id: int = 0) -> list[int]:
    """Tell those whom an occasion concerns and who may see its case. Returns the ids of who was told.

    ``event_id`` is the event behind it: what it has said already is not said again. Whoever is not at work is told
    when their work begins, unless they want it otherwise.
    """
    case = survivor_of(occasion.case_id) if occasion.user_ids else None
    if case is None:
        return []
    with transaction.atomic():
        people = _to_be_told(occasion, case, event_id)
        rows = list(_rows(people, occasion.kind, case, event_id))
        Notice.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["user", "kind", "case"], update_fields=_RAISED
        )
        spread([row.user_id for row in rows if row.waits_until is None], rows)
    return people


_RAISED = ["at", "event_id", "read_at", "waits_until", "in_page", "to_push", "to_mail"]


def _to_be_told(occasion: NoticeOccasion, case: Case, event_id: int) -> list[int]:
    """Those who may see the case, have not heard of this and have not seen what it is about."""
    sights = sights_of(sorted(occasion.user_ids))
    able = {user_id for user_id, sight in sights.items() if sight.covers(case.team_id)}
    if event_id:
        told = Notice.objects.filter(user_id__in=able, kind=occasion.kind.value, case=case, event_id__gte=event_id)
        able -= set(told.values_list("user_id", flat=True))
    if (entry := occasion.message_id or occasion.note_id) is not None:
        reached = "message_id__gte" if occasion.message_id else "note_id__gte"
        seen = ReadMark.objects.filter(user_id__in=able, case=case, **{reached: entry})
        able -= set(seen.values_list("user_id", flat=True))
    return sorted(able)


def _rows(people: Collection[int], kind: NoticeKind, case: Case, event_id: int) -> Iterable[Notice]:
    if not people:
        return
    at, choices, browsers = now(), choices_of(people), with_browsers(people)
    times = times_of([each for each in people if choices[each].quiet])
    for user_id in people:
        ways = choices[user_id].ways_for(kind)
        when = times.get(user_id)
        # Also for who wants to be told nowhere: the row says that it was looked after.
        yield Notice(
            user_id=user_id,
            case=case,
            kind=kind.value,
            at=at,
            event_id=event_id,
            waits_until=when.quiet_until(at) if when is not None else None,
            in_page=NoticeWay.PAGE in ways,
            to_push=NoticeWay.PUSH in ways and user_id in browsers,
            to_mail=NoticeWay.MAIL in ways,
        )


def spread(user_ids: Collection[int], rows: Iterable[Notice]) -> None:
    """Let open pages know, and browsers that show notices."""
    log.record_all([log.Recorded(NoticesChanged(each), SYSTEM) for each in sorted(set(user_ids))])
    pushed = sorted({row.user_id for row in rows if row.to_push and row.user_id in set(user_ids)})
    jobs.enqueue_all([jobs.NewJob("push-notices", {"user_id": each}, key=f"push-{each}") for each in pushed])


def raise_due_promises() -> list[NoticeOccasion]:
    """Tell of promises that are due soon or overdue. Returns of what somebody was told just now."""
    return [each for each in promise_occasions() if raise_notices(occasion=each)]


def release_waiting() -> None:
    """Let come what was held back until now: the bell counts it, and each person's browsers show it as one."""
    with transaction.atomic():
        rows = list(Notice.objects.select_for_update().filter(waits_until__lte=now()).order_by("id")[:_MOST])
        Notice.objects.filter(pk__in=[row.pk for row in rows]).update(waits_until=None)
        spread([row.user_id for row in rows], rows)


_MOST = 2000  # the next minute goes on


def settle_notices(*, case_id: int) -> None:
    """Take back what nobody is asked any more: a letter that needs no eyes, a case that was handed on unseen."""
    with transaction.atomic():
        mine = Notice.objects.filter(case_id=case_id, read_at=None)
        open_letters = Approval.objects.filter(message__case_id=case_id, outcome="")
        gone = [] if open_letters.exists() else [*mine.filter(kind=NoticeKind.TO_APPROVE.value)]
        holder = Case.objects.filter(pk=case_id).values_list("assignee_id", flat=True).first()
        gone += [*mine.filter(kind=NoticeKind.GIVEN.value).exclude(user_id=holder or 0)]
        Notice.objects.filter(pk__in=[each.pk for each in gone]).delete()
        spread([each.user_id for each in gone], ())


def forget_notices() -> None:
    """Delete what was read long ago, and what a month has not been read either."""
    long_ago = now() - timedelta(days=Notice.KEPT_DAYS)
    Notice.objects.filter(read_at__lt=long_ago).delete()
    Notice.objects.filter(at__lt=long_ago).delete()
