"""From an answer to the mail that goes into the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from kulanz.cases.actions import create_link
from kulanz.cases.audience import ROLES, all_may_read, any_may_read, may_be_named
from kulanz.cases.models import Attachment, Case, Message, Solution
from kulanz.cases.queries import file_token, link_token
from kulanz.cases.rules import UNBEGUN, Delivery
from kulanz.core.ids import public_id
from kulanz.people.language import voice_for
from kulanz.people.models import Brand, ContactPoint
from kulanz.people.rules import mail_key
from kulanz.people.signatures import Signing

from ..adapter import NewOutgoing, NoWay
from ..models import Mailbox, Outgoing
from .addresses import reply_address
from .composing import Answer, File, Linked, Quote, compose
from .fields import BadAddress, sendable

_QUOTES = 2
_LONGEST_QUOTE = 6_000


def mail_of(message: Message) -> NewOutgoing:
    """Make the mail of an answer. Raises ``NoWay`` in the active language."""
    try:
        answer = (_forward if message.is_forward else _answer)(message, message.case)
        raw = compose(answer)
        sender, *recipients = (sendable(address) for _name, address in _everybody(answer))
    except ValueError as error:
        raise NoWay(_no_way(error)) from error
    return NewOutgoing(answer.mail_id, recipients, raw, answer.subject, sender)


def _everybody(answer: Answer) -> list[tuple[str, str]]:
    return [answer.sender, *answer.to, *answer.cc, *answer.bcc]


def _no_way(error: ValueError) -> str:
    if isinstance(error, BadAddress):
        return _("No mail can be sent to this address: %(address)s") % {"address": error.address}
    return _("There is no mail address to which the answer could go.")


def _answer(message: Message, case: Case) -> Answer:
    people = [_written_to(message, role) for role in ROLES]
    everybody = [address for each in people for _name, address in each]
    if not people[0]:
        raise ValueError("there is no mail address")
    brand = case.brand
    # In the thread of a merged case its number and its address go on: its customer knows no others.
    thread = message.merged_from or case
    address, reply_to = ways_back(case, message.thread_id)
    earlier = _before(message)
    said = [each for each in earlier if all_may_read(each.audience, everybody) and _is_quoted(each)]
    openly = [address for each in people[:2] for _name, address in each]
    reader = _reader(message, case, everybody)
    solution = Solution.objects.filter(message=message).first()
    return Answer(
        mail_id=new_mail_id(address),
        sender=(brand.sender_name, address),
        reply_to=reply_to,
        to=people[0],
        cc=people[1],
        bcc=people[2],
        subject=f"Re: {message.subject}" if _is_answer(earlier, everybody) else message.subject,
        text=message.text,
        number=thread.number,
        link=reader.link,
        own_list=reader.own_list,
        language=reader.catalogue,
        zone=brand.zone,
        at=message.at,
        references=_chain([each for each in earlier if may_be_named(each, openly, message.answers)]),
        footer=brand.footer,
        signature=_signature(message, case, reader.catalogue),
        lapses_at=solution.lapses_at if solution is not None else None,
        quotes=[_quote(each, brand) for each in reversed(said[-_QUOTES:])],
        files=_files(message, address),
        linked=_linked(message),
    )


def _forward(message: Message, case: Case) -> Answer:
    """A letter that is passed on: what they answer comes back into the case, whose page is none of theirs."""
    people = [_written_to(message, role) for role in ROLES]
    openly = [address for each in people[:2] for _name, address in each]
    brand = case.brand
    address, reply_to = ways_back(case)
    catalogue = voice_for(brand, None, case_language=case.language).catalogue
    return Answer(
        mail_id=new_mail_id(address),
        sender=(brand.sender_name, address),
        reply_to=reply_to,
        to=people[0],
        cc=people[1],
        bcc=people[2],
        subject=message.subject,
        text=message.text,
        number=case.number,
        link="",
        language=catalogue,
        zone=brand.zone,
        at=message.at,
        references=_chain([each for each in _before(message) if may_be_named(each, openly, None)]),
        footer=brand.footer,
        signature=_signature(message, case, catalogue),
        files=_files(message, address),
        linked=_linked(message),
        forwarded=message.hidden,
        letter="forward",
    )


def _signature(message: Message, case: Case, catalogue: str) -> str:
    """What stands below the words of a letter; without signature the name of the house."""
    if not message.is_signed:
        return case.brand.sender_name
    signing = Signing(case.brand, message.author, case.team.name if case.team is not None else "")
    return signing.below(message.text, catalogue)


def new_mail_id(sender: str) -> str:
    """Return a fresh Message-ID in the sender's domain, without angle brackets. Raises ``BadAddress``."""
    return f"{public_id()}@{sendable(sender).rpartition('@')[2]}"


