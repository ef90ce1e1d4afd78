"""Whom an event concerns, and as what. Questions to the spine, one or two each; whoever acted hears nothing of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from kulanz.cases import events as cases
from kulanz.cases.models import Assignment, Case, Draft, Mention, Message, Snooze
from kulanz.core.clock import now
from kulanz.events.actor import ActorKind
from kulanz.events.catalogue import DomainEvent
from kulanz.events.models import Event
from kulanz.people.models import User
from kulanz.promises.models import Promise
from kulanz.routing.rules import Because
from kulanz.rules.events import ColleagueNotified

from .models import Notice
from .rules import KNOWN_FOR, SOON, NoticeKind


@dataclass(frozen=True, slots=True)
class NoticeOccasion:
    """Something in a case of which people are told.

    ``message_id`` or ``note_id`` is the entry it is about: whoever has seen that needs no notice any more.
    """

    kind: NoticeKind
    case_id: int
    user_ids: frozenset[int] = frozenset()
    message_id: int | None = None
    note_id: int | None = None


def occasions_of(event: Event) -> list[NoticeOccasion]:
    """Return what an event means to people of ours; mostly nothing, and never to the one who caused it."""
    it = event.domain_event()
    ask = _ASK.get(type(it))
    if it is None or ask is None:
        return []
    actor = event.actor_id if event.actor_kind == ActorKind.USER.value else None
    return [_without(each, actor) for each in ask(it)]


def promise_occasions() -> list[NoticeOccasion]:
    """Return which promises are due soon or overdue, of those of whose state nobody was told yet. Two queries.

    Told is whoever has the case, else whoever gave the promise.
    """
    at = now()
    rows = Promise.objects.open().given().filter(due_at__gt=at - KNOWN_FOR, due_at__lte=at + SOON, case__is_open=True)
    found = []
    for promise in rows.select_related("case").order_by("due_at", "id"):
        kind = NoticeKind.DUE if promise.due_at > at else NoticeKind.OVERDUE
        since = promise.due_at - (SOON if kind is NoticeKind.DUE else timedelta())
        found.append((promise.case.assignee_id or promise.promised_by_id, kind, promise.case_id, since))
    kinds = (NoticeKind.DUE.value, NoticeKind.OVERDUE.value)
    told = Notice.objects.filter(kind__in=kinds, case_id__in={case_id for _, _, case_id, _ in found})
    last = {(user, kind, case): at for user, kind, case, at in told.values_list("user_id", "kind", "case_id", "at")}
    return [
        NoticeOccasion(kind, case_id, frozenset({user_id}))
        for user_id, kind, case_id, since in found
        if (known := last.get((user_id, kind.value, case_id))) is None or known < since
    ]


def _without(occasion: NoticeOccasion, user_id: int | None) -> NoticeOccasion:
    people = occasion.user_ids - {user_id or 0}
    return NoticeOccasion(occasion.kind, occasion.case_id, people, occasion.message_id, occasion.note_id)


def _received(it: cases.MessageReceived) -> Iterable[NoticeOccasion]:
    if it.opened:
        yield NoticeOccasion(NoticeKind.NEW, it.case_id)
    elif not it.automatic:
        yield NoticeOccasion(NoticeKind.ANSWERED, it.case_id, _accountable(it.case_id), message_id=it.message_id)


def _declined(it: cases.SolutionDeclined) -> Iterable[NoticeOccasion]:
    yield NoticeOccasion(NoticeKind.ANSWERED, it.case_id, _accountable(it.case_id))


def _assigned(it: cases.CaseAssigned) -> Iterable[NoticeOccasion]:
    if it.undone:
        return
    if it.user_id is not None:
        yield NoticeOccasion(NoticeKind.GIVEN, it.case_id, frozenset({it.user_id}))
    if Because.STILL.value in it.because:
        standing = Assignment.objects.filter(case_id=it.case_id, withdrawn_at=None).order_by("-id")
        before = [each for each in standing.values_list("user_id", flat=True)[1:2] if each is not None]
        yield NoticeOccasion(NoticeKind.BACK, it.case_id, frozenset(before))


def _woken(it: cases.CaseWoken) -> Iterable[NoticeOccasion]:
    if it.early:
        return
    wished = Snooze.objects.filter(case_id=it.case_id).order_by("-id").values_list("returned_to_id", flat=True).first()
    yield NoticeOccasion(NoticeKind.BACK, it.case_id, frozenset({wished} if wished else _accountable(it.case_id)))


def _noted(it: cases.NoteWritten) -> Iterable[NoticeOccasion]:
    called = Mention.objects.filter(note_id=it.note_id, seen_at=None).values_list("user_id", flat=True)
    if people := frozenset(called):
        yield NoticeOccasion(NoticeKind.MENTIONED, it.case_id, people, note_id=it.note_id)


def _notified(it: ColleagueNotified) -> Iterable[NoticeOccasion]:
    yield NoticeOccasion(NoticeKind.MENTIONED, it.case_id, frozenset({it.user_id}), note_id=it.note_id)


def _shared(it: cases.DraftShared) -> Iterable[NoticeOccasion]:
    offered = Draft.objects.filter(case_id=it.case_id, is_shared=True).exclude(offered_to=None)
    newest = offered.order_by("-saved_at").values_list("offered_to_id", flat=True)[:1]
    if not it.undone and (people := frozenset(each for each in newest if each is not None)):
        yield NoticeOccasion(NoticeKind.DRAFT, it.case_id, people)


def _to_approve(it: cases.ApprovalAsked) -> Iterable[NoticeOccasion]:
    able = User.objects.filter(Q(is_lead=True) | Q(is_admin=True), is_active=True)
    yield NoticeOccasion(NoticeKind.TO_APPROVE, it.case_id, frozenset(able.order_by().values_list("pk", flat=True)))


def _returned(it: cases.LetterReturned) -> Iterable[NoticeOccasion]:
    yield NoticeOccasion(NoticeKind.RETURNED, it.case_id, _writer(it.message_id))


def _failed(it: cases.DeliveryFailed) -> Iterable[NoticeOccasion]:
    yield NoticeOccasion(NoticeKind.UNDELIVERED, it.case_id, _accountable(it.case_id) or _writer(it.message_id))


def _accountable(case_id: int) -> frozenset[int]:
    rows = Case.objects.filter(pk=case_id, assignee__isnull=False).values_list("assignee_id", flat=True)
    return frozenset(each for each in rows if each is not None)


def _writer(message_id: int) -> frozenset[int]:
    rows = Message.objects.filter(pk=message_id, author__isnull=False).values_list("author_id", flat=True)
    return frozenset(each for each in rows if each is not None)


_ASK: dict[type[DomainEvent] | type[None], Callable[..., Iterable[NoticeOccasion]]] = {
    cases.MessageReceived: _received,
    cases.SolutionDeclined: _declined,
    cases.CaseAssigned: _assigned,
    cases.CaseWoken: _woken,
    cases.NoteWritten: _noted,
    ColleagueNotified: _notified,
    cases.DraftShared: _shared,
    cases.ApprovalAsked: _to_approve,
    cases.LetterReturned: _returned,
    cases.DeliveryFailed: _failed,
}
