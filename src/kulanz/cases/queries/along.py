"""What is read along with a case and its letters: each is a part of their statement, and costs no query."""

from __future__ import annotations

from django.db.models import F, Model, OuterRef, Q, QuerySet, Subquery

from kulanz.core.json_rows import JsonRows
from kulanz.people.models import ContactPoint, Customer

from ..models import Approval, Attachment, Case, Denial, Draft, DraftFile, Ending, Relation, Snooze, Waiting

MOST = 8


def attached() -> JsonRows:
    """Return the files of a letter, read along with it like the customer's addresses with the case."""
    rows = Attachment.objects.filter(message=OuterRef("pk")).order_by("id")
    return JsonRows(rows.values("public_id", "name", "content_type", "size", "alt_text", "linked_until"))


def points() -> JsonRows:
    """How to reach the customer, read along with the case: the page's statements are counted."""
    same = Customer.objects.same_as_outer("customer").order_by().values("pk")
    rows = ContactPoint.objects.filter(customer__in=same).order_by("-is_preferred", "kind", "id")
    return JsonRows(rows.values("customer_id", "kind", "value", "as_written"))


def waits() -> JsonRows:
    """For whom or what a case waits, and until when: read along, too."""
    rows = Waiting.objects.filter(case=OuterRef("pk"), ended_at=None).order_by("-id")
    return JsonRows(rows.values("reason", "until")[:1])


def snoozed_by() -> Subquery:
    """Who has put a case aside that is snoozed: read along, too."""
    rows = Snooze.objects.filter(case=OuterRef("pk"), ended_at=None).order_by("-id")
    return Subquery(rows.values("by__name")[:1])


def endings() -> JsonRows:
    """Why a case ended without a letter: read along, too."""
    rows = Ending.objects.standing().filter(case=OuterRef("pk")).order_by("-id")
    named = rows.annotate(of_number=F("of__number"), own=F("named__name"))
    return JsonRows(named.values("reason", "of_number", "own")[:1])


def same() -> JsonRows:
    """The cases that are a duplicate of this one: read along, too."""
    rows = Ending.objects.standing().filter(of=OuterRef("pk")).order_by("id")
    return JsonRows(rows.annotate(number=F("case__number")).values("number")[:MOST])


def merged() -> JsonRows:
    """The cases that were merged into this one: read along, too."""
    rows = Case.with_merged.filter(merged_into=OuterRef("pk")).order_by("id")
    named = rows.annotate(customer_name=F("customer__name"))
    return JsonRows(named.values("number", "subject", "customer_id", "customer_name"))


def relations() -> JsonRows:
    """Return the cases that this one belongs to, and how."""
    rows = Relation.objects.filter(case=OuterRef("pk"), withdrawn_at=None).exclude(other=F("case")).order_by("id")
    return _seen_from(rows, "other")


def related() -> JsonRows:
    """Return the cases that belong to this one, and how."""
    rows = Relation.objects.filter(other=OuterRef("pk"), withdrawn_at=None).exclude(other=F("case")).order_by("id")
    return _seen_from(rows, "case")


def _seen_from(rows: QuerySet[Relation], far: str) -> JsonRows:
    told = rows.annotate(number=F(f"{far}__number"), subject=F(f"{far}__subject"), team=F(f"{far}__team"))
    return JsonRows(told.values("id", "kind", "number", "subject", "team"))


def denied() -> JsonRows:
    """Return the cases that do not belong to this one: somebody said so."""
    rows = Denial.objects.filter(case=OuterRef("pk")).order_by("id")
    return JsonRows(rows.annotate(number=F("other__number")).values("number"))


def draft_files(person_id: int) -> JsonRows:
    """What the person has chosen for their answer: read along, too."""
    rows = DraftFile.objects.filter(case=OuterRef("pk"), user_id=person_id).order_by("id")
    return JsonRows(rows.values("public_id", "name", "content_type", "size", "alt_text"))


def shared_drafts(person_id: int) -> JsonRows:
    """The drafts of colleagues that a person may read and go on with: read along."""
    rows = Draft.objects.filter(case=OuterRef("pk"), is_shared=True, kind="reply").exclude(user_id=person_id)
    rows = rows.filter(Q(offered_to=None) | Q(offered_to_id=person_id)).order_by("id")
    return JsonRows(rows.annotate(name=F("user__name")).values("id", "name", "text", "offered_to_id"))


def given_back(person_id: int) -> JsonRows:
    """The newest letter of the person that was given back to them in a case, and what was said to it: read along."""
    rows = Approval.objects.filter(message__case=OuterRef("pk"), message__author_id=person_id, outcome="returned")
    told = rows.annotate(by=F("decided_by__name")).order_by("-decided_at")
    return JsonRows(told.values("message_id", "by", "remark")[:1])


def all_of(model: type[Model] | None, prefix: str = "") -> list[str]:
    """Return the columns of a model, behind the relation that leads to it."""
    assert model is not None  # only relations are asked for
    return [f"{prefix}{field.name}" for field in model._meta.concrete_fields]


# As whom a customer is known, and where they belong: both may go on in another.
FIRMS = ("customer__organisation__merged_into", "customer__merged_into__organisation__merged_into")
PERSON = (
    "customer__organisation__name",
    "customer__organisation__merged_into__name",
    *all_of(Customer, "customer__merged_into__"),
    "customer__merged_into__organisation__name",
    "customer__merged_into__organisation__merged_into__name",
)
