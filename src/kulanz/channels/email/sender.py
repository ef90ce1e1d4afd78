"""Sending what is due. No mail is sent twice by itself: "being sent" is committed before the connection is opened.

An outgoing server that hangs must not hold the house: one thread of a process sends, whoever comes meanwhile leaves
their mail for later, and after a server has fallen silent nobody, in no process, calls it again for a while.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation

from kulanz.cases.actions import mark_failed, mark_queued, mark_sent, mark_uncertain
from kulanz.core.clock import now
from kulanz.events.jobs import pause_after

from ..models import OutgoingMail
from .delivery import send_later
from .reasons import sending_reason
from .reports import note_refused, settle_reported
from .smarthost import SILENCE, Outcome, Result, hand_over

State = OutgoingMail.State
MOST_ATTEMPTS = 12
FIRST_PAUSE = timedelta(minutes=1)  # doubling: the twelfth attempt comes after a day and a half
LONGEST_SENDING = timedelta(minutes=15)
LONGEST_NEWS = timedelta(days=1)
REST = timedelta(minutes=2)  # after the server has fallen silent
QUEUEING = 1.0  # seconds that one waits for another's sending to end
_turn = threading.Lock()
_began = 0.0  # when the thread that sends now began
_left: deque[int] = deque()  # mails whose job came while another thread was sending


def send(outgoing_id: int) -> None:
    """Send one mail if it is due and wanted, and record what became of it; where another sends, later."""
    global _began
    if not _turn.acquire(timeout=max(0.0, _began + QUEUEING - time.monotonic())):
        _left.append(outgoing_id)
        if not _turn.locked():  # it ended in this very moment and saw nothing left
            _hand_on()
        return
    try:
        _began = time.monotonic()
        outgoing = _claim(outgoing_id)
        if outgoing is not None:
            _record(outgoing, hand_over(outgoing))
    finally:
        _turn.release()
    _hand_on()


def _hand_on() -> None:
    """Write jobs for the mails that were left meanwhile."""
    left: list[int] = []
    with suppress(IndexError):
        while True:
            left.append(_left.popleft())
    for outgoing in OutgoingMail.objects.filter(pk__in=left, state__in=[State.HELD, State.QUEUED]).defer("raw"):
        send_later(outgoing)


def _claim(outgoing_id: int) -> OutgoingMail | None:
    """Commit that the mail is being sent. Of several that try, one gets it."""
    with transaction.atomic():
        outgoing = (
            OutgoingMail.objects.select_for_update()
            .filter(pk=outgoing_id, state__in=[State.HELD, State.QUEUED], due_at__lte=now())
            .first()
        )
        if outgoing is None:
            return None
        wanted = _is_wanted(outgoing)
        outgoing.state = _next_state(wanted)
        rests_until = _rests_until() if outgoing.state == State.SENDING else None
        if rests_until is not None:
            _wait(outgoing, rests_until)
        elif outgoing.state == State.SENDING:
            outgoing.attempts += 1
            outgoing.started_at = now()
        outgoing.save(update_fields=["state", "attempts", "started_at", "due_at"])
        return outgoing if outgoing.state == State.SENDING else None


def _is_wanted(outgoing: OutgoingMail) -> bool:
    """Whether nobody took it back. That something has arrived is no news after a day."""
    if outgoing.acknowledges_id is not None:
        return outgoing.created_at > now() - LONGEST_NEWS
    return outgoing.message_id is None or mark_queued(message_id=outgoing.message_id)


def _wait(outgoing: OutgoingMail, until: datetime) -> None:
    outgoing.state, outgoing.due_at = State.QUEUED, until
    send_later(outgoing)


def _rests_until() -> datetime | None:
    """Until when nobody calls the server: it fell silent a moment ago and has taken nothing since."""
    silent = OutgoingMail.objects.filter(
        state__in=[State.QUEUED, State.UNCERTAIN, State.FAILED],
        last_error__startswith=SILENCE,
        started_at__gt=now() - REST,
    )
    fell_at: datetime | None = silent.order_by("-started_at").values_list("started_at", flat=True).first()
    if fell_at is None or OutgoingMail.objects.filter(state=State.SENT, sent_at__gt=fell_at).exists():
        return None
    return fell_at + REST


def _next_state(wanted: bool) -> OutgoingMail.State:
    if not wanted:
        return State.WITHDRAWN
    # Without an outgoing server the mail waits where it can be read.
    return State.SENDING if settings.SMTP_OUT else State.QUEUED


def _record(outgoing: OutgoingMail, outcome: Outcome) -> None:
    with transaction.atomic():
        if outcome.result is Result.SENT:
            _sent(outgoing, outcome)
        elif outcome.result is Result.UNCERTAIN:
            _uncertain(outgoing, outcome.words)
        elif outcome.result is Result.LATER and outgoing.attempts < MOST_ATTEMPTS:
            _again(outgoing, outcome)
        else:
            _failed(outgoing, outcome)


def _sent(outgoing: OutgoingMail, outcome: Outcome) -> None:
    outgoing.state = State.SENT
    outgoing.sent_at = now()
    outgoing.receipt = outcome.words
    outgoing.last_error = ""
    outgoing.save(update_fields=["state", "sent_at", "receipt", "last_error"])
    if outgoing.message_id is not None:
        mark_sent(message_id=outgoing.message_id)
    if outcome.missed:
        note_refused(outgoing.pk, outcome.missed)
    else:
        settle_reported(outgoing.pk)


def _again(outgoing: OutgoingMail, outcome: Outcome) -> None:
    outgoing.state = State.QUEUED
    outgoing.due_at = now() + pause_after(outgoing.attempts, FIRST_PAUSE)
    outgoing.last_error = outcome.words
    outgoing.save(update_fields=["state", "due_at", "last_error"])
    send_later(outgoing)


def _failed(outgoing: OutgoingMail, outcome: Outcome) -> None:
    with _brand_language(outgoing):
        reason = sending_reason(outcome.code, outcome.words)
    outgoing.state = State.FAILED
    outgoing.last_error = outcome.words or reason
    outgoing.save(update_fields=["state", "last_error"])
    due = outgoing.due_list
    if due != outgoing.recipient_list:  # the others have it since an earlier time
        note_refused(outgoing.pk, [(each, outcome.words or reason) for each in due])
    elif outgoing.message_id is not None:
        mark_failed(message_id=outgoing.message_id, reason=reason, final=True)


def _uncertain(outgoing: OutgoingMail, words: str) -> None:
    outgoing.state = State.UNCERTAIN
    outgoing.last_error = words
    outgoing.save(update_fields=["state", "last_error"])
    if outgoing.message_id is not None:
        with _brand_language(outgoing):
            reason = sending_reason("broken", words)
        mark_uncertain(message_id=outgoing.message_id, reason=reason)


def _brand_language(outgoing: OutgoingMail) -> translation.override:
    message = outgoing.message
    return translation.override(message.case.brand.language if message is not None else settings.LANGUAGE_CODE)


def send_due() -> int:
    """Write jobs for mails that are due and have none (an outgoing server was set just now). Returns how many."""
    if not settings.SMTP_OUT:
        return 0
    due = OutgoingMail.objects.filter(state__in=[State.HELD, State.QUEUED], due_at__lte=now() - timedelta(seconds=30))
    mails = list(due.defer("raw").order_by("due_at")[:500])
    for outgoing in mails:
        send_later(outgoing)
    return len(mails)


def settle_interrupted() -> int:
    """Hand mails whose sending was cut off (a crash, a power cut) to a person. Returns how many."""
    stuck = OutgoingMail.objects.filter(state=State.SENDING, started_at__lt=now() - LONGEST_SENDING).defer("raw")
    for outgoing in stuck:
        with transaction.atomic():
            if OutgoingMail.objects.select_for_update().filter(pk=outgoing.pk, state=State.SENDING).exists():
                _uncertain(outgoing, "interrupted")
    return len(stuck)
