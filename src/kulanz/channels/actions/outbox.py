"""Deciding about mails that did not simply go out."""

from __future__ import annotations

from django.db import transaction

from kulanz.cases.access import require_access, require_user_id
from kulanz.cases.actions import mark_queued, mark_sent
from kulanz.cases.errors import NotFound, WrongState
from kulanz.core.clock import now
from kulanz.events import log
from kulanz.events.actor import SYSTEM, Actor
from kulanz.people.access import require_admin

from .. import events
from ..models import Outgoing
from ..outbox.queueing import send_later
from ..outbox.recipients import HAS_IT

State = Outgoing.State


def resend(*, outgoing_id: int, by: Actor) -> None:
    """Send a mail again that failed, that is perhaps sent, or that waits for its next attempt.

    It goes to ``again_list`` alone: nobody who has it gets it twice.
    """
    with transaction.atomic():
        outgoing = _outgoing(outgoing_id, by, {State.FAILED, State.UNCERTAIN, State.QUEUED})
        if outgoing.message_id is not None:
            mark_queued(message_id=outgoing.message_id, again=True)
        reached = set(outgoing.recipient_list) - set(outgoing.again_list)
        # The next attempt goes to due_list, which knows by this alone who has it already.
        outgoing.reported = dict.fromkeys(sorted(reached), HAS_IT)
        outgoing.state, outgoing.due_at, outgoing.attempts = State.QUEUED, now(), 0
        outgoing.save(update_fields=["state", "due_at", "attempts", "reported"])
        log.record(events.MailResent(outgoing.pk), by=by)
        send_later(outgoing)


def treat_as_sent(*, outgoing_id: int, by: Actor) -> None:
    """Decide that a mail which is perhaps sent has arrived."""
    with transaction.atomic():
        outgoing = _outgoing(outgoing_id, by, {State.UNCERTAIN})
        missed = {each: said for each, said in outgoing.reported.items() if said["action"] == "failed"}
        outgoing.state, outgoing.sent_at = State.SENT, outgoing.started_at
        # Failures under addresses that we never wrote to are dropped: they would keep the mail uncertain for ever.
        outgoing.reported = {each: missed[each] for each in outgoing.recipient_list if each in missed}
        outgoing.save(update_fields=["state", "sent_at", "reported"])
        if outgoing.message_id is not None:
            mark_sent(message_id=outgoing.message_id)
        log.record(events.MailTreatedAsSent(outgoing.pk), by=by)


def keep_acknowledgement(*, case_id: int, target_id: int) -> None:
    """Let the acknowledgement of a case that is dissolved lead to where its letter is now.

    Called inside the transaction that dissolves the case.
    """
    for outgoing in Outgoing.objects.filter(acknowledges_id=case_id).defer("raw"):
        outgoing.acknowledges_id = target_id
        outgoing.save(update_fields=["acknowledges"])
        log.record(events.CaseAcknowledged(target_id, outgoing.pk, before=True), by=SYSTEM)


def _outgoing(outgoing_id: int, by: Actor, states: set[Outgoing.State]) -> Outgoing:
    """Take a mail of the outbox under lock: mails of a case for those who may work on it, other mails for admins."""
    outgoing = Outgoing.objects.select_for_update(of=("self",)).filter(pk=outgoing_id).first()
    if outgoing is None:
        raise NotFound
    if outgoing.case is None:
        require_admin(by)
    else:
        require_user_id(by)
        require_access(outgoing.case, by)
    if outgoing.state not in states:
        raise WrongState
    return outgoing
