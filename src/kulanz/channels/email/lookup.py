"""What sieves and matching need to know about a batch of mails: a constant number of queries for any batch."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from kulanz.cases.models import Case, Message
from kulanz.core.clock import now
from kulanz.people.models import Brand, ContactPoint, User
from kulanz.people.rules import ContactKind, mail_key
from lesart import Forwarded

from ..models import Channel, Mailbox, Original, Outgoing
from .addresses import PROVIDERS, case_in
from .letters import Colleague, Facts, Known, KnownCase, Letter, SentMail, Trust, answered_ids
from .matching import numbers_in

_DELIVERED = re.compile(rb"^(?:delivered-to|x-original-to|envelope-to):\s*<?([^\s<>]+)", re.IGNORECASE | re.MULTILINE)
BOUNCE_TIME = timedelta(days=14)
MOST_MEANT = 100  # recipients of one mail, in each of its fields, who are looked up


def facts_for(letters: Sequence[Letter]) -> Facts:
    """Look up what the sieves ask."""
    senders = {letter.sender_key for letter in letters} - {""}
    writers = senders | {mail_key(each.sender.address) for each in _passed_on(letters) if each.sender}
    people = User.objects.filter(is_active=True, email__in=writers | _written_to(letters))
    channel_by_address = _channel_by_address()
    ours = _own(channel_by_address)
    return Facts(
        own_addresses=ours,
        own_domains=own_domains(ours),
        channel_by_address=channel_by_address,
        checks_senders=bool(settings.CHECK_SENDERS or settings.TRUSTED_AUTHSERV),
        colleagues={email: Colleague(pk, name) for email, pk, name in people.values_list("email", "pk", "name")},
        sent=_sent(letters),
        sent_to=_sent_to(letters),
        automatic_last_hour=_automatic(senders) if any(map(_is_automatic, letters)) else {},
    )


def _written_to(letters: Sequence[Letter]) -> set[str]:
    """Everybody whom mails that answer something were written to: a colleague among them is nobody we serve."""
    answers = [each.inbound for each in letters if each.inbound.in_reply_to or each.inbound.references]
    return {mail_key(to.address) for each in answers for to in (*each.to[:MOST_MEANT], *each.cc[:MOST_MEANT])} - {""}


def _passed_on(letters: Sequence[Letter]) -> list[Forwarded]:
    return [each for letter in letters for each in letter.inbound.forwarded]


def own_domains(addresses: frozenset[str]) -> frozenset[str]:
    """Return the domains that are ours alone: a mailbox at a provider of everybody makes its domain nobody's."""
    return frozenset(address.rpartition("@")[2] for address in addresses) - PROVIDERS


def own_addresses() -> frozenset[str]:
    """Return every address we answer for or write from, as they are compared. Two queries."""
    return _own(_channel_by_address())


def _own(channel_by_address: Mapping[str, int]) -> frozenset[str]:
    senders = [*Brand.objects.values_list("sender_address", flat=True), parseaddr(settings.DEFAULT_FROM_EMAIL)[1]]
    return frozenset([*channel_by_address, *map(mail_key, senders)]) - {""}


def _channel_by_address() -> dict[str, int]:
    boxes = Mailbox.objects.values_list("address", "aliases", "channel_id")
    return {mail_key(each): channel for own, more, channel in boxes for each in (own, *more)}


def _sent(letters: Sequence[Letter]) -> dict[str, SentMail]:
    """Find our own mails among everything the letters name: themselves, what they answer, what came back."""
    ids = {mail_id for letter in letters for mail_id in _named_ids(letter)}
    return {row.mail_id: _as_sent(row) for row in _outgoing().filter(mail_id__in=ids)} if ids else {}


def _named_ids(letter: Letter) -> list[str]:
    inbound = letter.inbound
    own = [
        inbound.message_id,
        inbound.receipt_for,
        inbound.delivery.original_message_id if inbound.delivery else None,
    ]
    return [*answered_ids(inbound.in_reply_to, inbound.references), *(mail_id for mail_id in own if mail_id)]


def _sent_to(letters: Sequence[Letter]) -> dict[str, SentMail]:
    """Find the newest mail to each address that a report without an id speaks of, or whose machine answers."""
    reports = [letter.inbound.bounce for letter in letters if letter.inbound.bounce is not None]
    addresses = {mail_key(report.recipient) for report in reports if report.recipient}
    addresses.update(letter.sender_key for letter in letters if letter.inbound.is_auto_reply)
    addresses.discard("")
    if not addresses:
        return {}
    # Only mails to one person: those to several hold all their addresses in one text.
    rows = _outgoing().filter(recipients__in=addresses, created_at__gt=now() - BOUNCE_TIME).order_by("id")
    return {row.recipients: _as_sent(row) for row in rows}


def _outgoing() -> QuerySet[Outgoing]:
    return Outgoing.objects.select_related("message").defer("raw", "message__text", "message__html")


def _as_sent(row: Outgoing) -> SentMail:
    return SentMail(row.pk, row.message_id, row.message.thread_id if row.message is not None else row.acknowledges_id)


def _is_automatic(letter: Letter) -> bool:
    inbound = letter.inbound
    return inbound.is_auto_reply or inbound.is_bounce or inbound.is_receipt


