"""Into the outbox: the outgoing form of an answer, and the job that sends it when it is due."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import translation

from kulanz.cases.actions import mark_failed
from kulanz.cases.models import Case, Message
from kulanz.cases.rules import Delivery
from kulanz.core.clock import now
from kulanz.events import jobs

from ..adapter import NewOutgoing, NoWay
from ..models import Outgoing
from ..registry import adapter_for, answering

State = Outgoing.State


def prepare(message: Message) -> None:
    """Put an answer into the outbox, to leave at ``held_until``. A second call changes nothing."""
    if message.delivery == Delivery.WITHDRAWN.value or Outgoing.objects.filter(message=message).exists():
        return
    channel = answering(message.channel).key
    try:
        # Outside the transaction below: it draws templates and reads files, and mail coming in would wait.
        with translation.override(message.case.brand.language):
            new = adapter_for(channel).compose(message)
    except NoWay as problem:
        mark_failed(message_id=message.pk, reason=str(problem), final=True)
        return
    with transaction.atomic():
        # A job may run twice at the same time: the row of the message lets one pass after the other.
        Message.objects.select_for_update().get(pk=message.pk)
        if not Outgoing.objects.filter(message=message).exists():
            put(new, channel=channel, message=message, state=State.HELD, due_at=message.held_until or message.at)


def put(
    new: NewOutgoing,
    *,
    channel: str,
    message: Message | None = None,
    acknowledges: Case | None = None,
    is_by_rule: bool = False,
    state: Outgoing.State = State.QUEUED,
    due_at: datetime | None = None,
) -> Outgoing:
    """Store something that is ready to leave, with its job. Called inside a transaction."""
    outgoing = Outgoing.objects.create(
        channel=channel,
        message=message,
        acknowledges=acknowledges,
        is_by_rule=is_by_rule,
        state=state,
        mail_id=new.mail_id,
        envelope_from=new.envelope_from,
        recipients="\n".join(dict.fromkeys(new.recipients)),
        subject=new.subject[:300],
        due_at=due_at or now(),
        raw=new.raw,
    )
    send_later(outgoing)
    return outgoing


def send_later(outgoing: Outgoing) -> None:
    """Write the job that sends something when it is due. Waiting twice for the same time changes nothing."""
    key = f"send-mail:{outgoing.pk}:{outgoing.due_at:%Y%m%d%H%M%S}"
    arguments = {"outgoing_id": outgoing.pk, "channel": outgoing.channel}
    jobs.enqueue_all([jobs.NewJob("send-mail", arguments, jobs.FIRST, outgoing.due_at, key)])
