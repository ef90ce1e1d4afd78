"""A mail between reading and matching, and what the house knows about the batch it came with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING, Any, Self

from kulanz.people.rules import leads_to, mail_key
from lesart import Address, Forwarded, Inbound

if TYPE_CHECKING:
    from ..models import Channel, Original


class Trust(Enum):
    """What is known of a sender: UNCHECKED where nobody checks, UNPROVEN where a check said neither yes nor no."""

    VERIFIED = "verified"
    UNPROVEN = "unproven"
    UNCHECKED = "unchecked"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Colleague:
    """One of our own people."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail on its way through the sieves. Sieves return changed copies. ``head`` is its beginning, as it came.

    ``sender`` is who counts as the customer; ``through`` is the machine that wrote for them; ``passed_on`` is their
    mail where the colleague ``passed_on_by`` (a user's id) passed it on. ``colleague_id`` is set where one of our own
    people wrote to a customer, ``is_aside`` where their mail names none. ``ignored`` (a reason code) or ``bounced`` (a
    mail of ours that came back) end its way.
    """

    original: Original
    head: bytes
    inbound: Inbound
    sender: Address
    through: Address | None = None
    colleague_id: int | None = None
    is_aside: bool = False
    hints: tuple[dict[str, Any], ...] = ()
    is_automatic: bool = False
    ignored: str = ""
    bounced: SentMail | None = None
    passed_on: Forwarded | None = None
    passed_on_by: int | None = None

    @property
    def sender_key(self) -> str:
        """The sender's address in the form it is compared in; empty where there is no usable one."""
        return mail_key(self.sender.address)

    @property
    def author_key(self) -> str:
        """The address in From in the form it is compared in, whoever counts as the customer."""
        return mail_key(self._author.address)

    @property
    def others_asked(self) -> tuple[Address, ...]:
        """Whom the mail asks to be answered beside its author and all it was written to."""
        known = {self.author_key, *(mail_key(each.address) for each in (*self.inbound.to, *self.inbound.cc))}
        asked = {mail_key(each.address): each for each in reversed(self.inbound.reply_to)}
        return tuple(asked[key] for key in reversed(asked) if key and key not in known)

    @property
    def answers(self) -> tuple[str, ...]:
        """The ids of the mails it answers or confirms, the closest first."""
        return answered_ids(self.inbound.in_reply_to or self.inbound.receipt_for, self.inbound.references)

    @property
    def _author(self) -> Address:
        return self.inbound.sender or Address("", self.original.envelope_from)

    @property
    def trust(self) -> Trust:
        """Whether the sender is who they say. Nobody has checked a person who is only named by a machine."""
        found = self.inbound.authentication
        if found.failed:
            return Trust.FAILED
        if self.sender_key != self.author_key or len({each.address.casefold() for each in self.inbound.authors}) > 1:
            return Trust.UNPROVEN
        if found.passed:
            return Trust.VERIFIED
        return Trust.UNCHECKED if found.source is None else Trust.UNPROVEN

    @property
    def verdicts(self) -> str:
        """What a trusted server found out about the sender, as "spf=pass dkim=fail by mx.example"."""
        found = self.inbound.authentication
        named = [("spf", found.spf), ("dkim", found.dkim), ("dmarc", found.dmarc), ("by", found.source)]
        return " ".join(f"{name}={said}" for name, said in named if said).replace("by=", "by ")

    @property
    def is_settled(self) -> bool:
        """Whether its way has ended before the cases."""
        return bool(self.ignored) or self.bounced is not None

    def hinted(self, code: str, **values: Any) -> Self:
        """Return the letter with one more hint."""
        return replace(self, hints=(*self.hints, {"code": code, **values}))


@dataclass(frozen=True, slots=True)
class SentMail:
    """A mail of ours that something refers to."""

    outgoing_id: int
    message_id: int | None
    case_id: int | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the sieves may ask, looked up once for the whole batch. Addresses are in compared form."""

    own_addresses: frozenset[str] = frozenset()
    own_domains: frozenset[str] = frozenset()
    channel_by_address: Mapping[str, int] = field(default_factory=dict)
    checks_senders: bool = False
    colleagues: Mapping[str, Colleague] = field(default_factory=dict)
    sent: Mapping[str, SentMail] = field(default_factory=dict)
    sent_to: Mapping[str, SentMail] = field(default_factory=dict)
    automatic_last_hour: Mapping[str, int] = field(default_factory=dict)

    def is_own(self, key: str) -> bool:
        """Say whether an address in compared form leads to ourselves, with or without the token of a case."""
        return leads_to(key, self.own_addresses)


@dataclass(frozen=True, slots=True)
class KnownCase:
    """What matching needs to know of a case that may be meant; a merged one goes on in another.

    ``outsiders`` are participants who know of it only because we passed something on to them.
    """

    id: int
    number: str
    subject: str
    customer_ids: frozenset[int]
    participants: frozenset[str]
    machines: frozenset[str] = frozenset()
    outsiders: frozenset[str] = frozenset()
    goes_on_in: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What matching asks: cases, the case of each mail id, the proven customer of each sender, each letter's token.

    ``answered_by_machine`` leads from an automatic letter that names no mail to the case of the last mail that went to
    its sender. Letters are named by the id of their original.
    """

    cases: Mapping[int, KnownCase] = field(default_factory=dict)
    case_by_mail_id: Mapping[str, int] = field(default_factory=dict)
    customer_by_address: Mapping[str, int] = field(default_factory=dict)
    token_by_raw_id: Mapping[int, int] = field(default_factory=dict)
    answered_by_machine: Mapping[int, int] = field(default_factory=dict)
    channels: Mapping[int, Channel] = field(default_factory=dict)


def letter_of(original: Original, head: bytes, inbound: Inbound) -> Letter:
    """Return a letter as it begins its way: whoever wrote it counts as the customer."""
    return Letter(original, head, inbound, inbound.sender or Address("", original.envelope_from))


def answered_ids(in_reply_to: str | None, references: Sequence[str]) -> tuple[str, ...]:
    """Return the ids a mail answers, the closest first: In-Reply-To, then References from their end; at most 30."""
    closest_first = [*([in_reply_to] if in_reply_to else []), *reversed(references)]
    return tuple(dict.fromkeys(closest_first))[:30]
