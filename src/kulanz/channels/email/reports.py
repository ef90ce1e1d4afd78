"""What a delivery report does to a mail that we sent. Only a report that names its Message-ID comes here."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from kulanz.events.catalogue import kind_of
from kulanz.events.models import Event
from kulanz.people.rules import normal_mail
from lesart import Bounce, DeliveryReport, Reported

from ..events import MailResent, MailTreatedAsSent
from ..models import Outgoing
from ..outbox.recipients import NOTHING, brand_language, locked, take
from .fields import sendable
from .reasons import reason_for

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
        outgoing = locked(outgoing_id)
        if came_at is not None and _was_decided_since(outgoing, came_at):
            return
        told = dict(outgoing.reported)
        for each in report.recipients:
            key = _key(outgoing, each)
            if _WEIGHT[each.action] >= _WEIGHT[told.get(key, NOTHING)["action"]]:
                told[key] = {"action": each.action, "reason": _reason(outgoing, each, bounce)}
        take(outgoing, told)


def _was_decided_since(outgoing: Outgoing, at: datetime) -> bool:
    kinds = [kind_of(MailResent), kind_of(MailTreatedAsSent)]
    about = Event.objects.filter(subject_kind=kinds[0].subject, subject_id=outgoing.pk)
    return about.filter(kind__in=[kind.name for kind in kinds], at__gte=at).exists()


_BAD = ("failed", "delayed")


def _key(outgoing: Outgoing, told: Reported) -> str:
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


def _reason(outgoing: Outgoing, told: Reported, bounce: Bounce | None) -> str:
    why = told.why or bounce
    if why is None or told.action not in _BAD:
        return ""
    with brand_language(outgoing):
        return reason_for(replace(why, recipient=told.recipient or why.recipient))
