"""Recording, giving, keeping and taking back promises."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from kulanz.cases.access import case_of, locked_case, require_user_id
from kulanz.cases.actions.repeats import TAKE_BACK
from kulanz.cases.errors import CaseError, EmptyText, NotFound, WrongState
from kulanz.cases.models import Draft, Message
from kulanz.cases.rules import Delivery
from kulanz.core.clock import now
from kulanz.core.prepared import prepared
from kulanz.events import log
from kulanz.events.actor import Actor

from . import events
from .models import Promise
from .rules import is_plausible, still_says


class AbsurdDay(CaseError):
    """A promise until a day that lies many years away."""

    code = "absurd-day"


def record_promise(*, case_id: int, by: Actor, words: str, due_at: datetime) -> Promise:
    """Write down what a draft promises until ``due_at`` (aware). The same words and day again are the same promise.

    It counts when the letter goes out. Raises ``EmptyText``, ``NotFound``, ``NotAllowed``, and ``AbsurdDay`` for one
    that nobody promises.
    """
    user_id, words = require_user_id(by), _checked(words, due_at)
    with transaction.atomic():
        # Locked: of two presses at once the second one finds what the first has written.
        case = locked_case(case_id, by)
        known = Promise.objects.open().filter(_LOOSE, case=case, words=words, due_at=due_at, message=None).first()
        if known is not None:
            return known
        promise = Promise.objects.create(case=case, words=words, due_at=due_at, promised_by_id=user_id)
        log.record(events.PromiseRecorded(case.pk, promise.pk, words, due_at=due_at.isoformat()), by=by)
    return promise


def announce_promise(*, case_id: int, by: Actor, words: str, due_at: datetime) -> Promise:
    """Put on the customer's page what happens next, until ``due_at`` (aware): a promise like those of letters.

    Raises ``EmptyText``, ``NotFound``, ``NotAllowed`` and ``AbsurdDay``.
    """
    user_id, words = require_user_id(by), _checked(words, due_at)
    with transaction.atomic():
        case = locked_case(case_id, by)
        given = {"words": words, "due_at": due_at, "promised_by_id": user_id}
        promise = Promise.objects.create(case=case, announced_at=now(), **given)
        log.record(events.PromiseAnnounced(case.pk, promise.pk, words, due_at=due_at.isoformat()), by=by)
    return promise


def unannounce_promise(*, promise_id: int, by: Actor) -> None:
    """Take off the customer's page what one has put there just now. Raises ``WrongState`` after ``TAKE_BACK``."""
    user_id = require_user_id(by)
    with transaction.atomic():
        promise = _open_promise(promise_id, by)
        announced = promise.announced_at
        if announced is None or promise.promised_by_id != user_id or now() - announced > TAKE_BACK:
            raise WrongState
        Promise.objects.filter(pk=promise.pk).update(withdrawn_at=now())
        log.record(events.PromiseWithdrawn(promise.case_id, promise.pk, promise.words), by=by)


def _checked(words: str, due_at: datetime) -> str:
    if not is_plausible(due_at, now()):
        raise AbsurdDay
    words = " ".join(words.split())[:300]
    if not words:
        raise EmptyText
    return words


def give_promises(*, message_id: int, by: Actor) -> list[Promise]:
    """Bind the writer's recorded promises to the letter that says them; those it no longer says are taken back."""
    user_id = require_user_id(by)
    with transaction.atomic():
        waiting = _waiting_for(message_id, user_id)
        # Most letters promise nothing: their text need not be read for that.
        if not waiting:
            return []
        message = Message.objects.get(pk=message_id)
        given = [each for each in waiting if still_says(message.text, each.words)]
        unsaid = [each for each in waiting if each not in given]
        dropped = [each for each in unsaid if not _is_said_by_another(message, each)]
        Promise.objects.filter(pk__in=[each.pk for each in dropped]).update(withdrawn_at=now())
        Promise.objects.filter(pk__in=[each.pk for each in given]).update(message=message)
        gone = [events.PromiseWithdrawn(each.case_id, each.pk, each.words) for each in dropped]
        log.record_all([log.Recorded(each, by) for each in (*gone, *(_given(each, message) for each in given))])
    return given


def _is_said_by_another(message: Message, promise: Promise) -> bool:
    """Whether another letter of the same writer says it that waits to be approved: it is given when that one goes."""
    others = Message.objects.filter(case_id=message.case_id, author_id=message.author_id).exclude(pk=message.pk)
    waiting = others.filter(delivery=Delivery.AWAITING.value).values_list("text", flat=True)
    return any(still_says(text, promise.words) for text in waiting)


