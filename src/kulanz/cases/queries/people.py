"""Whom a case knows, and whom a letter in it could be for: people whose name or address begins with what is typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet

from kulanz.core.clock import now
from kulanz.core.text import words_of
from kulanz.events.actor import Actor
from kulanz.people.finding import MOST_TYPED, find_customer_ids
from kulanz.people.models import ContactPoint
from kulanz.people.rules import ContactKind, mail_key

from ..access import require_access
from ..audience import Person, is_own, is_reachable, lines_of, part_of
from ..models import Case, Message
from ..models.case import seen_by
from ..ours import own_among
from ..rules import Delivery

MOST_OFFERED = 8
# Of all customers who fit these are looked at: whom somebody may not see must not push out those whom they may.
_MOST_FOUND = 200
_NEWEST_FORWARDS = 100
_LATELY = timedelta(days=180)
_READ = ("case_id", "direction", "sender_name", "sender_address", "recipients", "reply_to", "hints", "is_forward")


@dataclass(frozen=True, slots=True)
class OfferedPerson:
    """Somebody a letter could be for; ``is_part`` says whether they are part of the case already."""

    name: str
    address: str
    is_part: bool = False


def known_in(case: Case) -> frozenset[str]:
    """Return the addresses of all who are part of a case, in compared form. Two queries."""
    return part_of(_letters(case)) | {mail_key(point.as_written) for point in _points(case)}


def offered_people(case: Case, typed: str, by: Actor) -> list[OfferedPerson]:
    """Return whom a letter could be for, eight at most: those of the case, customers, whom we passed something on to.

    Each word of ``typed`` begins some word of name or address, blind to capitals and umlauts; signs alone fit nobody.
    Customers and outside parties of cases that ``by`` may not see are never among them. Six queries for one word, one
    more for each further word and one to tell the rarest. Raises ``NotAllowed``.
    """
    require_access(case, by)
    words = words_of(typed)[:MOST_TYPED]
    if not words:
        return []
    letters, points = list(_letters(case)), list(_points(case))
    part = part_of(letters) | {mail_key(each.as_written) for each in points}
    known = [{"name": case.customer.name, "address": each.as_written} for each in points] + _people_of(letters)
    found = [each for each in [*known, *_outsiders(by)] if _fits(each, words)]
    inside = [each for each in found if mail_key(each["address"]) in part]
    outside = [each for each in found if mail_key(each["address"]) not in part]
    return _offered([*inside, *_customers(typed, by), *outside], part)


def _offered(people: Sequence[Person], part: frozenset[str]) -> list[OfferedPerson]:
    """Each once by their address, the first who has a name, and none of us."""
    own = own_among(lines_of(each["address"] for each in people))
    found: dict[str, OfferedPerson] = {}
    for each in people:
        key = mail_key(each["address"])
        if not is_reachable(each["address"]) or is_own(each["address"], own):
            continue
        if key not in found or (each.get("name") and not found[key].name):
            found[key] = OfferedPerson(each.get("name", ""), each["address"], key in part)
    return list(found.values())[:MOST_OFFERED]


def _letters(case: Case) -> QuerySet[Message]:
    rows = Message.objects.filter(case=case).exclude(delivery=Delivery.WITHDRAWN.value)
    return rows.only(*_READ).order_by("-at", "-id")


def _points(case: Case) -> QuerySet[ContactPoint]:
    return ContactPoint.objects.of_person(case.customer_id).mails().order_by("-is_preferred", "id")


def _people_of(letters: Iterable[Message]) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for letter in letters:
        if letter.is_incoming:
            found.append({"name": letter.sender_name, "address": letter.sender_address})
        found += [*letter.recipients, *letter.reply_to]
    return found


def _customers(typed: str, by: Actor) -> list[dict[str, str]]:
    """Customers of whom the actor may see a case; their proven addresses alone."""
    ids = find_customer_ids(typed, _MOST_FOUND)
    points = ContactPoint.objects.filter(customer__in=ids, kind=ContactKind.MAIL.value, proven_at__isnull=False)
    if not by.sees_all_teams:
        points = points.filter(Exists(Case.objects.visible_to(by).filter(customer=OuterRef("customer"))))
    rows = points.order_by("customer__sort_key", "id").values_list("customer__name", "as_written")
    return [{"name": name, "address": address} for name, address in rows[:MOST_OFFERED]]


def _outsiders(by: Actor) -> list[dict[str, str]]:
    """Whom something was passed on to lately, in cases that the actor may see."""
    rows = Message.objects.filter(seen_by(by.sight, "case__"), is_forward=True, at__gt=now() - _LATELY)
    rows = rows.exclude(delivery=Delivery.WITHDRAWN.value)
    newest = rows.order_by("-at").values_list("recipients", flat=True)[:_NEWEST_FORWARDS]
    return [person for recipients in newest for person in recipients]


def _fits(person: Person, words: Sequence[str]) -> bool:
    there = words_of(f"{person.get('name', '')} {person['address']}")
    return all(any(each.startswith(word) for each in there) for word in words)
