"""What channels do when something happens in a case. Each may run more than once."""

from __future__ import annotations

from kulanz.cases.models import Message
from kulanz.events.models import Event

from .outbox.queueing import prepare
from .registry import adapter_for, answering


def prepare_delivery(event: Event) -> None:
    """Make the outgoing form of an answer that was written."""
    message = (
        Message.objects.select_related("case__customer", "case__brand").filter(pk=event.data["message_id"]).first()
    )
    if message is not None:
        prepare(message)


def acknowledge(event: Event) -> None:
    """Tell who began a case that it has arrived; a message that joins one is no occasion."""
    if not event.data["opened"] or event.data["automatic"]:
        return
    message = Message.objects.select_related("case__customer", "case__brand", "customer").filter(
        pk=event.data["message_id"]
    )
    for each in message:
        adapter_for(answering(each.channel).key).acknowledge(each)
