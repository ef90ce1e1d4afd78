"""What an answer that did not arrive does to its case, and what undoes it again."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from kulanz.core.clock import now
from kulanz.events.actor import HOUSE
from kulanz.people.hours import hours_of

from ..models import Case, Message, Solution, Waiting
from ..rules import Delivery, Direction, WaitingFor
from ._steps import case_for, end_waiting, restate


def bring_back(message: Message) -> None:
    """Let an open case wait for us again: the customer has heard nothing, nor was asked whether it is solved.

    Called inside the transaction that marks the letter.
    """
    case = case_for(message.case_id, HOUSE)
    if not case.is_open:
        return
    at = now()
    end_waiting(case, at)
    Solution.objects.filter(message=message, withdrawn_at=None).update(withdrawn_at=at)
    restate(case, waiting_since=case.waiting_since or _unanswered_since(case, message))


def let_go_again(message: Message) -> None:
    """Undo that for a letter that goes out once more or has arrived after all: the case waits, and it was asked.

    Called inside the transaction that marks the letter. Where somebody has written meanwhile, they still wait.
    """
    case = case_for(message.case_id, HOUSE)
    if not case.is_open or _something_newer(case, message):
        return
    waited = Waiting.objects.filter(case=case, at=message.at, whom=WaitingFor.CUSTOMER.value)
    if waited.exists() and not Waiting.objects.filter(case=case, ended_at=None).exists():
        Waiting.objects.create(case=case, whom=WaitingFor.CUSTOMER.value, by_id=message.author_id, at=now())
    for asked in Solution.objects.filter(message=message, withdrawn_at__isnull=False):
        fresh = hours_of(case.brand).after_working_days(now(), case.brand.silence_days)
        asked.withdrawn_at, asked.lapses_at = None, max(asked.lapses_at, fresh)  # never earlier than the letter says
        asked.save(update_fields=["withdrawn_at", "lapses_at"])
    restate(case, waiting_since=None)


def _unanswered_since(case: Case, message: Message) -> datetime:
    """Since when the customer waits: their first letter after the last answer that got out, else the lost answer."""
    out = case.messages.filter(direction=Direction.OUT.value, delivery=Delivery.SENT.value).exclude(pk=message.pk)
    answered = out.aggregate(newest=Max("at"))["newest"]
    asked = case.messages.filter(direction=Direction.IN.value, is_automatic=False, at__lte=message.at)
    if answered is not None:
        asked = asked.filter(at__gt=answered)
    first: datetime | None = asked.order_by("at").values_list("at", flat=True).first()
    return first or message.at


def _something_newer(case: Case, message: Message) -> bool:
    newer = case.messages.filter(pk__gt=message.pk, is_automatic=False)
    return newer.exclude(delivery=Delivery.WITHDRAWN.value).exists()