def _before(message: Message) -> list[Message]:
    """What was said before an answer, in order, the letter that it answers as the last."""
    rows = Message.objects.filter(case_id=message.case_id, pk__lt=message.pk).order_by("at", "id")
    earlier = rows.exclude(delivery__in=UNBEGUN).defer("html", "hidden")
    # Stable: all others keep their order. The last id of the chain becomes In-Reply-To.
    return sorted(earlier, key=lambda each: each.pk == message.answers_id)


def _is_answer(earlier: Sequence[Message], everybody: Sequence[str]) -> bool:
    """Whether one of its readers knows something that it answers: to all others it is a first letter."""
    return any(each.is_incoming and any_may_read(each.audience, everybody) for each in earlier)


def _is_quoted(message: Message) -> bool:
    """Whether a letter can be quoted: what may still be taken back was not said, and files have no words."""
    return not message.is_automatic and message.delivery != Delivery.HELD.value and bool(message.text.strip())


@dataclass(frozen=True, slots=True)
class _Reader:
    """How an answer speaks to whom it goes to, and which door to the case page it shows them: at most one."""

    catalogue: str
    link: str = ""
    own_list: str = ""


def _reader(message: Message, case: Case, everybody: Sequence[str]) -> _Reader:
    """The customer's own key goes to the customer alone: in a mail that others read it would be theirs, too.

    There the customer is shown the way to the list for which everybody signs in with their own address. An address
    that is not proven to be theirs opens nothing, so it gets neither.
    """
    keys = [mail_key(each) for each in everybody]
    points = ContactPoint.objects.filter(kind=ContactPoint.Kind.MAIL, value__in=keys).select_related("customer")
    known = {point.value: point.customer for point in points}
    answered = message.answers.customer if message.answers is not None else case.customer
    customer = known.get(keys[0]) or answered
    owner_id = (message.merged_from or case).customer_id
    is_theirs = customer is not None and customer.pk == owner_id
    catalogue = voice_for(case.brand, customer, case_language=case.language if is_theirs else "").catalogue
    if not any(point.customer_id == owner_id and point.proven_at is not None for point in points):
        return _Reader(catalogue)
    if len(set(keys)) > 1:
        return _Reader(catalogue, own_list=f"{settings.PUBLIC_URL}/my/")
    return _Reader(catalogue, link=own_page(case, owner_id))


def own_page(case: Case, customer_id: int | None = None) -> str:
    """Return a fresh way to the page of a case for its customer, or another one: whoever has it, opens the page."""
    link = create_link(case_id=case.pk, customer_id=customer_id or case.customer_id)
    return f"{settings.PUBLIC_URL}/c/{link_token(link)}/"


def ways_back(case: Case, thread_id: int | None = None) -> tuple[str, str]:
    """Return the address we write from in a case and the one at which answers join it, or a merged case's thread."""
    box = _mailbox_for(case)
    if box is None:
        return case.brand.sender_address, case.brand.sender_address
    return box.address, reply_address(box.address, thread_id or case.pk) if box.takes_tokens else box.address


def _mailbox_for(case: Case) -> Mailbox | None:
    """The mailbox the customer wrote to; for other cases the first one of the brand."""
    boxes = Mailbox.objects.filter(channel__is_active=True, channel__brand=case.brand).order_by("id")
    entrance = boxes.filter(channel_id=case.entrance_id).first() if case.entrance_id else None
    return entrance or boxes.first()


def _written_to(message: Message, role: str) -> list[tuple[str, str]]:
    return [(each.get("name", ""), each["address"]) for each in message.recipients if each.get("role", "to") == role]


def _chain(earlier: list[Message]) -> list[str]:
    """The ids of these letters in their order, ours as they were sent: what has not left the house is nowhere known."""
    ours = Outgoing.objects.filter(message__in=[each for each in earlier if not each.is_incoming])
    left = ours.filter(sent_at__isnull=False, state__in=[Outgoing.State.SENT, Outgoing.State.UNCERTAIN])
    sent = dict(left.values_list("message_id", "mail_id"))
    ids = [each.mail_id or sent.get(each.pk, "") for each in earlier]
    return [mail_id for mail_id in dict.fromkeys(ids) if mail_id]


def _quote(message: Message, brand: Brand) -> Quote:
    name = (message.sender_name or message.sender_address) if message.is_incoming else brand.sender_name
    return Quote(message.at, name, message.text[:_LONGEST_QUOTE].strip(), is_ours=not message.is_incoming)


def _files(message: Message, address: str) -> list[File]:
    domain = sendable(address).rpartition("@")[2]
    return [_file(each, domain) for each in message.attachments.filter(linked_until=None)]


def _linked(message: Message) -> list[Linked]:
    return [
        Linked(each.name, each.size, f"{settings.PUBLIC_URL}/files/{file_token(each)}/", each.linked_until)
        for each in message.attachments.all()
        if each.linked_until is not None
    ]


def _file(attachment: Attachment, domain: str) -> File:
    with attachment.file.open("rb") as content:
        cid = f"{attachment.public_id}@{domain}"
        return File(attachment.name, attachment.content_type, content.read(), attachment.alt_text, cid)
