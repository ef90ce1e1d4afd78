"""What an answer that did not arrive does to its case, and what undoes it again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from kulanz.core.clock import now
from kulanz.events import log
from kulanz.events.actor import SYSTEM
from kulanz.events.catalogue import DomainEvent
from kulanz.people.hours import hours_of
from kulanz.people.models import ContactPoint
from kulanz.people.rules import mail_key

from .. import events
from ..access import locked_case
from ..audience import Person, called, others
from ..models import Case, Message, Solution, Waiting
from ..rules import UNSAID, Delivery, Direction, WaitingFor
from ._outside import goes_outside
from ._steps import end_waiting, refresh_status


def settle_delivery(
    *,
    message_id: int,
    delivery: Delivery,
    missed: Sequence[Person],
    late: Sequence[Person] = (),
    is_final: bool = False,
) -> None:
    """Record what is known of each recipient of an answer: ``missed`` did not get it, of ``late`` nobody knows.

    People are "name", "address" and "reason"; ``is_final`` says of ``late`` that trying again cannot help. The case is
    ours again where the customer got nothing; where only others did not, it stays where it is.
    """
    with transaction.atomic():
        message = Message.objects.select_for_update().filter(pk=message_id).first()
        if message is None or message.delivery == Delivery.WITHDRAWN.value:
            return
        told = [dict(each) for each in missed]
        if (message.delivery, message.missed) == (delivery.value, told):
            return
        was_lost, known = is_lost(message), {each["address"] for each in message.missed}
        back = [each for each in message.missed if each["address"] not in {one["address"] for one in told}]
        message.delivery, message.missed = delivery.value, told
        message.save(update_fields=["delivery", "missed"])
        follow(message, was_lost=was_lost)
        fresh = [each for each in told if each["address"] not in known]
        trouble: Sequence[Person] = fresh or (late if delivery is Delivery.UNCERTAIN else ())
        if trouble:
            reason = " ".join(dict.fromkeys(filter(None, (each["reason"] for each in trouble))))
            final = bool(fresh) or is_final
            domain_event: DomainEvent = events.DeliveryFailed(
                message.case_id, message.pk, reason, final, _named(message, trouble)
            )
        else:
            domain_event = events.DeliveryConfirmed(message.case_id, message.pk, _named(message, back))
        log.record(domain_event, by=SYSTEM)


def _named(message: Message, people: Sequence[Person]) -> list[str]:
    """Those people by name and address; nobody where the letter went to one person alone."""
    return [called(each) for each in people] if len(others(message.recipients)) > 1 else []


def is_lost(message: Message) -> bool:
    """Say whether the customer has heard nothing: nobody got the letter, or the customer is among those who did not."""
    if message.delivery == Delivery.FAILED.value:
        return True
    missed = {mail_key(each["address"]) for each in message.missed}
    return bool(missed) and _meant(message) <= missed


def _meant(message: Message) -> set[str]:
    """Whom a letter was for before all others: the case's customer, else who wrote what it answers, else its "to"."""
    written = {mail_key(each["address"]): each.get("role", "to") for each in message.recipients}
    points = ContactPoint.objects.of_person(message.case.customer_id).mails()
    customer = set(points.values_list("value", flat=True)) & written.keys()
    letter = message.answers
    asked = [] if letter is None else [letter.sender_address, *(each["address"] for each in letter.reply_to)]
    writer = {mail_key(each) for each in asked} & written.keys()
    return customer or writer or {key for key, role in written.items() if role == "to"}


def follow(message: Message, *, was_lost: bool) -> None:
    """Let the case follow what was found out about a letter. Called inside the transaction that marks it."""
    lost = is_lost(message)
    if lost and not was_lost:
        bring_back(message)
    elif was_lost and not lost:
        let_go_again(message)


def bring_back(message: Message) -> None:
    """Let an open case wait for us again: the customer has heard nothing, nor was asked whether it is solved.

    Called inside the transaction that marks the letter.
    """
    case = locked_case(message.case_id, SYSTEM)
    if not case.is_open:
        return
    at = now()
    if goes_outside(message):
        # The customer knows nothing of it: all that ends is the wait for those who did not get it.
        Waiting.objects.filter(case=case, at=message.at, ended_at=None).update(ended_at=at)
        refresh_status(case)
        return
    end_waiting(case, at)
    Solution.objects.filter(message=message, withdrawn_at=None).update(withdrawn_at=at)
    refresh_status(case, waiting_since=case.waiting_since or _unanswered_since(case, message))


def let_go_again(message: Message) -> None:
    """Undo that for a letter that goes out once more or has arrived after all: the case waits, and it was asked.

    Called inside the transaction that marks the letter. Where somebody has written meanwhile, they still wait.
    """
    case = locked_case(message.case_id, SYSTEM)
    if not case.is_open or _something_newer(case, message):
        return
    is_outside = goes_outside(message)
    whom = WaitingFor.OTHERS if is_outside else WaitingFor.CUSTOMER
    waited = Waiting.objects.filter(case=case, at=message.at, whom=whom.value).last()
    if waited is not None and not Waiting.objects.filter(case=case, ended_at=None).exists():
        Waiting.objects.create(case=case, whom=whom.value, reason=waited.reason, by_id=message.author_id, at=now())
    if is_outside:
        refresh_status(case)
        return
    for asked in Solution.objects.filter(message=message, withdrawn_at__isnull=False):
        fresh = hours_of(case.brand).after_working_days(now(), case.brand.silence_days)
        asked.withdrawn_at, asked.lapses_at = None, max(asked.lapses_at, fresh)  # never earlier than the letter says
        asked.save(update_fields=["withdrawn_at", "lapses_at"])
    refresh_status(case, waiting_since=None)


def _unanswered_since(case: Case, message: Message) -> datetime:
    """Since when the customer waits: their first letter after the last answer that got out, else the lost answer."""
    sent = case.messages.filter(direction=Direction.OUT.value, delivery=Delivery.SENT.value)
    out = sent.filter(is_forward=False).exclude(pk=message.pk)
    answered = out.aggregate(newest=Max("at"))["newest"]
    asked = case.messages.filter(direction=Direction.IN.value, is_automatic=False, at__lte=message.at)
    if answered is not None:
        asked = asked.filter(at__gt=answered)
    first: datetime | None = asked.order_by("at").values_list("at", flat=True).first()
    return first or message.at


def _something_newer(case: Case, message: Message) -> bool:
    newer = case.messages.filter(pk__gt=message.pk, is_automatic=False)
    return newer.exclude(delivery__in=UNSAID).exists()
