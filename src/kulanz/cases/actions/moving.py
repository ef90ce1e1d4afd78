"""A message that belongs elsewhere: move it to another case, or split it off into its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from kulanz.core.clock import now
from kulanz.events import log
from kulanz.events.actor import Actor, ActorKind
from kulanz.events.catalogue import kind_of
from kulanz.events.models import Event
from kulanz.people.models import Customer

from .. import counting, dissolving, events
from ..access import locked_cases, locked_pair, require_staff, require_user_id
from ..errors import BrandsDiffer, WrongState
from ..models import (
    Case,
    CaseWords,
    Confirmation,
    Ending,
    Merge,
    Message,
    Note,
    Postponement,
    Relation,
    Solution,
    Waiting,
)
from ..rules import OURS, CaseStatus, RelationKind
from ._joining import bring_along
from ._settling import settle
from ._steps import end_snooze, hold_letters, refresh_status, update_case
from .links import lead_on
from .merging import hide, stand_as_before, take_up, unmerge_case
from .receive import next_number, preview_of
from .repeats import TAKE_BACK


def move_message(*, message_id: int, by: Actor, case_id: int | None, with_later: bool = False) -> Case:
    """Move a customer's message to another case (``None``: into a new one of its own). Returns where it is now.

    ``with_later`` moves all that was said after it, too. What a colleague wrote round a letter goes along, and what an
    answer of ours began. A case that loses its only letter before anybody touched it is dissolved: it was no matter of
    its own, and goes on in the other. A new case and the one it comes from know each other.

    A letter that nobody has answered brings the other case back, also where that is snoozed. Both cases must be open to
    the actor. Raises ``WrongState`` for our own answers and where nothing would be left in a case that is split, and
    ``BrandsDiffer``.
    """
    require_staff(by)
    with transaction.atomic():
        message, source, other = _taken(message_id, case_id, by)
        letters = _letters(source, message, with_later=with_later)
        if case_id is None and source.messages.exclude(pk__in=letters).count() == 0:
            raise WrongState
        target = _split(source, message) if case_id is None else other
        if target.pk == source.pk:
            return source
        if target.brand_id != source.brand_id:
            raise BrandsDiffer
        at = now()
        before = _stood(source, letters, at)
        moved = events.MessageMoved(
            target.pk, message.pk, source.pk, source.number, sorted(letters), case_id is None, before
        )
        if _is_awaited(source, letters):
            _wake(target, at)
        _carry(letters, source, target)
        for letter in letters.values():
            letter.merged_from_id, letter.hints = None, [hint for hint in letter.hints if hint["code"] != "belongs-to"]
        Message.objects.bulk_update(letters.values(), ["merged_from", "hints"])
        settle(target)
        if not settle(source):
            _dissolve(source, target, letters, by, at)
        if source.merged_into_id is None:
            _pass_on(source, target, by)
            _forget_subject(source, message)
        if case_id is None:
            Relation.objects.create(case=target, other=source, kind=RelationKind.SPLIT.value, by_id=by.user_id)
        CaseWords.objects.rewrite([target.pk, source.pk])
        log.record(moved, by=by)
    return target


def undo_move(*, message_id: int, by: Actor) -> Case:
    """Undo a move of one's own: the letters lie where they lay, a case that came of it is gone. Returns their case.

    Raises ``WrongState`` after ``TAKE_BACK``, or where something was said or done with them since.
    """
    me = require_user_id(by)
    with transaction.atomic():
        last = _last_move(message_id, me)
        hold_letters(last.case_id, last.from_case_id)
        source, target = locked_pair(last.from_case_id, last.case_id, by)
        if source.merged_into_id == target.pk:
            return unmerge_case(case_id=source.pk, by=by)
        letters = {each.pk: each for each in Message.objects.filter(case=target, pk__in=last.message_ids)}
        is_touched = last.is_split and _is_touched(target, letters)
        if len(letters) != len(last.message_ids) or source.merged_into_id is not None or is_touched:
            raise WrongState
        _carry(letters, target, source)
        for letter in letters.values():
            letter.merged_from_id, letter.hints = last.before["letters"][str(letter.pk)]
        Message.objects.bulk_update(letters.values(), ["merged_from", "hints"])
        update_case(source, customer_id=last.before["customer"], subject=last.before["subject"])
        if "at" in last.before:
            stand_as_before(target, datetime.fromisoformat(last.before["at"]))
        settle(source)
        settle(target)
        CaseWords.objects.rewrite([target.pk, source.pk])
        back = replace(last, case_id=source.pk, from_case_id=target.pk, from_number=target.number)
        log.record(replace(back, before={}, undone=True), by=by)
        if last.is_split:  # after the event: what upper rooms keep about the letters has left it by now
            _remove(target, source)
    return source


def _taken(message_id: int, case_id: int | None, by: Actor) -> tuple[Message, Case, Case]:
    """The letter, the case it lies in, and where it goes. Locked like whoever merges them does: cases first."""
    place = Message.objects.filter(pk=message_id).values_list("case_id", flat=True).first()
    if place is None:
        raise WrongState
    hold_letters(place, case_id)
    source, target = locked_cases(place, case_id or place, by=by)
    message = Message.objects.select_related("customer").filter(pk=message_id, case=source).first()
    if message is None or not message.is_incoming:
        raise WrongState
    return message, source, target


def _letters(source: Case, message: Message, *, with_later: bool) -> dict[int, Message]:
    """The letters that move, by their ids."""
    if not with_later:
        return {message.pk: message}
    later = source.messages.filter(Q(at__gt=message.at) | Q(at=message.at, pk__gte=message.pk))
    return {each.pk: each for each in later}


def _stood(source: Case, letters: Mapping[int, Message], at: datetime) -> dict[str, Any]:
    """What a move changes and its undoing gives back; what ends with it in the other case bears its instant ``at``."""
    kept = {str(pk): (letter.merged_from_id, letter.hints) for pk, letter in letters.items()}
    return {"customer": source.customer_id, "subject": source.subject, "letters": kept, "at": at.isoformat()}


def _is_awaited(source: Case, letters: Mapping[int, Message]) -> bool:
    """Whether one of the letters waits for our answer: as an arriving one, it is more than a mere thank-you."""
    since = source.waiting_since
    asking = (each for each in letters.values() if each.is_incoming and not each.is_automatic)
    return since is not None and any(each.at >= since and not each.sounds_solved for each in asking)


def _wake(target: Case, at: datetime) -> None:
    """Let a case be with us, and awake, for somebody who waits in it now."""
    if target.state not in OURS:
        take_up(target, at)
    end_snooze(target, at)


def _carry(letters: Mapping[int, Message], source: Case, target: Case) -> None:
    """Move letters with what came with them, and what our answers began: it bears their time."""
    Message.objects.filter(pk__in=letters).update(case=target)
    Note.objects.filter(came_with__in=letters).update(case=target)
    ours = [letter.at for letter in letters.values() if not letter.is_incoming]
    Solution.objects.filter(message__in=letters).update(case=target)
    Confirmation.objects.filter(message__in=letters).update(case=target)
    Postponement.objects.filter(message__in=letters).update(case=target)
    Waiting.objects.filter(case=source, at__in=ours).update(case=target)


def _last_move(message_id: int, user_id: int) -> events.MessageMoved:
    place = Message.objects.filter(pk=message_id).values_list("case_id", flat=True).first()
    moves = Event.objects.filter(subject_kind="case", subject_id=place or 0, kind=kind_of(events.MessageMoved).name)
    mine = moves.filter(actor_id=user_id, actor_kind=ActorKind.USER.value, data__message_id=message_id)
    last = mine.order_by("-id").first()
    moved = last.domain_event() if last is not None else None
    if last is None or not isinstance(moved, events.MessageMoved) or now() - last.at > TAKE_BACK:
        raise WrongState
    if moved.undone or not moved.before:
        raise WrongState
    return moved


def _is_touched(case: Case, letters: Mapping[int, Message]) -> bool:
    """Whether something was said or done in a case that was made for these letters."""
    return (
        case.messages.exclude(pk__in=letters).exists()
        or case.notes.exclude(came_with__in=letters).exists()
        or case.assignments.exists()
        or case.drafts.exists()
    )


def _remove(case: Case, target: Case) -> None:
    """A case that nobody needs any more is gone, as if it had not been made; who holds its key comes to the other."""
    lead_on(case, target)
    counting.shift(Counter({counting.place_of(case): -1}))
    case.delete()


def _split(source: Case, message: Message) -> Case:
    case = Case.objects.create(
        number=next_number(source.brand_id),
        brand_id=source.brand_id,
        customer_id=message.customer_id or source.customer_id,
        subject=_named(message, source),
        team_id=source.team_id,
        channel=message.channel,
        entrance_id=source.entrance_id,
        language=source.language,
        opened_at=message.at,
        last_entry_at=message.at,
    )
    counting.shift(Counter([counting.place_of(case)]))
    return case


def _named(message: Message, source: Case) -> str:
    """What the new case is called. The name of the case it leaves may be the words of somebody else."""
    theirs = source.subject if message.customer_id == source.customer_id else ""
    return message.subject or theirs or preview_of(message.text) or message.sender_address or "?"


def _dissolve(case: Case, target: Case, letters: Mapping[int, Message], by: Actor, at: datetime) -> None:
    """Nothing was said in it any more. One that nobody had touched goes on in ``target``; else its notes stay.

    Who was told of it holds its key and its number: both lead there then. So does the draft of whoever writes in it.
    """
    lead_on(case, target, is_merged=case.state is CaseStatus.NEW)
    Ending.objects.filter(of=case).exclude(case=target).update(of=target)
    dissolving.notify(case.pk, target.pk)
    if case.state is CaseStatus.NEW and not case.notes.exists():
        Message.objects.filter(pk__in=letters).update(merged_from=case)
        moved = bring_along(case, target, at)
        hide(case, target, at)
        Merge.objects.create(case=case, into=target, by_id=require_user_id(by), moved=moved, at=at)
    else:
        refresh_status(case, waiting_since=None, preview="", has_files=False)


def _pass_on(case: Case, target: Case, by: Actor) -> None:
    """Where nothing is left that its customer wrote or received, it is the matter of whoever wrote first in it.

    The former customer's keys go where their letter went: here they would open what others wrote to us.
    """
    if case.messages.readable_by(case.customer_id).exists():
        return
    writers = case.messages.filter(direction="in").exclude(customer=None).order_by("at", "id")
    heir = Customer.objects.filter(pk__in=writers.values("customer_id")[:1]).first()
    if heir is None or heir.pk == case.customer_id:
        return
    former = case.customer
    lead_on(case, target, customer_id=former.pk)
    update_case(case, customer=heir)
    log.record(events.CaseChanged(case.pk, "customer", former.name, heir.name), by=by)


def _forget_subject(case: Case, gone: Message) -> None:
    """A letter takes its subject along: who writes in the case from now on must not learn it from our answers.

    Nor may the case be called by what somebody else wrote to us alone: its customer reads the name on their page.
    """
    if not gone.subject or case.subject != gone.subject:
        return
    rest = case.messages.order_by("at", "id")
    if not rest.filter(subject=gone.subject).exists():
        known = rest.readable_by(case.customer_id).exclude(subject="")
        first = known.values_list("subject", flat=True).first()
        update_case(case, subject=first or case.number)