def _automatic(senders: set[str]) -> dict[str, int]:
    rows = Original.objects.filter(
        sender__in=senders, is_automatic=True, received_at__gt=now() - timedelta(hours=1)
    ).values_list("sender")
    return dict(rows.annotate(amount=Count("id")))


def known_for(letters: Sequence[Letter], facts: Facts) -> Known:
    """Look up what matching asks."""
    tokens = {letter.original.pk: _token_case(letter) for letter in letters}
    tokens_found = {raw_id: case_id for raw_id, case_id in tokens.items() if case_id is not None}
    by_mail_id = _case_by_mail_id(letters, facts)
    meant = {*tokens_found.values(), *by_mail_id.values()}
    numbers = {number for letter in letters for number in numbers_in(letter.inbound.subject)}
    senders = {letter.sender_key for letter in letters} - {""}
    verified = {letter.sender_key for letter in letters if letter.trust is Trust.VERIFIED}
    points = ContactPoint.objects.filter(kind=ContactKind.MAIL.value, value__in=senders)
    return Known(
        cases=_cases(meant, numbers) if meant or numbers else {},
        case_by_mail_id=by_mail_id,
        customer_by_address={
            value: customer_id
            for value, customer_id, proven_at in points.values_list("value", "customer_id", "proven_at")
            if proven_at is not None or value in verified
        },
        token_by_raw_id=tokens_found,
        answered_by_machine=_answered_by_machine(letters, facts),
        channels={channel.pk: channel for channel in Channel.objects.select_related("brand")},
    )


def _answered_by_machine(letters: Sequence[Letter], facts: Facts) -> dict[int, int]:
    found = {
        letter.original.pk: facts.sent_to.get(letter.sender_key)
        for letter in letters
        if letter.inbound.is_auto_reply and not answered_ids(letter.inbound.in_reply_to, letter.inbound.references)
    }
    reports = [(letter.original.pk, letter.inbound.bounce) for letter in letters]
    found.update((raw_id, facts.sent_to.get(mail_key(one.recipient or ""))) for raw_id, one in reports if one)
    return {raw_id: sent.case_id for raw_id, sent in found.items() if sent is not None and sent.case_id is not None}


def _token_case(letter: Letter) -> int | None:
    """The envelope names the address that was really written to; the fields serve mails fetched from a mailbox."""
    delivered_to = (each.decode("utf-8", "replace") for each in _DELIVERED.findall(letter.head))
    written_to = (address.address for address in (*letter.inbound.to, *letter.inbound.cc))
    return case_in((*letter.original.recipient_list, *delivered_to, *written_to))


def _case_by_mail_id(letters: Sequence[Letter], facts: Facts) -> dict[str, int]:
    answers = {mail_id for letter in letters for mail_id in letter.answers}
    if not answers:
        return {}
    named = Message.objects.filter(mail_id__in=answers).exclude(mail_id="")
    found = dict(named.values_list("mail_id", Coalesce("merged_from_id", "case_id")))
    found.update({mail_id: sent.case_id for mail_id, sent in facts.sent.items() if sent.case_id is not None})
    return found


@dataclass(slots=True)
class _Heard:
    """Who is heard of in the letters of one case: customers and addresses in compared form.

    To the ``told`` something was passed on; the ``named`` wrote by themselves, or stand in such a letter.
    """

    customers: set[int | None] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    machines: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)

    def add(self, letter: Message) -> None:
        """Take a letter in. An outside party is no customer of the case: what they write was asked for."""
        keys = {mail_key(each) for each in (letter.sender_address, *(one["address"] for one in letter.recipients))}
        self.addresses |= keys
        self.machines.update(mail_key(hint["address"]) for hint in letter.hints if hint["code"] == "sent-through")
        if letter.is_forward:
            self.told |= keys
        elif letter.is_incoming and not letter.is_from_outside:
            self.named |= keys
        if not letter.is_from_outside:
            self.customers.add(letter.customer_id)


_READ = ("case_id", "customer_id", "sender_address", "recipients", "hints", "is_forward", "direction")


def _cases(case_ids: set[int], numbers: set[str]) -> dict[int, KnownCase]:
    """Look up cases; a merged one is known by its own number and thread, and who takes part where it goes on does."""
    meant = Case.with_merged.filter(Q(pk__in=case_ids) | Q(number__in=numbers))
    rows = list(meant.only("id", "number", "subject", "customer_id", "merged_into_id"))
    roots = {row.pk: row.merged_into_id or row.pk for row in rows}
    heard: dict[int, _Heard] = defaultdict(_Heard)
    for letter in Message.objects.filter(case_id__in={roots[each] for each in case_ids & roots.keys()}).only(*_READ):
        heard[letter.case_id].add(letter)
    return {
        row.pk: KnownCase(
            id=row.pk,
            number=row.number,
            subject=row.subject,
            customer_ids=frozenset({row.customer_id, *filter(None, heard[roots[row.pk]].customers)}),
            participants=frozenset(heard[roots[row.pk]].addresses - {""}),
            machines=frozenset(heard[roots[row.pk]].machines),
            outsiders=frozenset(heard[roots[row.pk]].told - heard[roots[row.pk]].named - {""}),
            goes_on_in=roots[row.pk],
        )
        for row in rows
    }
