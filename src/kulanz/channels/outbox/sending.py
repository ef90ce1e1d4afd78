"""Sending what is due. Nothing is sent twice by itself: "being sent" is committed before the connection is opened.

A server that hangs must not hold the house: of each channel one thread of a process sends, whoever comes meanwhile
leaves theirs for later, and after a server has fallen silent nobody, in no process, calls it again for a while.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from kulanz.cases.actions import mark_failed, mark_queued, mark_sent, mark_uncertain
from kulanz.core.clock import now
from kulanz.events.jobs import pause_after

from ..adapter import SILENCE, ChannelAdapter, Later, Receipt, Rejected, Sent, Uncertain
from ..models import Outgoing
from ..registry import adapter_for
from .queueing import send_later
from .recipients import brand_language, note_answers, note_refused, settle_reported

State = Outgoing.State
MOST_ATTEMPTS = 12
FIRST_PAUSE = timedelta(minutes=1)  # doubling: the twelfth attempt comes after a day and a half
LONGEST_SENDING = timedelta(minutes=15)
LONGEST_NEWS = timedelta(days=1)
REST = timedelta(minutes=2)  # after the server has fallen silent
QUEUEING = 1.0  # seconds that one waits for another's sending to end


class _Turn:
    """Whose turn it is, in this process, to send through one kind of channel."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.began = 0.0  # when the thread that sends now began
        self.left: deque[int] = deque()  # of those whose job came while another thread was sending


_turns: dict[str, _Turn] = {}


def send(outgoing_id: int, channel: str = "email") -> None:
    """Send something if it is due and wanted, and record what became of it; where another thread sends, later."""
    turn = _turns.setdefault(channel, _Turn())
    if not turn.lock.acquire(timeout=max(0.0, turn.began + QUEUEING - time.monotonic())):
        turn.left.append(outgoing_id)
        if not turn.lock.locked():  # it ended in this very moment and saw nothing left
            _hand_on(turn)
        return
    try:
        turn.began = time.monotonic()
        adapter = adapter_for(channel)
        outgoing = _claim(outgoing_id, adapter)
        if outgoing is not None:
            _record(outgoing, adapter, adapter.send(outgoing))
    finally:
        turn.lock.release()
    _hand_on(turn)


def _hand_on(turn: _Turn) -> None:
    """Write jobs for those that were left meanwhile."""
    left: list[int] = []
    with suppress(IndexError):
        while True:
            left.append(turn.left.popleft())
    if left:
        for outgoing in Outgoing.objects.filter(pk__in=left, state__in=[State.HELD, State.QUEUED]).defer("raw"):
            send_later(outgoing)


def _claim(outgoing_id: int, adapter: ChannelAdapter) -> Outgoing | None:
    """Commit that it is being sent. Of several that try, one gets it."""
    with transaction.atomic():
        outgoing = (
            Outgoing.objects.select_for_update()
            .filter(pk=outgoing_id, state__in=[State.HELD, State.QUEUED], due_at__lte=now())
            .first()
        )
        if outgoing is None:
            return None
        if not _is_wanted(outgoing):
            outgoing.state = State.WITHDRAWN
        elif not adapter.can_send():
            outgoing.state = State.QUEUED  # it waits where it can be read
        elif (rests_until := _rests_until(outgoing.channel)) is not None:
            _wait(outgoing, rests_until)
        else:
            outgoing.state = State.SENDING
            outgoing.attempts += 1
            outgoing.started_at = now()
        outgoing.save(update_fields=["state", "attempts", "started_at", "due_at"])
        return outgoing if outgoing.state == State.SENDING else None


def _is_wanted(outgoing: Outgoing) -> bool:
    """Whether nobody took it back. That something has arrived is no news after a day."""
    if outgoing.acknowledges_id is not None:
        return outgoing.created_at > now() - LONGEST_NEWS
    return outgoing.message_id is None or mark_queued(message_id=outgoing.message_id)


def _wait(outgoing: Outgoing, until: datetime) -> None:
    outgoing.state, outgoing.due_at = State.QUEUED, until
    send_later(outgoing)


