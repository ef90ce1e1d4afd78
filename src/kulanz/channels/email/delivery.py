"""From an answer to a mail in the outbox."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from kulanz.cases.actions import create_link, link_token, mark_failed
from kulanz.cases.models import Attachment, Case, Message, Solution
from kulanz.cases.rules import Delivery
from kulanz.core.ids import public_id
from kulanz.events import jobs
from kulanz.people.models import Brand, ContactPoint, Customer
from kulanz.people.rules import FormOfAddress

from ..models import Mailbox, OutgoingMail
from . import signing
from .addresses import reply_address
from .composing import Answer, File, Quote, compose

_QUOTES = 2
_LONGEST_QUOTE = 6_000


def prepare(message: Message) -> None:
    """Put the mail of an answer into the outbox, to leave at ``held_until``. A second call changes nothing."""
    if message.delivery == Delivery.WITHDRAWN.value or OutgoingMail.objects.filter(message=message).exists():
        return
    case = message.case
    try:
        answer = _answer(message, case)
        raw = signing.signed(compose(answer), answer.sender[1])
    except ValueError:
        with translation.override(language_for(case.customer, case.brand)):
            reason = _("There is no mail address to which the answer could go.")
        mark_failed(message_id=message.pk, reason=reason, final=True)
        return
    with transaction.atomic():
        # A job may run twice at the same time: the row of the message lets one pass after the other.
        Message.objects.select_for_update().get(pk=message.pk)
        if OutgoingMail.objects.filter(message=message).exists():
            return
        outgoing = OutgoingMail.objects.create(
            message=message,
            state=OutgoingMail.State.HELD,
            mail_id=answer.mail_id,
            envelope_from=answer.sender[1],
            recipients="\n".join(dict.fromkeys(address for _name, address in (*answer.to, *answer.cc))),
            subject=answer.subject[:300],
            due_at=message.held_until or message.at,
            raw=raw,
        )
        send_later(outgoing)


def send_later(outgoing: OutgoingMail) -> None:
    """Write the job that sends a mail when it is due. Waiting twice for the same time changes nothing."""
    key = f"send-mail:{outgoing.pk}:{outgoing.due_at:%Y%m%d%H%M%S}"
    jobs.enqueue_all([jobs.Order("send-mail", {"outgoing_id": outgoing.pk}, jobs.FIRST, outgoing.due_at, key)])


def language_for(customer: Customer, brand: Brand) -> str:
    """Return the interface language in which we write to a customer: their own form of address, else the brand's."""
    language = customer.language or brand.language
    if language != "de":
        return language
    form = customer.form_of_address
    if form == FormOfAddress.UNKNOWN.value:
        form = brand.register
    return "de-informal" if form == FormOfAddress.INFORMAL.value else "de"


def _answer(message: Message, case: Case) -> Answer:
    customer, brand = case.customer, case.brand
    box = _mailbox_for(case)
    address = box.address if box is not None else brand.sender_address
    earlier = list(
        case.messages.filter(pk__lt=message.pk).exclude(delivery=Delivery.WITHDRAWN.value).order_by("at", "id")
    )
    begun = any(each.is_incoming for each in earlier)
    link = create_link(case_id=case.pk, customer_id=customer.pk)
    solution = Solution.objects.filter(message=message).first()
    return Answer(
        mail_id=f"{public_id()}@{address.rpartition('@')[2]}",
        sender=(brand.sender_name, address),
        reply_to=reply_address(address, case.pk) if box is not None and box.takes_tokens else address,
        to=_written_to(message, "to") or [_address_of(customer, earlier)],
        cc=_written_to(message, "cc"),
        subject=f"Re: {message.subject}" if begun else message.subject,
        text=message.text,
        number=case.number,
        link=f"{settings.PUBLIC_URL}/c/{link_token(link)}/",
        language=language_for(customer, brand),
        zone=brand.zone,
        at=message.at,
        references=_chain(earlier),
        footer=brand.footer,
        lapses_at=solution.lapses_at if solution is not None else None,
        quotes=[_quote(each, brand) for each in reversed([one for one in earlier if not one.is_automatic][-_QUOTES:])],
        files=[_file(each) for each in message.attachments.all()],
    )


def _mailbox_for(case: Case) -> Mailbox | None:
    """The mailbox the customer wrote to; for other cases the first one of the brand."""
    boxes = Mailbox.objects.filter(channel__is_active=True, channel__brand=case.brand).order_by("id")
    entrance = boxes.filter(channel_id=case.entrance_id).first() if case.entrance_id else None
    return entrance or boxes.first()


def _written_to(message: Message, role: str) -> list[tuple[str, str]]:
    return [(each.get("name", ""), each["address"]) for each in message.recipients if each.get("role", "to") == role]


def _address_of(customer: Customer, earlier: list[Message]) -> tuple[str, str]:
    """Where the customer wrote from last, else their first mail address. Raises ``ValueError`` without one."""
    for message in reversed(earlier):
        if message.is_incoming and message.customer_id == customer.pk and "@" in message.sender_address:
            return (message.sender_name or customer.name, message.sender_address)
    point = ContactPoint.objects.filter(customer=customer, kind=ContactPoint.Kind.MAIL).order_by("id").first()
    if point is None:
        raise ValueError("the customer has no mail address")
    return (customer.name, point.as_written)


def _chain(earlier: list[Message]) -> list[str]:
    """The ids of all mails of the case, oldest first, ours as they were sent."""
    ours = dict(
        OutgoingMail.objects.filter(message__in=[each for each in earlier if not each.is_incoming]).values_list(
            "message_id", "mail_id"
        )
    )
    ids = [each.mail_id or ours.get(each.pk, "") for each in earlier]
    return [mail_id for mail_id in dict.fromkeys(ids) if mail_id and " " not in mail_id and mail_id.isascii()]


def _quote(message: Message, brand: Brand) -> Quote:
    name = (message.sender_name or message.sender_address) if message.is_incoming else brand.sender_name
    return Quote(at=message.at, name=name, text=message.text[:_LONGEST_QUOTE].strip())


def _file(attachment: Attachment) -> File:
    with attachment.file.open("rb") as content:
        return File(attachment.name, attachment.content_type, content.read())
