"""Whom an answer goes to: as its writer chose, or to whoever wrote last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case as Choice
from django.db.models import QuerySet, When

from kulanz.core.prepared import prepared
from kulanz.people.models import ContactPoint
from kulanz.people.rules import mail_key

from ..audience import (
    MOST_RECIPIENTS,
    Person,
    audience_of,
    is_own,
    is_reachable,
    lines_of,
    page_address,
    recipients_of_answer,
    without_repeats,
)
from ..errors import NotFound, RecipientsRefused
from ..models import Case, Message
from ..ours import own_among
from ..rules import Delivery, Direction


@dataclass(frozen=True, slots=True)
class Addressed:
    """An answer's people: as they will be written to, who may read it then, the letter that it answers."""

    recipients: list[dict[str, str]]
    audience: str
    answers: Message | None


def addressed(case: Case, chosen: Sequence[Person] | None, answers_id: int | None) -> Addressed:
    """Return whom an answer goes to: ``chosen``, or with ``None`` whom the answered letter asks for.

    The answered letter is the newest of somebody else where ``answers_id`` names none; what an outside party wrote is
    answered only by name: words for the customer would go to a supplier. Raises ``RecipientsRefused``,
    and ``NotFound`` where there is no such letter in the case.
    """
    letter = _answered(case, answers_id, is_given=chosen is not None)
    if chosen is not None:
        recipients = checked(chosen)
    else:
        recipients = recipients_of_answer(letter, _points(case))
    audience = lines_of([*(each["address"] for each in recipients), *_asked_for(letter, recipients)])
    return Addressed(recipients, audience or lines_of([page_address(case.customer_id)]), letter)


def _answered(case: Case, answers_id: int | None, *, is_given: bool) -> Message | None:
    """A letter that was moved away meanwhile makes no difference to an answer whose people are given."""
    wanted = next(iter(_letters(case.pk, answers_id)), None) if answers_id is not None else None
    if wanted is None and answers_id is not None and not is_given:
        raise NotFound
    return wanted or next((each for each in _newest_of_others(case.pk) if not each.is_from_outside), None)


def _to_answer() -> QuerySet[Message]:
    return Message.objects.exclude(delivery=Delivery.WITHDRAWN.value).defer("html", "hidden", "text")


@prepared
def _letters(case_id: int, letter_id: int) -> QuerySet[Message]:
    return _to_answer().filter(case_id=case_id, pk=letter_id)


@prepared
def _newest_of_others(case_id: int) -> QuerySet[Message]:
    """The newest letters that somebody else wrote: as many as an outside party may write in between."""
    letters = _to_answer().filter(case_id=case_id, direction=Direction.IN.value, is_automatic=False)
    return letters.order_by("-at", "-id")[:20]


def _points(case: Case) -> list[dict[str, str]]:
    return [{"name": name, "address": address} for name, address in _written(case.customer_id)]


@prepared
def _written(customer_id: int) -> QuerySet[ContactPoint, tuple[str, str]]:
    points = ContactPoint.objects.of_person(customer_id).mails()
    # Their own before those of the rows that somebody merged with them.
    own_first = When(customer_id=customer_id, then=0)
    points = points.order_by(Choice(own_first, default=1), "-is_preferred", "id")
    return points.values_list("customer__name", "as_written")


def checked(chosen: Sequence[Person]) -> list[dict[str, str]]:
    """Return the chosen people each once. Raises ``RecipientsRefused`` with what is wrong about the first that is."""
    for each in chosen:
        if not is_reachable(each["address"]):
            raise RecipientsRefused("address", each["address"])
    own = own_among(audience_of("", chosen))
    recipients = without_repeats(chosen)
    if ours := next((each for each in recipients if is_own(each["address"], own)), None):
        raise RecipientsRefused("own", ours["address"])
    if not any(each["role"] == "to" for each in recipients):
        raise RecipientsRefused("none")
    if len(recipients) > MOST_RECIPIENTS:
        raise RecipientsRefused("too-many")
    return recipients


def _asked_for(letter: Message | None, recipients: Sequence[Person]) -> list[str]:
    """Return the writer who asked that others are answered in their place: the answer is theirs all the same."""
    if letter is None or not letter.is_incoming:
        return []
    asked = {mail_key(each["address"]) for each in letter.reply_to}
    return [letter.sender_address] if asked & {mail_key(each["address"]) for each in recipients} else []
