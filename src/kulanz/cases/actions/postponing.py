"""Answers that go at a moment to come: held until then, gone once, or back in the draft where the customer wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kulanz.core.clock import now
from kulanz.events import jobs, log
from kulanz.events.actor import SYSTEM, Actor, ActorKind

from .. import events
from ..access import locked_case, require_user_id
from ..errors import WrongState
from ..models import Case, CaseWords, Confirmation, Message, Postponement, Reopening
from ..rules import Delivery, Direction
from ._effects import could_take, take_effect
from ._linking import link_beyond
from .repeats import TAKE_BACK, held_for
from .taking_back import back_into_draft


@dataclass(frozen=True, slots=True)
class PostponementWish:
    """When an answer goes (aware), and whether only as long as its customer is silent until then."""

    until: datetime
    only_in_silence: bool = True


def postpone(case: Case, message: Message, by: Actor, later: PostponementWish, *, waits: bool) -> None:
    """Hold a letter of a locked case back until its moment. Nothing else changes before: nobody has been told.

    Raises ``WrongState`` where the moment is over.
    """
    if later.until <= message.at:
        raise WrongState
    message.delivery, message.held_until = Delivery.LATER.value, None
    message.save(update_fields=["delivery", "held_until"])
    Postponement.objects.create(
        case=case,
        message=message,
        until=later.until,
        by_id=require_user_id(by),
        waits=waits,
        only_in_silence=later.only_in_silence,
        at=message.at,
    )
    _release_later(message.pk, later.until)
    log.record(events.ReplyPostponed(case.pk, message.pk, later.until.isoformat()), by=by)


def _release_later(message_id: int, until: datetime) -> None:
    key = f"release-letter:{message_id}"
    jobs.enqueue_all([jobs.NewJob("release-letter", {"message_id": message_id}, jobs.FIRST, until, key)])


def release_when_due(*, message_id: int) -> None:
    """Let a postponed letter go whose moment has come, or put it back into the draft where its customer has written.

    One that is gone, or was taken back, stays so.
    """
    with transaction.atomic():
        letter = _postponed(message_id)
        if letter is None or letter.postponed.until > now():
            return
        case = locked_case(letter.case_id, SYSTEM)
        if letter.postponed.only_in_silence and _was_overtaken(case, letter):
            _put_back(case, letter)
        else:
            _release(case, letter, held_until=now())


def send_postponed(*, message_id: int, by: Actor) -> None:
    """Let a postponed letter of one's own go now. It can be taken back like every other. Raises ``WrongState``."""
    with transaction.atomic():
        letter = _own(message_id, by)
        _release(locked_case(letter.case_id, by), letter, held_until=now() + held_for(by))


def discard_postponed(*, message_id: int, by: Actor) -> None:
    """Throw a postponed letter of one's own away: it neither goes nor is a draft. Raises ``WrongState``."""
    with transaction.atomic():
        letter = _own(message_id, by)
        case = locked_case(letter.case_id, by)
        _end(letter, Delivery.WITHDRAWN, now())
        CaseWords.objects.rewrite([case.pk])
        log.record(events.ReplyWithdrawn(case.pk, letter.pk), by=by)


def undo_discarding(*, message_id: int, by: Actor) -> None:
    """Let a letter of one's own that was thrown away just now wait for its moment again. Raises ``WrongState``."""
    with transaction.atomic():
        rows = Message.objects.select_for_update(of=("self",)).select_related("postponed")
        gone = rows.filter(pk=message_id, author_id=require_user_id(by), delivery=Delivery.WITHDRAWN.value)
        letter = gone.filter(postponed__until__gt=now(), postponed__ended_at__gte=now() - TAKE_BACK).first()
        if letter is None:
            raise WrongState
        case, until = locked_case(letter.case_id, by), letter.postponed.until
        letter.delivery = Delivery.LATER.value
        letter.save(update_fields=["delivery"])
        Postponement.objects.filter(message=letter).update(ended_at=None)
        CaseWords.objects.rewrite([case.pk])
        _release_later(letter.pk, until)
        log.record(events.ReplyPostponed(case.pk, letter.pk, until.isoformat()), by=by)


def _postponed(message_id: int) -> Message | None:
    # The letter before its case, as all do who change where a letter is.
    rows = Message.objects.select_for_update(of=("self",)).filter(pk=message_id, delivery=Delivery.LATER.value)
    return rows.select_related("postponed", "author").first()


def _own(message_id: int, by: Actor) -> Message:
    letter = _postponed(message_id)
    if letter is None or letter.author_id != require_user_id(by):
        raise WrongState
    return letter


def _end(letter: Message, delivery: Delivery, at: datetime) -> None:
    letter.delivery = delivery.value
    letter.save(update_fields=["delivery", "at", "held_until"])
    Postponement.objects.filter(message=letter).update(ended_at=at)


def _release(case: Case, letter: Message, *, held_until: datetime) -> None:
    letter.at, letter.held_until = now(), held_until
    _end(letter, Delivery.HELD, letter.at)
    link_beyond(letter, letter.at)
    by = Actor(ActorKind.USER, letter.author_id, letter.sender_name)
    takes_it = could_take(case, letter.author_id)
    take_effect(case, letter, by, waits=letter.postponed.waits, was_postponed=True, takes_it=takes_it)


def _was_overtaken(case: Case, letter: Message) -> bool:
    """Whether the customer has said anything since: a letter, or on their page whether it is solved."""
    said = case.messages.filter(direction=Direction.IN.value, is_automatic=False, pk__gt=letter.pk)
    later = {"case": case, "at__gt": letter.at}
    return (
        said.exists()
        or Confirmation.objects.filter(**later).exists()
        or Reopening.objects.filter(**later, why="not-solved").exists()
    )


def _put_back(case: Case, letter: Message) -> None:
    at = now()
    _end(letter, Delivery.WITHDRAWN, at)
    Postponement.objects.filter(message=letter).update(overtaken_at=at)
    back_into_draft(letter, at)
    CaseWords.objects.rewrite([case.pk])
    log.record(events.ReplyOvertaken(case.pk, letter.pk, letter.sender_name), by=SYSTEM)
