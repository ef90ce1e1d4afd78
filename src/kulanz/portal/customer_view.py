"""What the customer's window reads of a case. Notes are never among it, nor what others wrote to us alone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from kulanz.cases.actions.links import SHORT_LIFE
from kulanz.cases.audience import others
from kulanz.cases.models import Attachment, Case, CaseLink, Ending, Message
from kulanz.cases.rules import CaseStatus
from kulanz.cases.standing import told_standings
from kulanz.events.actor import ActorKind
from kulanz.events.catalogue import Face, kinds, shown_to
from kulanz.events.models import Event
from kulanz.people.models import Customer
from kulanz.people.rules import mail_key

from . import progress

NEWEST = 20


def case_view(case: Case, viewer: Customer) -> dict[str, Any]:
    """Return what the case page shows ``viewer``. Six queries, whatever the length of the correspondence.

    Nothing of it was written or promised to somebody else alone.
    """
    standing = told_standings([case.pk])[case.pk]
    letters, has_older = _letters(case, viewer)
    is_theirs = viewer.pk == case.customer_id
    return {
        "case": case,
        "known_as": known_as(case, viewer),
        "headline": progress.headline(case, standing),
        "steps": progress.steps(case, standing, list(_told(case, viewer))),
        "letters": letters,
        "has_older": has_older,
        "may_judge": is_theirs and standing.status is not CaseStatus.CONFIRMED and standing.ended_as is None,
        "is_proposed": is_theirs and standing.status is CaseStatus.SOLUTION_PROPOSED,
        "writes_to": case.assignee.shown_name if case.assignee else case.brand.name,
    }


def known_as(case: Case, viewer: Customer) -> Case:
    """Return the case whose number, subject and day a customer knows: their own one, where it goes on in another's."""
    if case.customer_id == viewer.pk:
        return case
    return Case.with_merged.filter(merged_into=case, customer=viewer).order_by("id").first() or case


def has_page(case: Case) -> bool:
    """Say whether a case has a page for its customer: one that ended as nobody's matter has none."""
    if case.is_open:
        return True
    ended_as = told_standings([case.pk])[case.pk].ended_as
    return ended_as is None or not ended_as.is_nobodys_matter


def goes_on_in(link: CaseLink) -> Case | None:
    """Return the case in which a duplicate goes on, where its key may lead there: it is the same customer's.

    A key that soon ends was given to somebody who has not shown who they are: it leads nowhere else.
    """
    if link.case.is_open or link.expires_at <= link.created_at + SHORT_LIFE:
        return None
    endings = Ending.objects.standing().filter(case=link.case_id, of__customer=link.customer_id)
    ending = endings.select_related("of__merged_into").last()
    if ending is None or ending.of is None:
        return None
    goes_on = ending.of.merged_into or ending.of
    return goes_on if has_page(goes_on) else None


def _told(case: Case, viewer: Customer) -> QuerySet[Event]:
    """What happened, as far as the viewer may know: of a letter, once it left, only those are told who may read it."""
    of_letters = [kind.name for kind in kinds() if kind.of_letter]
    events = Event.objects.filter(subject_kind="case", kind__in=shown_to(Face.PORTAL))
    own = known_as(case, viewer)
    if own.pk == case.pk:
        events = events.filter(subject_id=case.pk)
    else:  # their own case goes on in somebody else's, who said there what they said
        events = events.filter(subject_id__in=[own.pk, case.pk])
        events = events.exclude(~Q(actor_id=viewer.pk), actor_kind=ActorKind.CUSTOMER.value)
    # The id lies in the event's JSON, where both databases hand it out as text.
    events = events.annotate(letter=Cast(KT("data__message_id"), BigIntegerField()))
    readable = Q(letter__in=said_in(case, viewer).values("pk"))
    return events.filter(~Q(kind__in=of_letters) | readable).order_by("id")


def said_in(case: Case, viewer: Customer) -> QuerySet[Message]:
    """Return what was said to and by a customer: held or withdrawn was not said, automatic mail is no letter."""
    said = (
        Message.objects.filter(case=case)
        .exclude(delivery__in=["withdrawn", "later", "awaiting", "held"])
        .filter(is_automatic=False)
    )
    return said.readable_by(viewer.pk)


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """A letter as its reader sees it: ``name`` is empty where it is their own, ``also_to`` who else received it."""

    message: Message
    files: list[Attachment]
    name: str
    also_to: list[str]


def _letters(case: Case, viewer: Customer) -> tuple[list[ShownMessage], bool]:
    """The newest letters first, and whether there are older ones."""
    found = list(
        said_in(case, viewer)
        .select_related("author", "case__brand")
        .defer("html", "hidden")
        .order_by("-at", "-id")[: NEWEST + 1]
    )
    messages, has_older = found[:NEWEST], len(found) > NEWEST
    files: dict[int, list[Attachment]] = {}
    for file in Attachment.objects.filter(message__in=[m.pk for m in messages if m.has_files], kind="file"):
        files.setdefault(file.message_id, []).append(file)
    mine = {point.value for point in viewer.contact_points.all()}
    told = [each for each in messages if each.text or each.pk in files]  # what is for us alone leaves nothing
    shown = [ShownMessage(each, files.get(each.pk, []), _writer(each, viewer), _also_to(each, mine)) for each in told]
    return shown, has_older


def _writer(message: Message, viewer: Customer) -> str:
    """Whose words they are: nobody reads another person's under their own name."""
    if not message.is_incoming:
        return message.author.shown_name if message.author else message.case.brand.sender_name
    return "" if message.customer_id == viewer.pk else message.sender_name or message.sender_address


def _also_to(message: Message, mine: Collection[str]) -> list[str]:
    """Who else received a letter openly, beside the viewer and ourselves. A blind copy is shown to nobody."""
    openly = [each for each in others(message.recipients) if each.get("role") != "bcc"]
    return [each.get("name") or each["address"] for each in openly if mail_key(each["address"]) not in mine]
