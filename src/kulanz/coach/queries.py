"""What the faces ask the coach."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from kulanz.cases.access import require_access
from kulanz.cases.audience import readers_of
from kulanz.cases.models import Case, Message
from kulanz.cases.rules import UNBEGUN, UNSAID, Direction
from kulanz.core.json_rows import JsonRows
from kulanz.core.prepared import prepared
from kulanz.core.refusals import NotFound
from kulanz.events.actor import Actor
from kulanz.people.language import voice_for
from kulanz.people.models import Brand, ContactPoint, Customer
from kulanz.people.signatures import Signing
from kulanz.promises.models import Promise

from . import advising
from .advising import Advice, Circumstances, DraftSituation
from .models import BrandVoice, LetterReading


def advise(*, number: str, by: Actor, draft: str, given: Circumstances) -> Advice:
    """Read a draft in its case. Four queries, two more once a minute for the calendar.

    Places in the answer count as a browser does (UTF-16 units). Raises ``NotFound`` and ``NotAllowed``.
    """
    return advising.advise_on(draft, _situation(_case(number, by), by), given)


def advise_first(*, brand: Brand, customer: Customer | None, by: Actor, draft: str, given: Circumstances) -> Advice:
    """Read the first letter of a case that is not opened yet; ``None`` is somebody new. At most one query.

    ``brand`` was read with its voice. Who may write to whom is asked when it is sent.
    """
    situation = DraftSituation(
        customer=customer or Customer(),
        brand=brand,
        letter="",
        reading=None,
        voice=voice_of(brand),
        participants=tuple(_addresses(customer.pk)) if customer is not None else given.recipients,
        recorded=frozenset(),
        agent_name=by.name,
        signature_closes=_closes(brand, customer, ""),
    )
    return advising.advise_on(draft, situation, given)


def stops(*, case: Case, draft: str, given: Circumstances) -> tuple[str, ...]:
    """Return why an answer should not go out as it is: codes of the stopping rules, the gravest first.

    One query, and one more where the answer's people are known. Who may write in the case was asked before.
    """
    # Read once more: this one brings the brand's voice and who takes part along.
    read = _cases(case.number)[0]
    participants = _participants(read) if given.recipients else ()
    return advising.stops_for(draft, voice_of(read.brand), participants, given)


def reading_of(message: Message | None) -> LetterReading | None:
    """Return what was read in a letter that was fetched together with its reading; ``None`` while nobody has."""
    # Django's error for a missing one-to-one is an AttributeError, so a default does.
    return getattr(message, "reading", None)


def _case(number: str, by: Actor) -> Case:
    found = _cases(number)
    if not found:
        raise NotFound
    require_access(found[0], by)
    return found[0]


def _situation(case: Case, by: Actor) -> DraftSituation:
    letter = next(iter(_newest_letters(case.pk)), None)
    is_answered = letter is not None and bool(vars(letter)["is_answered"])
    return DraftSituation(
        customer=case.customer,
        brand=case.brand,
        letter=letter.text if letter and not is_answered else "",
        reading=None if is_answered else reading_of(letter),
        voice=voice_of(case.brand),
        participants=_participants(case),
        recorded=frozenset(_recorded(case.pk)),
        agent_name=by.name,
        signature_closes=_closes(case.brand, case.customer, case.language),
    )


def _closes(brand: Brand, customer: Customer | None, language: str) -> bool:
    return Signing(brand, None).closes(voice_for(brand, customer, case_language=language).catalogue)


@prepared
def _cases(number: str) -> QuerySet[Case]:
    said = Message.objects.filter(case=OuterRef("pk")).exclude(delivery__in=UNBEGUN)
    cases = Case.objects.select_related("customer", "brand__voice").annotate(
        said=JsonRows(said.values("audience").distinct())
    )
    return cases.filter(number=number)


def _participants(case: Case) -> tuple[str, ...]:
    """The customer's addresses, and everybody who wrote or received something in the case. One query."""
    readers = {reader for each in vars(case)["said"] or [] for reader in readers_of(each["audience"])}
    return (*_addresses(case.customer_id), *sorted(readers))


@prepared
def _newest_letters(case_id: int) -> QuerySet[Message]:
    """The customer's newest letter, or nothing."""
    return (
        Message.objects.filter(case_id=case_id, direction=Direction.IN.value, is_automatic=False)
        .select_related("reading")
        .annotate(is_answered=Exists(_answers_since()))
        .defer("html", "hidden")
        .order_by("-at", "-id")[:1]
    )


@prepared
def _addresses(customer_id: int) -> QuerySet[ContactPoint, str]:
    return ContactPoint.objects.of_person(customer_id).mails().values_list("value", flat=True)


@prepared
def _recorded(case_id: int) -> QuerySet[Promise, datetime]:
    return Promise.objects.open().filter(case_id=case_id).values_list("due_at", flat=True)


def _answers_since() -> Any:
    """Answers of ours that are younger than the letter: what it asked and felt has had its answer."""
    ours = Message.objects.filter(case_id=OuterRef("case_id"), direction=Direction.OUT.value, at__gte=OuterRef("at"))
    return ours.filter(is_forward=False).exclude(delivery__in=UNSAID)


def voice_of(brand: Any) -> BrandVoice | None:
    """Return how a brand wants to sound, ``None`` where nothing was set."""
    return getattr(brand, "voice", None)
