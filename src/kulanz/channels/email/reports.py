"""What a delivery report does to a mail that we sent. Only a report that names its Message-ID comes here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import translation

from kulanz.cases.actions import mark_arrived, mark_failed, mark_uncertain
from kulanz.core.clock import now
from kulanz.people.rules import normal_mail

from ..models import OutgoingMail
from .reasons import reason_for

if TYPE_CHECKING:  # reading brings half the mail room along, and the schedule needs only the way out
    from .reading.model import Bounce, DeliveryReport

State = OutgoingMail.State
# What a later report may change: an arrival is the last word, and nothing is delayed that has failed or gone on.
_WEIGHT = {"": 0, "delayed": 1, "relayed": 2, "expanded": 2, "failed": 3, "delivered": 4}


def note_report(outgoing_id: int, report: DeliveryReport, bounce: Bounce | None) -> None:
    """Record with a sent mail what a report says of each recipient.

    One recipient who got nothing for good makes the mail undelivered, one who still waits makes it uncertain; it is
    delivered again when neither is left. ``bounce`` brings the reason.
    """
    with transaction.atomic():
        outgoing = _locked(outgoing_id)
        reason = _reason(outgoing, bounce) if bounce is not None else ""
        told = dict(outgoing.reported)
        for each in report.recipients:
            key = _key(outgoing, each.recipient)
            if _WEIGHT[each.action] >= _WEIGHT[told.get(key, _NOTHING)["action"]]:
                told[key] = {"action": each.action, "reason": "" if each.action not in _BAD else reason}
        outgoing.reported = told
        outgoing.save(update_fields=["reported"])
        if outgoing.state in {State.SENT, State.UNCERTAIN, State.FAILED}:
            _settle(outgoing)


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


def _key(outgoing: OutgoingMail, recipient: str) -> str:
    """The recipient of ours that is meant. Mail that was forwarded fails under an address we never wrote to."""
    ours = outgoing.recipient_list
    try:
        told = normal_mail(recipient)
    except ValueError:
        told = recipient
    if len(ours) == 1:
        return ours[0]
    return next((each for each in ours if each.lower() == told), told)


def _settle(outgoing: OutgoingMail) -> None:
    told: Mapping[str, Mapping[str, str]] = outgoing.reported
    for action, state in (("failed", State.FAILED), ("delayed", State.UNCERTAIN)):
        reason = next((each["reason"] for each in told.values() if each["action"] == action), None)
        if reason is not None:
            _mark(outgoing, state, reason)
            return
    # A server of our own that refused one recipient is not contradicted by the arrival at another.
    refused = outgoing.state == State.FAILED and not all(each in told for each in outgoing.recipient_list)
    if outgoing.state != State.SENT and not refused:
        _mark(outgoing, State.SENT, "")


def _mark(outgoing: OutgoingMail, state: OutgoingMail.State, reason: str) -> None:
    outgoing.state, outgoing.last_error = state, reason
    if state == State.SENT:
        outgoing.sent_at = outgoing.sent_at or outgoing.started_at or now()
    outgoing.save(update_fields=["state", "last_error", "sent_at"])
    if outgoing.message_id is None:
        return
    if state == State.FAILED:
        mark_failed(message_id=outgoing.message_id, reason=reason, final=True)
    elif state == State.UNCERTAIN:
        mark_uncertain(message_id=outgoing.message_id, reason=reason)
    else:
        mark_arrived(message_id=outgoing.message_id)


def _reason(outgoing: OutgoingMail, bounce: Bounce) -> str:
    brand = outgoing.message.case.brand if outgoing.message is not None else None
    with translation.override(brand.language if brand is not None else settings.LANGUAGE_CODE):
        return reason_for(bounce)
