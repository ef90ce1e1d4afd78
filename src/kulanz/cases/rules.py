"""What a case's state means, thought without a database: the status follows from the records, never the other way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum


class CaseStatus(StrEnum):
    """Where a case stands. Seven words, the same on every screen."""

    NEW = "new"
    WITH_US = "with-us"
    WAITING_CUSTOMER = "waiting-customer"
    WAITING_OTHERS = "waiting-others"
    SOLUTION_PROPOSED = "solution-proposed"
    CONFIRMED = "confirmed"
    ENDED = "ended"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has something to do or to say."""
        return self not in CLOSED


CLOSED = frozenset({CaseStatus.CONFIRMED, CaseStatus.ENDED})
OURS = frozenset({CaseStatus.NEW, CaseStatus.WITH_US})
OPEN = tuple(status for status in CaseStatus if status not in CLOSED)
LONG_CLOSED = timedelta(days=30)
# What is snoozed until a reply stands in lists behind all that comes back by itself.
NO_MOMENT = datetime(2200, 1, 1, tzinfo=UTC)
# A click on "take back" in the last second must still work (the habit of the best mail programs). Nobody is told of it.
SLACK = timedelta(seconds=5)


class WaitingFor(StrEnum):
    """Whom a case waits for when it does not wait for us."""

    CUSTOMER = "customer"
    OTHERS = "others"


class EndingReason(StrEnum):
    """Why we end a case without a letter. None of them says that it is solved: only its customer does."""

    NO_ANSWER = "no-answer"
    NEWSLETTER = "newsletter"
    SPAM = "spam"
    DUPLICATE = "duplicate"

    @property
    def is_nobodys_matter(self) -> bool:
        """Whether nobody waits for us at all: such a case has no page for a customer."""
        return self in {EndingReason.NEWSLETTER, EndingReason.SPAM}


class RelationKind(StrEnum):
    """How a case belongs to another one, seen from the first."""

    DUPLICATE = "duplicate"  # tells the same
    PART = "part"  # is a part of it
    CAUSED = "caused"  # was caused by it
    SPLIT = "split"  # was split off from it


class Direction(StrEnum):
    """Whether a message came in or went out."""

    IN = "in"
    OUT = "out"


class Delivery(StrEnum):
    """What has become of an outgoing message. RECEIVED is the one state of an incoming one."""

    RECEIVED = "received"
    LATER = "later"  # written for a moment to come: until then it is said to nobody, and has changed nothing
    AWAITING = "awaiting"  # waits for a second pair of eyes; it is said to nobody, and has changed nothing either
    HELD = "held"  # on screen, may still be taken back
    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"  # the connection broke after the mail was handed over: a person decides
    WITHDRAWN = "withdrawn"
    ASIDE = "aside"  # a person of ours wrote it past this house; nobody knows whether a customer got it


# What has reached nobody, as far as we know: it says nothing about where a case stands.
UNSAID = (Delivery.WITHDRAWN.value, Delivery.LATER.value, Delivery.AWAITING.value, Delivery.ASIDE.value)
UNBEGUN = (Delivery.WITHDRAWN.value, Delivery.LATER.value, Delivery.AWAITING.value)  # of ours, and has changed nothing
ON_ITS_WAY = (Delivery.AWAITING.value, Delivery.LATER.value, Delivery.HELD.value, Delivery.QUEUED.value)


@dataclass(frozen=True, slots=True)
class Records:
    """The newest record of each kind on one case, as times (aware); ``None`` where there is none."""

    touched: bool = False
    proposed_at: datetime | None = None
    confirmed_at: datetime | None = None
    lapsed_at: datetime | None = None
    ended_at: datetime | None = None
    reopened_at: datetime | None = None
    waiting_for: WaitingFor | None = None


def derive_status(records: Records) -> CaseStatus:
    """Return the status that follows: the newest of proposal, confirmation, lapse, ending and reopening counts."""
    marks = [
        (records.proposed_at, CaseStatus.SOLUTION_PROPOSED),
        (records.lapsed_at, CaseStatus.ENDED),
        (records.ended_at, CaseStatus.ENDED),
        (records.reopened_at, None),
        (records.confirmed_at, CaseStatus.CONFIRMED),
    ]
    # Of equal times the later entry of the list wins: a word said in the same instant outranks the proposal.
    dated = [(at, place, status) for place, (at, status) in enumerate(marks) if at is not None]
    newest = max(dated, key=lambda mark: mark[:2])[2] if dated else None
    if newest is not None:
        return newest
    if records.waiting_for is WaitingFor.CUSTOMER:
        return CaseStatus.WAITING_CUSTOMER
    if records.waiting_for is WaitingFor.OTHERS:
        return CaseStatus.WAITING_OTHERS
    return CaseStatus.WITH_US if records.touched or dated else CaseStatus.NEW


def status_after_message(status: CaseStatus, *, sounds_solved: bool, automatic: bool) -> CaseStatus:
    """Return the status after the customer wrote.

    Automatic mail changes nothing. "Danke, klappt" leaves a proposed or ended case where it is: a person or the
    customer's own click confirms. Everything else brings the case back to us.
    """
    settled = {CaseStatus.SOLUTION_PROPOSED, CaseStatus.CONFIRMED, CaseStatus.ENDED}
    if automatic or status is CaseStatus.NEW or (sounds_solved and status in settled):
        return status
    return CaseStatus.WITH_US


def comes_back(status: CaseStatus, merged: CaseStatus) -> bool:
    """Say whether an open case that waits for others, or asked whether it is solved, is ours with what it takes in."""
    return status not in OURS and merged in OURS


def waiting_comes_along(status: CaseStatus, merged: CaseStatus, *, is_awaited: bool) -> bool:
    """Say whether the case waits for what the merged one waits for: it does where nobody waits for us (``is_awaited``).

    One that waits already, or asked whether it is solved, goes on doing so.
    """
    waits = merged in {CaseStatus.WAITING_CUSTOMER, CaseStatus.WAITING_OTHERS}
    return waits and (status in CLOSED or status in OURS) and not is_awaited


def is_long_closed(status: CaseStatus, last_entry_at: datetime, at: datetime) -> bool:
    """Say whether a message at ``at`` comes so late that it may be a new matter (30 days after the end)."""
    return status in CLOSED and at - last_entry_at > LONG_CLOSED


# What the coach and ready-made texts leave open for the writer: "‹Tag, Uhrzeit›", "{{name}}".
_GAP = re.compile(r"‹[^‹›]{0,200}›|\{\{[^{}]{0,200}\}\}")


def open_gaps(text: str) -> tuple[str, ...]:
    """Return the places of a letter that nobody has filled in yet, each once, in their order."""
    return tuple(dict.fromkeys(_GAP.findall(text)))


def beyond(sizes: Sequence[int], most: int) -> list[bool]:
    """Return of each file of a letter whether it goes as a link: in their order, all that still fit go along."""
    room, found = most, []
    for size in sizes:
        found.append(size > room)
        room -= 0 if size > room else size
    return found
