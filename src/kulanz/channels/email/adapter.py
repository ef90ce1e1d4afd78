"""Mail: originals are read and find their case, answers become mails and leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from email import message_from_bytes
from email.policy import default as modern
from functools import partial

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from kulanz.cases.actions import note_hint
from kulanz.cases.arrival import Arrival
from kulanz.cases.models import Message
from kulanz.core.nul import storable
from kulanz.people.models import Brand
from kulanz.people.rules import mail_key
from lesart import Address, read_mail

from ..adapter import ChannelAdapter, Decision, Later, NewOutgoing, Receipt, Rejected, Uncertain
from ..models import Channel, Original, Outgoing
from . import acknowledging, automatic, reports
from .delivery import mail_of
from .fields import sendable
from .letters import Facts, Known, Letter, Trust, letter_of
from .lookup import facts_for, known_for
from .matching import answered_by_us, match, written_aside
from .passing import subject_of, uploads_of, words_of, written_at
from .reasons import missed_reason, sending_reason
from .sieves import doubt_of, sift
from .smarthost import hand_over
from .sources import SMTP
from .twins import Twin, also_to, find_twins, noted_elsewhere, places_elsewhere

_HEAD = 32_768
MOST_KEPT = 100  # recipients of one mail that are kept


class EmailAdapter(ChannelAdapter):
    """Mail in and out."""

    def read(self, originals: Sequence[Original]) -> list[Letter]:
        """Parse mails. No query, no transaction."""
        return [_letter(original) for original in originals]

    def match(self, parsed: Sequence[Letter]) -> list[Decision]:
        """Sift and match a batch."""
        found = facts_for(parsed)
        counted = Counter(found.automatic_last_hour)  # goes on within the batch: a burst comes in one
        facts = replace(found, automatic_last_hour=counted)
        letters = []
        for letter in parsed:
            letters.append(sift(letter, facts))
            counted[letters[-1].sender_key] += letters[-1].is_automatic
        known = known_for(letters, facts)
        twins = find_twins(letters)
        # Ids and fingerprints of this very batch: what answers or repeats one of them waits until that has its case.
        seen: set[str] = set()
        there: set[str] = set()
        readings = []
        for letter in letters:
            letter = noted_elsewhere(letter, known.channels, facts)
            twin = twins.get(letter.original.pk)
            if twin is not None or letter.original.dedupe in there:
                readings.append(_repeat(letter, twin, known, facts))
            else:
                readings.append(_reading(letter, known, facts, seen))
            there.add(letter.original.dedupe)
            if letter.inbound.message_id:
                seen.add(letter.inbound.message_id)
        return readings

    def compose(self, message: Message) -> NewOutgoing:
        """Make the mail of an answer."""
        return mail_of(message)

    def can_send(self) -> bool:
        """Say whether an outgoing server is set."""
        return bool(settings.SMTP_OUT)

    def send(self, outgoing: Outgoing) -> Receipt:
        """Give a mail to the outgoing server."""
        return hand_over(outgoing)

    def explain(self, receipt: Later | Rejected | Uncertain, recipient: str = "") -> str:
        """Say why a mail did not leave."""
        if recipient:
            return missed_reason(f"{recipient}: {receipt.words}")
        return sending_reason(_code(receipt), receipt.words)

    def text_of(self, outgoing: Outgoing) -> str:
        """Return the plain text of a mail."""
        body = message_from_bytes(bytes(outgoing.raw), policy=modern).get_body(preferencelist=("plain",))
        return str(body.get_content()) if body is not None else ""

    def as_sent(self, address: str) -> str:
        """Return an address as it goes into header and envelope."""
        return sendable(address)

    def acknowledge(self, message: Message) -> None:
        """Put the acknowledgement into the outbox."""
        acknowledging.acknowledge(message)

    def answer_by_rule(self, message: Message, words: str) -> bool:
        """Put an automatic answer into the outbox."""
        return automatic.answer(message, words)


def _code(receipt: Later | Rejected | Uncertain) -> str:
    if isinstance(receipt, Uncertain):
        return "broken"
    return receipt.code if isinstance(receipt, Rejected) else ""


def _letter(original: Original) -> Letter:
    raw = bytes(original.raw)
    inbound = read_mail(
        raw,
        arrived_at=original.received_at,
        trusted_authserv=settings.TRUSTED_AUTHSERV,
        # An empty envelope makes a report; a fetched mail has none that we know, which is another thing.
        envelope_from=original.envelope_from if original.source == SMTP else None,
    )
    if settings.CHECK_SENDERS and original.peer and inbound.authentication.source is None:
        from .resolving import check_peer  # noqa: PLC0415 - heavy, and switched off in most houses

        inbound = replace(inbound, authentication=check_peer(raw, original.peer, original.envelope_from))
    head = raw[: max(raw.find(b"\r\n\r\n", 0, _HEAD), 0) or _HEAD]
    return letter_of(original, head, inbound)


def _repeat(letter: Letter, twin: Twin | None, known: Known, facts: Facts) -> Decision:
    """The same mail once more, delivered to another address of ours: one mail is one message."""
    repeat = Decision(letter.original.pk, sender=letter.sender_key, verdicts=letter.verdicts)
    if twin is None:
        return replace(repeat, waits=True)
    if twin.is_in_work:
        return replace(repeat, later=True)
    if twin.message_id is None:
        return replace(repeat, ignored="repeat", arrival=_arrival(letter, _channel(letter, known), None))
    places = places_elsewhere(letter, twin.channel_id, known.channels, facts)
    effect = partial(note_hint, message_id=twin.message_id, hint=also_to(places)) if places else None
    return replace(repeat, same_as=twin.message_id, effect=effect)


def _reading(letter: Letter, known: Known, facts: Facts, seen: set[str]) -> Decision:
    inbound = letter.inbound
    shared = partial(
        Decision,
        raw_id=letter.original.pk,
        sender=letter.sender_key,
        verdicts=letter.verdicts,
        is_automatic=letter.is_automatic,
        warnings=inbound.warnings,
    )
    if letter.ignored:
        return shared(ignored=letter.ignored, arrival=_arrival(letter, _channel(letter, known), None))
    if letter.bounced is not None:
        # The report stands in the case, so that everybody sees who says so, and no word in it is lost.
        case_id = letter.bounced.case_id
        arrival = _arrival(letter, _channel(letter, known), case_id) if case_id is not None else None
        return shared(arrival=arrival, effect=_effect(letter))
    if not seen.isdisjoint(letter.answers):
        return shared(waits=True)
    if (ours := _by_colleague(letter, known, facts)) is not None:
        return shared(arrival=_arrival(ours[0], _channel(letter, known), ours[1]))
    joins, hints = match(letter, known)
    for hint in hints:
        if not (letter.is_automatic and hint["code"] == "subject-changed"):  # machines write subjects of their own
            letter = letter.hinted(**hint)
    if joins is not None and (reason := doubt_of(letter, checks=facts.checks_senders)):
        letter = letter.hinted("sender-unchecked", reason=reason, envelope=letter.original.envelope_from[:254])
    case_id = joins or known.answered_by_machine.get(letter.original.pk)
    arrival = _arrival(letter, _channel(letter, known), case_id)
    return shared(arrival=arrival, ignored="receipt" if inbound.is_receipt and case_id is None else "")


def _effect(letter: Letter) -> Callable[[], None] | None:
    """What a delivery report does to the mail that it names."""
    about, told = letter.bounced, letter.inbound.delivery
    if about is None or told is None:
        return None
    return partial(reports.note_report, about.outgoing_id, told, letter.inbound.bounce, letter.original.received_at)


def _by_colleague(letter: Letter, known: Known, facts: Facts) -> tuple[Letter, int] | None:
    """One of our people answered a customer from a program of their own, with us in copy: the words are ours.

    Whoever puts a colleague's name into From gains nothing: it must answer a mail of a case and go to somebody who
    takes part there and is none of us, and a sender who was checked must have passed. Where only we stand in it, a
    customer may have got it as a blind copy, or nobody: it is kept in the case it answers, and counts as no answer.
    """
    colleague = facts.colleagues.get(letter.sender_key)
    if colleague is None or letter.sender_key != letter.author_key or letter.is_automatic:
        return None
    if letter.trust not in {Trust.VERIFIED, Trust.UNCHECKED} or letter.passed_on is not None:
        return None
    named = {mail_key(each.address) for each in (*letter.inbound.to, *letter.inbound.cc)} - {""}
    others = {key for key in named if not facts.is_own(key)}
    is_aside = not others and not doubt_of(letter, checks=False)
    if is_aside:
        case_id = written_aside(letter, known)
    else:
        case_id = answered_by_us(letter, others - facts.colleagues.keys(), known)
    if case_id is None:
        return None
    told = {"aside": True} if is_aside else {}
    letter = letter.hinted("own-program", name=colleague.name, checked=letter.trust is Trust.VERIFIED, **told)
    return replace(letter, colleague_id=colleague.id, is_aside=is_aside), case_id


def _channel(letter: Letter, known: Known) -> Channel | None:
    return known.channels.get(letter.original.channel_id or 0)


def _arrival(letter: Letter, channel: Channel | None, case_id: int | None) -> Arrival:
    inbound, words = letter.inbound, words_of(letter)
    mail = letter.passed_on or inbound
    brand = channel.brand if channel is not None else Brand.oldest()
    return Arrival(
        channel="email",
        brand_id=brand.pk,
        team_id=channel.team_id if channel is not None else None,
        entrance_id=letter.original.channel_id,
        case_id=case_id,
        source_id=letter.original.pk,
        author_id=letter.colleague_id,
        is_aside=letter.is_aside,
        verified=letter.trust is Trust.VERIFIED,
        sender_address=storable(letter.sender.address),
        sender_name=storable(letter.sender.name) or _nameless(letter, brand),
        by_machine=inbound.delivery is not None,
        subject=storable(subject_of(letter)) or _no_subject(brand),
        text=storable(words.text),
        hidden=storable(words.hidden),
        html=storable(words.html),
        note=storable(words.note),
        note_by_id=letter.passed_on_by,
        mail_id=storable(inbound.message_id or ""),
        at=letter.original.received_at,
        written_at=written_at(letter),
        language=mail.language or brand.language,
        recipients=_recipients(letter),
        reply_to=_reply_to(letter),
        is_automatic=letter.is_automatic,
        hints=letter.hints,
        uploads=tuple(replace(each, name=storable(each.name), cid=storable(each.cid)) for each in uploads_of(letter)),
    )


def _recipients(letter: Letter) -> tuple[dict[str, str], ...]:
    """Everybody the sender wrote to; whom a colleague who passed it on wrote to besides is no business of theirs."""
    if letter.passed_on is not None:
        return tuple({**_person(address), "role": "to"} for address in letter.passed_on.recipients[:MOST_KEPT])
    if not _is_of_the_sender(letter):
        return ()
    pairs = [*((each, "to") for each in letter.inbound.to), *((each, "cc") for each in letter.inbound.cc)]
    return tuple({**_person(address), "role": role} for address, role in pairs[:MOST_KEPT])


def _reply_to(letter: Letter) -> tuple[dict[str, str], ...]:
    """Whom the sender asked us to answer instead; a person whom a machine names alone is the sender."""
    others = letter.others_asked if _is_of_the_sender(letter) else ()
    if not others or (letter.through is not None and len(others) == 1):
        return ()
    found = others if letter.through is not None or letter.inbound.is_list else letter.inbound.reply_to
    return tuple(_person(address) for address in found[:MOST_KEPT] if mail_key(address.address))


def _is_of_the_sender(letter: Letter) -> bool:
    """Whether the fields of the mail were written by, or for, the one who counts as its sender."""
    return letter.through is not None or letter.sender_key == letter.author_key


def _person(address: Address) -> dict[str, str]:
    return {"name": storable(address.name), "address": storable(address.address)}


def _nameless(letter: Letter, brand: Brand) -> str:
    """What one is called who gives neither a name nor an address; empty for everybody else."""
    if letter.sender.address:
        return ""
    with translation.override(brand.language):
        return _("Mail server") if letter.inbound.delivery is not None else _("Unknown sender")


def _no_subject(brand: Brand) -> str:
    with translation.override(brand.language):
        return _("No subject")