def _rests_until(channel: str) -> datetime | None:
    """Until when nobody calls the server: it fell silent a moment ago and has taken nothing since."""
    rows = Outgoing.objects.filter(channel=channel)
    silent = rows.filter(
        state__in=[State.QUEUED, State.UNCERTAIN, State.FAILED],
        last_error__startswith=SILENCE,
        started_at__gt=now() - REST,
    )
    fell_at: datetime | None = silent.order_by("-started_at").values_list("started_at", flat=True).first()
    if fell_at is None or rows.filter(state=State.SENT, sent_at__gt=fell_at).exists():
        return None
    return fell_at + REST


def _record(outgoing: Outgoing, adapter: ChannelAdapter, receipt: Receipt) -> None:
    with transaction.atomic():
        match receipt:
            case Sent() if receipt.later and outgoing.attempts < MOST_ATTEMPTS:
                _again(outgoing, Later(receipt.later[0][1]))
                note_answers(outgoing, adapter, receipt)
            case Sent():
                _sent(outgoing, adapter, replace(receipt, missed=(*receipt.missed, *receipt.later), later=()))
            case Uncertain():
                _uncertain(outgoing, adapter, receipt)
            case Later() if outgoing.attempts < MOST_ATTEMPTS:
                _again(outgoing, receipt)
            case Later() | Rejected():
                _failed(outgoing, adapter, receipt)


def _sent(outgoing: Outgoing, adapter: ChannelAdapter, receipt: Sent) -> None:
    outgoing.state = State.SENT
    outgoing.sent_at = now()
    outgoing.receipt = receipt.words
    outgoing.last_error = ""
    outgoing.save(update_fields=["state", "sent_at", "receipt", "last_error"])
    if outgoing.message_id is not None:
        mark_sent(message_id=outgoing.message_id)
    if receipt.missed or outgoing.reported:
        note_answers(outgoing, adapter, receipt)
    else:
        settle_reported(outgoing.pk)


def _again(outgoing: Outgoing, receipt: Later) -> None:
    outgoing.state = State.QUEUED
    outgoing.due_at = now() + pause_after(outgoing.attempts, FIRST_PAUSE)
    outgoing.last_error = receipt.words
    outgoing.save(update_fields=["state", "due_at", "last_error"])
    send_later(outgoing)


def _failed(outgoing: Outgoing, adapter: ChannelAdapter, receipt: Later | Rejected) -> None:
    with brand_language(outgoing):
        reason = adapter.explain(receipt)
    outgoing.state = State.FAILED
    outgoing.last_error = receipt.words or reason
    outgoing.save(update_fields=["state", "last_error"])
    if outgoing.due_list != outgoing.recipient_list:  # the others have it since an earlier time
        note_refused(outgoing.pk, adapter, receipt.words or reason)
    elif outgoing.message_id is not None:
        mark_failed(message_id=outgoing.message_id, reason=reason, final=True)


def _uncertain(outgoing: Outgoing, adapter: ChannelAdapter, receipt: Uncertain) -> None:
    outgoing.state = State.UNCERTAIN
    outgoing.last_error = receipt.words
    outgoing.save(update_fields=["state", "last_error"])
    if outgoing.message_id is not None:
        with brand_language(outgoing):
            reason = adapter.explain(receipt)
        mark_uncertain(message_id=outgoing.message_id, reason=reason)


def send_due() -> int:
    """Write jobs for what is due and has none (an outgoing server was set just now). Returns how many."""
    # What became due a moment ago has a job that is just about to run.
    due = Outgoing.objects.filter(state__in=[State.HELD, State.QUEUED], due_at__lte=now() - timedelta(seconds=30))
    able = [each for each in set(due.values_list("channel", flat=True)) if adapter_for(each).can_send()]
    found = list(due.filter(channel__in=able).defer("raw").order_by("due_at")[:500])
    for outgoing in found:
        send_later(outgoing)
    return len(found)


def settle_interrupted() -> int:
    """Hand to a person whatever was cut off while it was sent (a crash, a power cut). Returns how many."""
    stuck = Outgoing.objects.filter(state=State.SENDING, started_at__lt=now() - LONGEST_SENDING).defer("raw")
    for outgoing in stuck:
        with transaction.atomic():
            if Outgoing.objects.select_for_update().filter(pk=outgoing.pk, state=State.SENDING).exists():
                _uncertain(outgoing, adapter_for(outgoing.channel), Uncertain("interrupted"))
    return len(stuck)
