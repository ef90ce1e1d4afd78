"""What a merge of two customers, or of two organisations, will mean, before anybody does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kulanz.cases.models import Case
from kulanz.events.actor import Actor
from kulanz.people.models import ContactPoint, Customer, CustomerMerge, Organisation, OrganisationMerge

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class MergeSide:
    """One of the two: how to reach them, and how many cases there are; ``seen`` is how many the actor may see."""

    row: Any
    points: Sequence[ContactPoint]
    cases: int
    seen: int
    people: int = 0

    @property
    def hidden(self) -> int:
        """How many cases are with other teams."""
        return self.cases - self.seen


@dataclass(frozen=True, slots=True)
class Foresight:
    """Who goes on in whom. ``is_one``: they are one already."""

    row: MergeSide
    into: MergeSide
    is_one: bool

    @property
    def note(self) -> str:
        """What was noted on the one who goes on in the other."""
        return str(self.row.row.note)

    @property
    def firm_differs(self) -> bool:
        """Whether the two belong to different organisations."""
        firms = [getattr(each.row, "organisation_id", None) for each in (self.row, self.into)]
        return None not in firms and firms[0] != firms[1]


def foresee_customers(row: Customer, into: Customer, by: Actor) -> Foresight:
    """Look at what merging two customers means. Six queries."""
    return Foresight(_customer(row, by), _customer(into, by), row.person_id == into.person_id)


def _customer(row: Customer, by: Actor) -> MergeSide:
    cases = Case.objects.of_person(row.pk)
    return MergeSide(row, list(ContactPoint.objects.of_person(row.pk)), cases.count(), cases.visible_to(by).count())


def foresee_organisations(row: Organisation, into: Organisation, by: Actor) -> Foresight:
    """Look at what merging two organisations means. Six queries."""
    return Foresight(_organisation(row, by), _organisation(into, by), row.person_id == into.person_id)


def _organisation(row: Organisation, by: Actor) -> MergeSide:
    cases = Case.objects.of_organisation(row.pk)
    people = Customer.objects.known().filter(organisation__in=Organisation.objects.same_as(row.pk).values("pk"))
    return MergeSide(row, [], cases.count(), cases.visible_to(by).count(), people.count())


def merges_of_customer(customer_id: int) -> list[CustomerMerge]:
    """Return who goes on in a customer by a merge that stands, with who said so. One query."""
    return _merges(CustomerMerge, customer_id)


def merges_of_organisation(organisation_id: int) -> list[OrganisationMerge]:
    """The same of an organisation."""
    return _merges(OrganisationMerge, organisation_id)


def _merges(record: Any, root_id: int) -> list[Any]:
    standing = record.objects.standing().filter(row__merged_into=root_id)
    return list(standing.select_related("row", "by", "into").order_by("-id")[:MOST_SHOWN])
