"""A message that belongs elsewhere: move it to another case, or split it off into its own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db import transaction

from kulanz.events import log
from kulanz.events.actor import Actor
from kulanz.people import actions as people
from kulanz.people.access import may_change_contacts
from kulanz.people.models import ContactPoint, Customer
from kulanz.people.rules import ContactKind, mail_key

from .. import counting, dissolving, events
from ..access import locked_case, require_staff
from ..errors import NotFound, WrongState
from ..models import Case, CaseLink, CaseWords, Ending, Message, Note
from ..rules import CaseStatus
from ._steps import refresh_status, update_case
from .links import lead_on
from .receive import next_number, preview_of


def move_message(*, message_id: int, by: Actor, case_id: int | None) -> Case:
    """Move a customer's message to another case (``None``: into a new one of its own). Returns where it is now.

    What a colleague wrote round it goes along. A case that loses its only letter before anybody touched it is
    dissolved: it was no matter of its own.

    Both cases must be open to the actor. Raises ``WrongState`` for our own answers and for the only message of a case
    that would be split.
    """
    require_staff(by)
    with transaction.atomic():
        message = (
            # Of the letter alone: PostgreSQL refuses to lock a joined row that may be missing, such as the customer's.
            Message.objects.select_for_update(of=("self",)).select_related("customer").filter(pk=message_id).first()
        )
        if message is None or not message.is_incoming:
            raise WrongState
        for each in sorted({message.case_id, case_id or message.case_id}):
            locked_case(each, by)  # in one order, so that two moves in opposite directions never wait for each other
        source = locked_case(message.case_id, by)
        if case_id is None and source.messages.count() == 1:
            raise WrongState
        target = _split(source, message) if case_id is None else locked_case(case_id, by)
        if target.pk == source.pk:
            return source
        left = source.pk  # a case that is dissolved has none any more
        message.case = target
        message.hints = [hint for hint in message.hints if hint.get("code") != "belongs-to"]
        message.save(update_fields=["case", "hints"])
        Note.objects.filter(came_with=message).update(case=target)
        _settle(target, target)
        _settle(source, target)
        # A source that was just dissolved has no id any more: these two leave it alone.
        _pass_on(source, target, by)
        _forget_subject(source, message)
        CaseWords.objects.rewrite([target.pk, left])
        log.record(events.MessageMoved(target.pk, message.pk, left), by=by)
    return target


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
    """Return what ``take_sender_in`` would do, and change nothing. Raises ``NotFound`` or ``NotAllowed``."""
    with transaction.atomic():
        message = Message.objects.filter(pk=message_id).first()
        if message is None:
            raise NotFound
        # Locked although it only looks: taking the sender in decides by the answer, in the same transaction.
        source, target = locked_case(message.case_id, by), locked_case(case_id, by)
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


def _split(source: Case, message: Message) -> Case:
    case = Case.objects.create(
        number=next_number(source.brand_id),
        brand_id=source.brand_id,
        customer_id=message.customer_id or source.customer_id,
        subject=_named(message, source),
        team_id=source.team_id,
        channel=message.channel,
        entrance_id=source.entrance_id,
        language=source.language,
        opened_at=message.at,
        last_entry_at=message.at,
    )
    counting.shift(Counter([counting.place_of(case)]))
    return case


def _named(message: Message, source: Case) -> str:
    """What the new case is called. The name of the case it leaves may be the words of somebody else."""
    theirs = source.subject if message.customer_id == source.customer_id else ""
    return message.subject or theirs or preview_of(message.text) or message.sender_address or "?"


def _dissolve(case: Case, target: Case) -> None:
    """Nothing was said in it any more. One that nobody had touched is gone; else it stays as what we noted in it.

    Who was told of it holds its key and its number: both lead to ``target`` then.
    """
    lead_on(case, target)
    Ending.objects.filter(of=case).exclude(case=target).update(of=target)
    dissolving.notify(case.pk, target.pk)
    if case.state is CaseStatus.NEW and not case.notes.exists():
        counting.shift(Counter({counting.place_of(case): -1}))
        case.delete()
    else:
        refresh_status(case, waiting_since=None)


def _pass_on(case: Case, target: Case, by: Actor) -> None:
    """Where nothing is left that its customer wrote or received, it is the matter of whoever wrote first in it.

    The former customer's keys go where their letter went: here they would open what others wrote to us.
    """
    if case.pk is None or case.messages.readable_by(case.customer_id).exists():
        return
    writers = case.messages.filter(direction="in").exclude(customer=None).order_by("at", "id")
    heir = Customer.objects.filter(pk__in=writers.values("customer_id")[:1]).first()
    if heir is None or heir.pk == case.customer_id:
        return
    former = case.customer
    lead_on(case, target, customer_id=former.pk)
    update_case(case, customer=heir)
    log.record(events.CaseChanged(case.pk, "customer", former.name, heir.name), by=by)


def _forget_subject(case: Case, gone: Message) -> None:
    """A letter takes its subject along: who writes in the case from now on must not learn it from our answers.

    Nor may the case be called by what somebody else wrote to us alone: its customer reads the name on their page.
    """
    if case.pk is None or not gone.subject or case.subject != gone.subject:
        return
    rest = case.messages.order_by("at", "id")
    if not rest.filter(subject=gone.subject).exists():
        known = rest.readable_by(case.customer_id).exclude(subject="")
        first = known.values_list("subject", flat=True).first()
        update_case(case, subject=first or case.number)


def _settle(case: Case, target: Case) -> None:
    """Bring what is stored about a case in line with the messages it has now, after one went to ``target``."""
    newest = case.messages.exclude(delivery="withdrawn").order_by("-at", "-id").first()
    if newest is None:
        _dissolve(case, target)
        return
    said = case.messages.exclude(delivery__in=["withdrawn", "aside"]).order_by("-at", "-id").first()
    waits = said is not None and said.is_incoming and not said.is_automatic
    refresh_status(
        case,
        last_entry_at=newest.at,
        preview=preview_of(newest.text),
        waiting_since=said.at if said is not None and waits and case.is_open else None,
    )
