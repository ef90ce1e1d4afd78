"""Mails of blocked senders: kept and readable like all others, but their cases end as spam at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from kulanz.events import log
from kulanz.events.actor import SYSTEM
from kulanz.people.models import BlockedSender
from kulanz.people.rules import mail_key

from .. import events
from ..arrival import Arrival
from ..models import Case, Ending
from ..rules import EndingReason

HINT = "blocked-sender"


def marked_blocked(arrivals: Sequence[Arrival]) -> list[Arrival]:
    """Give the arrivals of blocked senders a hint that says so. One query.

    Whoever writes on their page holds a key of ours, and what a colleague passes on is wanted here.
    """
    strangers = {id(one): mail_key(one.sender_address) for one in arrivals if _is_strange(one)}
    rows = BlockedSender.objects.filter(address__in=set(strangers.values()) - {""})
    blocked = set(rows.values_list("address", flat=True))
    return [
        replace(one, hints=(*one.hints, {"code": HINT})) if strangers.get(id(one)) in blocked else one
        for one in arrivals
    ]


def _is_strange(arrival: Arrival) -> bool:
    return arrival.author_id is None and arrival.customer_id is None and arrival.note_by_id is None


def is_blocked(arrival: Arrival) -> bool:
    """Say whether a marked arrival comes from a blocked sender."""
    return any(hint.get("code") == HINT for hint in arrival.hints)


def end_blocked(arrivals: Sequence[Arrival], cases: Sequence[Case], new: Collection[int]) -> list[log.Recorded]:
    """End the cases that blocked senders have opened. Returns the events that tell of it."""
    ended = [case for one, case in zip(arrivals, cases, strict=True) if case.pk in new and is_blocked(one)]
    if not ended:
        return []
    reason = EndingReason.SPAM.value
    Ending.objects.bulk_create([Ending(case=case, reason=reason) for case in ended])
    return [log.Recorded(events.CaseEnded(case.pk, reason), SYSTEM) for case in ended]
