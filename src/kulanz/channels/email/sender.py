"""Sending what is due. No mail is sent twice by itself: "being sent" is committed before the connection is opened."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from kulanz.cases.actions import mark_failed, mark_queued, mark_sent, mark_uncertain, note_missed
from kulanz.core.clock import now
from kulanz.events.jobs import pause_after

from ..models import OutgoingMail
from .delivery import send_later
from .reports import settle_reported
from .smarthost import Outcome, Result, hand_over

State = OutgoingMail.State
MOST_ATTEMPTS = 12
FIRST_PAUSE = timedelta(minutes=1)  # doubling: the twelfth attempt comes after a day and a half
LONGEST_SENDING = timedelta(minutes=15)


def send(outgoing_id: int) -> None:
    """Send one mail if it is due and wanted, and record what became of it."""
    outgoing = _claim(outgoing_id)
    if outgoing is not None:
        _record(outgoing, hand_over(outgoing))


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
        wanted = outgoing.message_id is None or mark_queued(message_id=outgoing.message_id)
        outgoing.state = _next_state(wanted)
        if outgoing.state == State.SENDING:
            outgoing.attempts += 1
            outgoing.started_at = now()
        outgoing.save(update_fields=["state", "attempts", "started_at"])
        return outgoing if outgoing.state == State.SENDING else None


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
            with _brand_language(outgoing):
                reason = _("The mail server did not accept it for everybody: {words}").format(words=outcome.missed)
            note_missed(message_id=outgoing.message_id, reason=reason)
    settle_reported(outgoing.pk)


def _again(outgoing: OutgoingMail, outcome: Outcome) -> None:
    outgoing.state = State.QUEUED
    outgoing.due_at = now() + pause_after(outgoing.attempts, FIRST_PAUSE)
    outgoing.last_error = outcome.words
    outgoing.save(update_fields=["state", "due_at", "last_error"])
    send_later(outgoing)


def _failed(outgoing: OutgoingMail, outcome: Outcome) -> None:
    outgoing.state = State.FAILED
    outgoing.last_error = outcome.words
    outgoing.save(update_fields=["state", "last_error"])
    if outgoing.message_id is not None:
        with _brand_language(outgoing):
            reason = _("The mail server did not accept the mail: {words}").format(words=outcome.words)
        mark_failed(message_id=outgoing.message_id, reason=reason, final=True)


def _uncertain(outgoing: OutgoingMail, words: str) -> None:
    outgoing.state = State.UNCERTAIN
    outgoing.last_error = words
    outgoing.save(update_fields=["state", "last_error"])
    if outgoing.message_id is not None:
        with _brand_language(outgoing):
            reason = _("The connection broke at the last moment. The mail may have arrived; please decide.")
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
