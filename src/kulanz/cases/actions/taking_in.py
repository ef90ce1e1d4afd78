"""A customer who writes from another address: the letter moves to their case, and the address may become theirs."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from kulanz.events.actor import Actor
from kulanz.people import actions as people
from kulanz.people.access import may_change_contacts
from kulanz.people.models import ContactPoint, Customer
from kulanz.people.rules import ContactKind, mail_key

from ..access import locked_cases
from ..errors import BrandsDiffer, NotFound
from ..models import Case, CaseLink, Message
from ._steps import hold_letters
from .moving import move_message


@dataclass(frozen=True, slots=True)
class Taking:
    """What taking a sender in would do: whose address it is, and how many of their cases go with it.

    ``is_allowed``: the sender was checked, and the actor may see every case of both customers. Else only the letter
    may move. ``cases`` counts all of the other customer's cases, whoever may see them.
    """

    address: str
    target: Case
    former: Customer | None
    cases: int
    is_verified: bool
    is_allowed: bool


def look_at_sender(*, message_id: int, by: Actor, case_id: int) -> Taking:
    """Return what ``take_sender_in`` would do, and change nothing.

    Raises ``NotFound``, ``NotAllowed`` or ``BrandsDiffer``.
    """
    with transaction.atomic():
        message = Message.objects.filter(pk=message_id).first()
        if message is None:
            raise NotFound
        # Locked although it only looks: taking the sender in decides by the answer, in the same transaction.
        hold_letters(message.case_id, case_id)
        source, target = locked_cases(message.case_id, case_id, by=by)
        if source.brand_id != target.brand_id:
            raise BrandsDiffer
        former = _other_owner(message.sender_address, target.customer_id)
        cases = 0
        if former is not None and former.contact_points.count() == 1:
            theirs = Case.objects.filter(customer=former)
            cases = (theirs.exclude(pk=source.pk) if source.messages.count() == 1 else theirs).count()
        owners = [target.customer_id, *([former.pk] if former is not None else [])]
        may = all(may_change_contacts(each, by) for each in owners)
    verified = message.sender_verified
    return Taking(message.sender_address, target, former, cases, verified, is_allowed=verified and may)


def _other_owner(address: str, customer_id: int) -> Customer | None:
    points = ContactPoint.objects.filter(kind=ContactKind.MAIL.value, value=mail_key(address))
    found = points.select_related("customer").exclude(customer_id=customer_id).first()
    return found.customer if found is not None else None


def take_sender_in(*, message_id: int, by: Actor, case_id: int) -> Case:
    """Move a message to a case because its sender is that case's customer, writing from another address.

    The address becomes the customer's. Somebody who had nothing but that address was the same person: their cases and
    letters become the customer's too. All of that only where ``look_at_sender`` allows it: whoever could put a name
    into From would move a stranger's cases. Otherwise only this letter moves. Raises what ``move_message`` raises.
    """
    with transaction.atomic():
        taking = look_at_sender(message_id=message_id, by=by, case_id=case_id)
        if taking.is_allowed:  # before the letter moves: its case may dissolve, and leaves its key to its customer
            _take_over(taking, message_id, by)
        return move_message(message_id=message_id, by=by, case_id=case_id)


def _take_over(taking: Taking, message_id: int, by: Actor) -> None:
    customer_id = taking.target.customer_id
    former = people.take_over_contact(
        customer_id=customer_id, by=by, kind=ContactKind.MAIL, written=taking.address, is_proven=True
    )
    if former is not None and not former.contact_points.exists():
        Message.objects.filter(customer=former).update(customer_id=customer_id)
        Case.with_merged.filter(customer=former).update(customer_id=customer_id)
        CaseLink.objects.filter(customer=former).update(customer_id=customer_id)
    Message.objects.filter(pk=message_id).update(customer_id=customer_id)
