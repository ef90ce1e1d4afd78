"""A second pair of eyes: a letter waits until somebody else sends it, changes and sends it, or gives it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kulanz.core.clock import now
from kulanz.core.newlines import unix_newlines
from kulanz.events import log
from kulanz.events.actor import Actor, ActorKind

from .. import events
from ..access import locked_case, may_approve, require_user_id
from ..errors import EmptyText, NotAllowed, WrongState
from ..models import Approval, Case, CaseWords, Draft, Message, Note
from ..rules import Delivery
from ..vetoes import Attempt, let_pass
from ._effects import could_take, take_effect
from ._linking import link_beyond
from ._passing_on import take_forward
from ._unseen import check_seen
from .postponing import PostponementWish, postpone
from .taking_back import back_into_draft


def ask_approval(
    case: Case, message: Message, by: Actor, *, waits: bool, later: PostponementWish | None = None
) -> None:
    """Let a letter of a locked case wait. Nothing else changes before somebody decides: nobody has been told."""
    message.delivery, message.held_until = Delivery.AWAITING.value, None
    message.save(update_fields=["delivery", "held_until"])
    newest = Note.objects.filter(case=case).order_by("-id").values_list("id", flat=True).first()
    Approval.objects.create(
        message=message,
        waits=waits,
        until=later.until if later is not None else None,
        only_in_silence=later.only_in_silence if later is not None else True,
        note_id=newest or 0,
        asked_at=message.at,
    )
    log.record(events.ApprovalAsked(case.pk, message.pk), by=by)


def approve_letter(
    *,
    message_id: int,
    by: Actor,
    text: str | None = None,
    seen_message_id: int | None = None,
    seen_note_id: int | None = None,
    gaps_are_meant: bool = False,
    stops_are_known: bool = False,
) -> Message:
    """Send a letter of somebody else that waits, with other words where ``text`` is given. Its writer stays its writer.

    A moment that its writer chose is kept where it is still to come. Raises ``NotAllowed``, ``EmptyText``,
    ``WrongState`` where it waits no more, ``UnseenEntries`` where something newer than the ``seen`` ids is in the case
    (by default: newer than the letter), and for changed words ``OpenGaps`` and ``ReplyStopped``.
    """
    with transaction.atomic():
        letter = _waiting(message_id)
        case = _opened(letter, by)
        words = letter.text if text is None else unix_newlines(text).strip()
        if not words:
            raise EmptyText
        approval = letter.approval
        check_seen(case, seen_message_id or letter.pk, approval.note_id if seen_note_id is None else seen_note_id)
        if words != letter.text:
            attempt = Attempt(case, by, words, (), letter.has_files, letter.proposes_solution)
            let_pass(attempt, gaps_are_meant=gaps_are_meant, stops_are_known=stops_are_known)
        is_changed, letter.text, at = words != letter.text, words, now()
        _decide(approval, Approval.Outcome.APPROVED, by, at)
        log.record(events.LetterApproved(case.pk, letter.pk, is_changed), by=by)
        _let_go(case, letter, at)
        CaseWords.objects.rewrite([case.pk])
    return letter


def return_letter(*, message_id: int, by: Actor, remark: str = "") -> None:
    """Give a letter that waits back to its writer, with a remark for them alone: it is their draft again.

    Where they have left, or the case has left their teams, colleagues can go on with it.

    Raises ``NotAllowed`` and ``WrongState``.
    """
    with transaction.atomic():
        letter, at = _waiting(message_id), now()
        case = _opened(letter, by)
        letter.delivery = Delivery.WITHDRAWN.value
        letter.save(update_fields=["delivery"])
        letter.approval.remark = unix_newlines(remark).strip()
        _decide(letter.approval, Approval.Outcome.RETURNED, by, at)
        back_into_draft(letter, at)
        if not could_take(case, letter.author_id):
            # Its writer cannot go on with it: else its words would be nobody's. What they began since stays theirs.
            theirs = Draft.objects.filter(case=case, user_id=letter.author_id or 0, kind="reply", text=letter.text)
            theirs.update(is_shared=True, offered_to=None)
        CaseWords.objects.rewrite([case.pk])
        log.record(events.LetterReturned(case.pk, letter.pk, letter.sender_name), by=by)


def _waiting(message_id: int) -> Message:
    # The letter before its case, as all do who change where a letter is.
    rows = Message.objects.select_for_update(of=("self",)).filter(pk=message_id, delivery=Delivery.AWAITING.value)
    letter = rows.select_related("approval").first()
    if letter is None:
        raise WrongState
    return letter


def _opened(letter: Message, by: Actor) -> Case:
    """Take the case of a letter that somebody wants to decide on. Raises ``NotAllowed`` for its writer, too."""
    if not may_approve(by) or letter.author_id == require_user_id(by):
        raise NotAllowed
    return locked_case(letter.case_id, by)


def _decide(approval: Approval, outcome: Approval.Outcome, by: Actor, at: datetime) -> None:
    approval.outcome, approval.decided_at, approval.decided_by_id = outcome.value, at, by.user_id
    approval.save()


def _let_go(case: Case, letter: Message, at: datetime) -> None:
    """Let an approved letter begin its way, or wait for its moment, as its writer wanted."""
    approval, writer = letter.approval, Actor(ActorKind.USER, letter.author_id, letter.sender_name)
    letter.at, letter.held_until, letter.delivery = at, at, Delivery.HELD.value
    letter.save(update_fields=["at", "held_until", "delivery", "text"])
    # Its files are to be had for their whole time, however long the letter waited.
    if approval.until is not None and approval.until > at:
        link_beyond(letter, approval.until)
        wish = PostponementWish(approval.until, only_in_silence=approval.only_in_silence)
        postpone(case, letter, writer, wish, waits=approval.waits)
        return
    link_beyond(letter, at)
    if letter.is_forward:
        take_forward(case, letter, writer, waits=approval.waits)
    else:
        take_effect(case, letter, writer, waits=approval.waits, takes_it=could_take(case, letter.author_id))
