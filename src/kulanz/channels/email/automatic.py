"""What a rule of the house answers: an automatic letter, as careful as the acknowledgement (RFC 3834).

Only to the customer's own letter, never to machines, lists or ourselves, once a day in a case, and with the
acknowledgements of the house within what it sends in an hour.
"""

from __future__ import annotations

from kulanz.cases.models import Message
from kulanz.core.clock import now
from kulanz.people.language import voice_for
from kulanz.people.models import Customer
from kulanz.people.rules import Detail

from ..adapter import NewOutgoing
from ..models import Channel, Outgoing
from ..outbox.queueing import put
from ..uses import may_acknowledge
from . import fields
from .acknowledging import A_DAY, MOST_A_DAY, comes_from_a_person, key_for
from .composing import Answer, compose
from .delivery import new_mail_id, ways_back


def answer(message: Message, words: str) -> bool:
    """Put an automatic answer to a letter into the outbox, where that is wise. Called inside a transaction.

    Says whether it goes.
    """
    if not _is_wanted(message) or not comes_from_a_person(message):
        return False
    case, recipient = message.case, fields.sendable(message.sender_address)
    # Two cases of one person at the same time: the customer's row lets one pass after the other.
    Customer.objects.select_for_update().get(pk=case.customer_id)
    if not _may_tell(case.pk, recipient) or not may_acknowledge():
        return False
    mail = _answer(message, words)
    put(
        NewOutgoing(mail.mail_id, [recipient], compose(mail), mail.subject),
        channel="email",
        acknowledges=case,
        is_by_rule=True,
    )
    return True


def _is_wanted(message: Message) -> bool:
    """Whether it is the customer's own letter, through a door that stands open, and they want to hear in between."""
    case = message.case
    return (
        message.is_incoming
        and not message.is_from_outside
        and message.customer_id == case.customer_id
        and case.customer.detail != Detail.RESULT.value
        and Channel.objects.filter(pk=case.entrance_id or 0, is_active=True).exists()
    )


def _may_tell(case_id: int, recipient: str) -> bool:
    """Whether this case had none today, and this address not too many."""
    told = Outgoing.objects.filter(acknowledges__isnull=False, is_by_rule=True, created_at__gt=now() - A_DAY)
    if told.filter(acknowledges_id=case_id).exists():
        return False
    return told.filter(recipients__iexact=recipient).count() < MOST_A_DAY


def _answer(message: Message, words: str) -> Answer:
    case, brand = message.case, message.case.brand
    address, reply_to = ways_back(case)
    # What a stranger typed into a form goes to no address: nobody mails advertisements through us.
    is_own_mail = message.channel == "email" and not any(hint.get("code") == "sent-through" for hint in message.hints)
    return Answer(
        mail_id=new_mail_id(address),
        sender=(brand.sender_name, address),
        reply_to=reply_to,
        to=[(message.sender_name if is_own_mail else "", message.sender_address)],
        subject=f"Re: {message.subject}" if is_own_mail and message.subject else case.number,
        text=words,
        number=case.number,
        link=key_for(message, case),
        language=voice_for(brand, case.customer, case_language=case.language).catalogue,
        zone=brand.zone,
        at=now(),
        references=[message.mail_id] if message.mail_id and is_own_mail else [],
        footer=brand.footer,
        letter="automatic",
    )
