"""What a delivery report does to a mail that we sent. Only a report that names its Message-ID comes here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import translation

from kulanz.cases.actions import settle_delivery
from kulanz.cases.rules import Delivery
from kulanz.core.clock import now
from kulanz.events.catalogue import kind_of
from kulanz.events.models import Event
from kulanz.people.rules import normal_mail

from ..events import MailResent, MailTreatedAsSent
from ..models import OutgoingMail
from .fields import sendable
from .reasons import missed_reason, reason_for

if TYPE_CHECKING:  # reading brings half the mail room along, and the schedule needs only the way out
    from lesart import Bounce, DeliveryReport, Reported

State = OutgoingMail.State
# What a later report may change: an arrival is the last word, and nothing is delayed that has failed or gone on.
_WEIGHT = {"": 0, "delayed": 1, "reached": 2, "relayed": 2, "expanded": 2, "failed": 3, "delivered": 4}


def note_report(
    outgoing_id: int, report: DeliveryReport, bounce: Bounce | None, came_at: datetime | None = None
) -> None:
    """Record with a sent mail what a report says of each recipient. The same report once more changes nothing.

    Whom it did not reach for good has missed it; the mail is undelivered where all have, and uncertain while one still
    waits, or while it failed under an address that we never wrote to. ``bounce`` brings the reason. A report that
    ``came_at`` a time before a person decided about the mail is one that they knew: it changes nothing any more.
    """
    with transaction.atomic():
        outgoing = _locked(outgoing_id)
        if came_at is not None and _was_decided_since(outgoing, came_at):
            return
        told = dict(outgoing.reported)
        for each in report.recipients:
            key = _key(outgoing, each)
            if _WEIGHT[each.action] >= _WEIGHT[told.get(key, _NOTHING)["action"]]:
                told[key] = {"action": each.action, "reason": _reason(outgoing, each, bounce)}
        _take(outgoing, told)


def _was_decided_since(outgoing: OutgoingMail, at: datetime) -> bool:
    kinds = [kind_of(MailResent), kind_of(MailTreatedAsSent)]
    about = Event.objects.filter(subject_kind=kinds[0].subject, subject_id=outgoing.pk)
    return about.filter(kind__in=[kind.name for kind in kinds], at__gte=at).exists()


def note_refused(outgoing_id: int, missed: Iterable[tuple[str, str]]) -> None:
    """Record whom the server did not take a mail for, with its words about each. Called inside a transaction."""
    outgoing = _locked(outgoing_id)
    told = dict(outgoing.reported)
    with _language(outgoing):
        told.update({each: {"action": "failed", "reason": missed_reason(f"{each}: {words}")} for each, words in missed})
    _take(outgoing, told)


def settle_reported(outgoing_id: int) -> None:
    """Let reports take effect that came while the mail was still being handed over. Called inside a transaction."""
    outgoing = _locked(outgoing_id)
    if outgoing.reported:
        _settle(outgoing)


_NOTHING = {"action": "", "reason": ""}
_BAD = ("failed", "delayed")


def _locked(outgoing_id: int) -> OutgoingMail:
    rows = OutgoingMail.objects.select_for_update(of=("self",)).select_related("message__case__brand").defer("raw")
    return rows.get(pk=outgoing_id)


def _take(outgoing: OutgoingMail, told: dict[str, dict[str, str]]) -> None:
    outgoing.reported = told
    outgoing.save(update_fields=["reported"])
    if outgoing.state in {State.SENT, State.UNCERTAIN, State.FAILED}:
        _settle(outgoing)


def _key(outgoing: OutgoingMail, told: Reported) -> str:
    """The recipient of ours that is meant. Mail that was forwarded fails under an address we never wrote to."""
    ours = outgoing.recipient_list
    if len(ours) == 1:
        return ours[0]
    named = [_plain(told.recipient), _plain(told.written)]
    found = (each for name in named for each in ours if name and _plain(each) == name)
    return next(found, named[0])


def _plain(address: str) -> str:
    try:
        return normal_mail(sendable(address))
    except ValueError:
        return address.strip().lower()


def _settle(outgoing: OutgoingMail) -> None:
    """Bring the states of mail and letter in line with what is known of each recipient."""
    told, ours = outgoing.reported, outgoing.recipient_list
    missed = {each: told.get(each, _NOTHING)["reason"] for each in ours if _has_missed(outgoing, each)}
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


def _has_missed(outgoing: OutgoingMail, recipient: str) -> bool:
    """Whether it is certain. A server of our own that refused one is not contradicted by the arrival at another."""
    if (said := outgoing.reported.get(recipient)) is not None:
        return bool(said["action"] == "failed")
    return outgoing.state == State.FAILED


def _tell(outgoing: OutgoingMail, missed: dict[str, str], open_: dict[str, dict[str, str]]) -> None:
    message = outgoing.message
    if message is None:
        return
    people = {sendable(each["address"]): each for each in message.recipients}

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


def _reason(outgoing: OutgoingMail, told: Reported, bounce: Bounce | None) -> str:
    why = told.why or bounce
    if why is None or told.action not in _BAD:
        return ""
    with _language(outgoing):
        return reason_for(replace(why, recipient=told.recipient or why.recipient))


def _language(outgoing: OutgoingMail) -> translation.override:
    brand = outgoing.message.case.brand if outgoing.message is not None else None
    return translation.override(brand.language if brand is not None else settings.LANGUAGE_CODE)
