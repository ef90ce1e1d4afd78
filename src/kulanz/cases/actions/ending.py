"""Ending a case without a letter: it needs no answer, nobody waits for one, or it is told elsewhere already."""

from __future__ import annotations

from django.db import transaction

from kulanz.core.clock import now
from kulanz.events import log
from kulanz.events.actor import Actor
from kulanz.people.actions import block_sender, unblock_sender
from kulanz.people.rules import mail_key

from .. import events
from ..access import case_of, locked_case, require_staff, require_user_id
from ..audience import is_reachable, lines_of
from ..errors import DuplicateRefused, WrongState
from ..models import Case, Ending, OwnReason
from ..ours import own_among
from ..queries.reasons import reason_chosen
from ..rules import CLOSED, EndingReason
from ..vetoes import let_end
from ._steps import end_snooze, end_waiting, give_back, refresh_status, standing_ending, waited_since
from .repeats import TAKE_BACK

LONGEST_CHAIN = 20  # duplicates of duplicates that are followed


def end_case(
    *,
    case_id: int,
    by: Actor,
    reason: EndingReason,
    of_id: int | None = None,
    blocks_sender: bool = False,
    named_id: int | None = None,
) -> Ending:
    """End an open case without writing to anybody. It counts as ended, never as solved.

    ``of_id`` is the case of which it is a duplicate. ``blocks_sender`` counts for spam: whoever wrote last is blocked,
    unless the address is our own or blocked already. ``named_id`` is one of the house's own reasons for it. Raises
    ``WrongState`` when it is closed, ``EndingStopped``, ``DuplicateRefused``, ``NotFound`` or ``NotAllowed`` for the
    other case, and ``NotFound`` for a reason that is not in use.
    """
    require_staff(by)
    with transaction.atomic():
        case = locked_case(case_id, by)
        if case.state in CLOSED:
            raise WrongState
        let_end(case, reason)
        original = _original(case, of_id, by) if reason is EndingReason.DUPLICATE else None
        at = now()
        end_waiting(case, at)
        end_snooze(case, at)
        ending = Ending.objects.create(
            case=case,
            reason=reason.value,
            named=reason_chosen(named_id, OwnReason.Use.ENDING),
            of=original,
            by_id=by.user_id,
            blocked=_block_writer(case, by) if blocks_sender and reason is EndingReason.SPAM else "",
            waiting_since=case.waiting_since,
            at=at,
        )
        refresh_status(case, waiting_since=None)
        _tell(ending, by)
    return ending


def undo_ending(*, case_id: int, by: Actor) -> None:
    """Undo an ending of one's own: the case stands where it stood before, and whom it blocked may write again.

    Raises ``WrongState`` after ``TAKE_BACK``, or where the case has moved on since.
    """
    me = require_user_id(by)
    with transaction.atomic():
        case = locked_case(case_id, by)
        ending = standing_ending(case)
        if ending is None or ending.by_id != me or now() - ending.at > TAKE_BACK:
            raise WrongState
        since = waited_since(case)
        Ending.objects.filter(pk=ending.pk).update(withdrawn_at=now())
        give_back(case, ending.at)
        if ending.blocked:
            unblock_sender(by=by, address=ending.blocked)
        refresh_status(case, waiting_since=since)
        _tell(ending, by, undone=True)


def _original(case: Case, of_id: int | None, by: Actor) -> Case:
    """The case in which the matter goes on: that of which the named one is a duplicate, where it is one itself."""
    original = case_of(of_id or 0, by)
    for _step in range(LONGEST_CHAIN):
        if original.pk == case.pk:
            raise DuplicateRefused
        ending = standing_ending(original)
        if ending is None or ending.of_id is None:
            break
        original = case_of(ending.of_id, by)
    return original


def _block_writer(case: Case, by: Actor) -> str:
    """Block who wrote last. Returns the address, "" where there is nobody new to block."""
    letters = case.messages.filter(direction="in").order_by("-at", "-id")
    address = mail_key(letters.values_list("sender_address", flat=True).first() or "")
    if not is_reachable(address) or address in own_among(lines_of([address])):
        return ""
    return address if block_sender(by=by, address=address) else ""


def _tell(ending: Ending, by: Actor, *, undone: bool = False) -> None:
    number = ending.of.number if ending.of is not None else ""
    named = ending.named.name if ending.named is not None else ""
    log.record(events.CaseEnded(ending.case_id, ending.reason, number, ending.blocked, undone, named), by=by)