def _given(promise: Promise, message: Message) -> events.PromiseGiven:
    due_at = promise.due_at.isoformat()
    return events.PromiseGiven(message.case_id, promise.pk, promise.words, message.pk, due_at)


# In a draft only; the letter of the second was taken back just now.
_LOOSE = Q(announced_at=None) & (Q(message=None) | Q(message__delivery=Delivery.WITHDRAWN.value))


@prepared
def _waiting_for(message_id: int, user_id: int) -> QuerySet[Promise]:
    """What the writer of a letter has recorded in its case and not yet given, locked until the transaction ends."""
    rows = Promise.objects.select_for_update(of=("self",)).open().filter(promised_by_id=user_id)
    return rows.filter(_LOOSE, case__messages__id=message_id, case__messages__author_id=user_id)


def keep_promise(*, promise_id: int, by: Actor) -> None:
    """Note that a promise is kept, now. Raises ``WrongState`` where it is settled already."""
    user_id = require_user_id(by)
    with transaction.atomic():
        promise = _open_promise(promise_id, by)
        Promise.objects.filter(pk=promise.pk).update(kept_at=now(), kept_by_id=user_id)
        log.record(events.PromiseKept(promise.case_id, promise.pk, promise.words, promise.message_id), by=by)


def withdraw_promise(*, promise_id: int, by: Actor) -> None:
    """Take back a promise that stands in a draft only. Raises ``WrongState`` where the customer has it in writing."""
    require_user_id(by)
    with transaction.atomic():
        promise = _open_promise(promise_id, by)
        if not promise.is_pending:
            raise WrongState
        Promise.objects.filter(pk=promise.pk).update(withdrawn_at=now())
        log.record(events.PromiseWithdrawn(promise.case_id, promise.pk, promise.words), by=by)


def loosen(*, message_id: int) -> None:
    """Let the promises of a letter that was taken back stand in its draft again."""
    taken_back = Message.objects.filter(pk=message_id, delivery=Delivery.WITHDRAWN.value)
    Promise.objects.open().filter(message__in=taken_back).update(message=None)


def pass_on(*, case_id: int, by: Actor) -> None:
    """Let what a draft promises be promised by whoever goes on with it, as its letter will be theirs."""
    draft = Draft.objects.filter(case_id=case_id, user_id=require_user_id(by), kind="reply").first()
    if draft is None or draft.taken_from_id is None:
        return
    loose = Promise.objects.open().filter(case_id=case_id, promised_by_id=draft.taken_from_id)
    for promise in loose.filter(_LOOSE):
        if still_says(draft.taken_text, promise.words):
            Promise.objects.filter(pk=promise.pk).update(promised_by_id=draft.user_id, message=None)


def bring_along(*, case_id: int, target_id: int) -> None:
    """Let all that was promised in a case stand in another one."""
    Promise.objects.filter(case_id=case_id).update(case_id=target_id)


def follow(*, case_ids: Collection[int]) -> None:
    """Let the promises of some cases stand where the letter or the draft is that says them.

    One that nobody has heard yet is in a draft, or in a letter that waits to be approved.
    """
    of_letter = Message.objects.filter(pk=OuterRef("message_id")).values("case_id")
    stale = Promise.objects.filter(case_id__in=case_ids).exclude(Q(message=None) | Q(case=F("message__case")))
    stale.update(case_id=Subquery(of_letter))
    loose = Promise.objects.open().filter(case_id__in=case_ids, message=None, announced_at=None)
    for promise in loose:
        drafts = Draft.objects.filter(user_id=promise.promised_by_id, case_id__in=case_ids, kind="reply")
        letters = Message.objects.filter(author_id=promise.promised_by_id, case_id__in=case_ids)
        waiting = letters.filter(delivery=Delivery.AWAITING.value)
        texts = [*drafts.values_list("case_id", "text"), *waiting.values_list("case_id", "text")]
        said = [case_id for case_id, text in texts if still_says(text, promise.words)]
        if said and promise.case_id not in said:
            Promise.objects.filter(pk=promise.pk).update(case_id=said[0])


def _open_promise(promise_id: int, by: Actor) -> Promise:
    promise = Promise.objects.select_for_update().filter(pk=promise_id).first()
    if promise is None:
        raise NotFound
    # For the rights alone: a promise has none but those of its case.
    case_of(promise.case_id, by)
    if promise.kept_at is not None or promise.withdrawn_at is not None:
        raise WrongState
    return promise
