"""Who has what went to several people, and what that means for the message. The newest word about each counts."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation

from kulanz.cases.actions import settle_delivery
from kulanz.cases.rules import Delivery
from kulanz.core.clock import now

from ..adapter import ChannelAdapter, Rejected, Sent
from ..models import Outgoing
from ..registry import adapter_for

State = Outgoing.State
NOTHING = {"action": "", "reason": ""}
HAS_IT = {"action": "reached", "reason": ""}


def note_answers(sent: Outgoing, adapter: ChannelAdapter, receipt: Sent) -> None:
    """Record what the other side said of each whom this attempt was for. Called inside a transaction.

    ``sent`` is the row as the attempt found it: a report that came meanwhile knows more than that it was taken. While
    some are tried again, those who will never get it are told of at once.
    """
    outgoing = locked(sent.pk)
    told = dict(outgoing.reported)
    refused = {address for address, _words in (*receipt.missed, *receipt.later)}
    for each in sent.due_list:
        if each not in refused and told.get(each) == sent.reported.get(each):
            told.pop(each, None)
            if receipt.later:
                told[each] = HAS_IT
    with brand_language(outgoing):
        for action, answers in (("failed", receipt.missed), ("delayed", receipt.later)):
            told |= {
                each: {"action": action, "reason": adapter.explain(Rejected(said), each)} for each, said in answers
            }
    take(outgoing, told)
    if outgoing.state == State.QUEUED and receipt.missed:
        _tell(outgoing, _missed(outgoing), {})


def note_refused(outgoing_id: int, adapter: ChannelAdapter, words: str) -> None:
    """Record that whoever has not got something does not get it. Called inside a transaction."""
    outgoing = locked(outgoing_id)
    told = dict(outgoing.reported)
    with brand_language(outgoing):
        for each in outgoing.due_list:
            if told.get(each, NOTHING)["action"] != "failed":
                told[each] = {"action": "failed", "reason": adapter.explain(Rejected(words), each)}
    take(outgoing, told)


def settle_reported(outgoing_id: int) -> None:
    """Let reports take effect that came while it was still being handed over. Called inside a transaction."""
    outgoing = locked(outgoing_id)
    if outgoing.reported:
        _settle(outgoing)


def locked(outgoing_id: int) -> Outgoing:
    """Return a row of the outbox under lock, with its message, without its bytes."""
    # Of this row alone: PostgreSQL refuses to lock a joined row that may be missing, such as the message's.
    rows = Outgoing.objects.select_for_update(of=("self",)).select_related("message__case__brand").defer("raw")
    return rows.get(pk=outgoing_id)


def take(outgoing: Outgoing, told: dict[str, dict[str, str]]) -> None:
    """Keep what is known of each recipient, and let it take effect once it is known how the sending ended."""
    outgoing.reported = told
    outgoing.save(update_fields=["reported"])
    if outgoing.state in {State.SENT, State.UNCERTAIN, State.FAILED}:
        _settle(outgoing)


def brand_language(outgoing: Outgoing) -> translation.override:
    """Return a context in which reasons are in the language of the brand."""
    message = outgoing.message
    return translation.override(message.case.brand.language if message is not None else settings.LANGUAGE_CODE)


def _settle(outgoing: Outgoing) -> None:
    """Bring the states of mail and letter in line with what is known of each recipient."""
    told, ours, missed = outgoing.reported, outgoing.recipient_list, _missed(outgoing)
    # Nobody knows of whom a failure speaks under another address, nor of one who waits: a person looks.
    open_ = {
        each: said
        for each, said in told.items()
        if said["action"] == "delayed" or (said["action"] == "failed" and each not in ours)
    }
    if len(missed) == len(ours):
        state = State.FAILED
    else:
        state = State.UNCERTAIN if open_ else State.SENT
    reasons = [*missed.values(), *(said["reason"] for said in open_.values())]
    outgoing.state, outgoing.last_error = state, next(filter(None, reasons), "")
    if state == State.SENT:
        outgoing.sent_at = outgoing.sent_at or outgoing.started_at or now()
    outgoing.save(update_fields=["state", "last_error", "sent_at"])
    _tell(outgoing, missed, open_)


def _missed(outgoing: Outgoing) -> dict[str, str]:
    """Return who has certainly missed it, and why."""
    told = outgoing.reported
    return {each: told.get(each, NOTHING)["reason"] for each in outgoing.recipient_list if _has_missed(outgoing, each)}


def _has_missed(outgoing: Outgoing, recipient: str) -> bool:
    """Whether it is certain. A server of our own that refused one is not contradicted by the arrival at another."""
    if (said := outgoing.reported.get(recipient)) is not None:
        return bool(said["action"] == "failed")
    return outgoing.state == State.FAILED


def _tell(outgoing: Outgoing, missed: dict[str, str], open_: dict[str, dict[str, str]]) -> None:
    message = outgoing.message
    if message is None:
        return
    as_sent = adapter_for(outgoing.channel).as_sent
    # The row names them as they stand in the envelope, the message as they were written.
    people = {as_sent(each["address"]): each for each in message.recipients}

    def person(recipient: str, reason: str) -> dict[str, str]:
        found = people.get(recipient, {"name": "", "address": recipient})
        return {"name": found.get("name", ""), "address": found["address"], "reason": reason}

    settle_delivery(
        message_id=message.pk,
        delivery=Delivery(outgoing.state),
        missed=[person(each, reason) for each, reason in missed.items()],
        late=[person(each, said["reason"]) for each, said in open_.items()],
        is_final=any(said["action"] == "failed" for said in open_.values()),
    )
