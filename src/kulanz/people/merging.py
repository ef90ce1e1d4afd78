"""Two customers who are one person, two organisations that are one: together at the desk, and apart again at any time.

Nothing moves. Each case, letter, contact point and key stays with the row it belongs to, and what a customer may read
on their page hangs on these: a merge shows nobody a word, and undoing it has nothing to give back.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from kulanz.core.clock import now
from kulanz.core.refusals import NotFound, Refused
from kulanz.events import log
from kulanz.events.actor import Actor

from .access import may_change_contacts, require_user
from .actions import NotTheirs
from .events import CustomerMerged, OrganisationMerged
from .models import Customer, CustomerMerge, CustomerWord, Organisation, OrganisationMerge


class AlreadyOne(Refused):
    """The two are one already."""

    code = "already-one"


def merge_customers(*, customer_id: int, into_id: int, by: Actor) -> CustomerMerge:
    """Let a customer, with all who go on in them, go on in another.

    Letters to the one are offered the addresses of the other: only who may see all cases of both says so. Raises
    ``NotTheirs``, ``AlreadyOne`` and ``NotFound``.
    """
    require_user(by)
    if not all(may_change_contacts(each, by) for each in (customer_id, into_id)):
        raise NotTheirs
    with transaction.atomic():
        merge: CustomerMerge = _merged(Customer, CustomerMerge, customer_id, into_id, by)
        CustomerWord.objects.keep(Customer.objects.filter(pk=merge.into_id))
        log.record(CustomerMerged(merge.row_id, merge.into_id), by=by)
    return merge


def unmerge_customer(*, customer_id: int, by: Actor) -> Customer:
    """Let a customer stand alone again, with those who had gone on in them before. Raises ``NotFound``."""
    with transaction.atomic():
        customer: Customer
        customer, root_id = _apart(Customer, CustomerMerge, customer_id, by)
        CustomerWord.objects.keep(Customer.objects.filter(pk__in=[customer_id, root_id]))
        log.record(CustomerMerged(customer_id, root_id, undone=True), by=by)
    return customer


def merge_organisations(*, organisation_id: int, into_id: int, by: Actor) -> OrganisationMerge:
    """Let an organisation, with all that go on in it, go on in another. Raises ``AlreadyOne`` and ``NotFound``."""
    with transaction.atomic():
        merge: OrganisationMerge = _merged(Organisation, OrganisationMerge, organisation_id, into_id, by)
        _keep_words_of(merge.into_id)
        log.record(OrganisationMerged(merge.row_id, merge.into_id), by=by)
    return merge


def unmerge_organisation(*, organisation_id: int, by: Actor) -> Organisation:
    """Let an organisation stand alone again, with those that had gone on in it before. Raises ``NotFound``."""
    with transaction.atomic():
        organisation: Organisation
        organisation, root_id = _apart(Organisation, OrganisationMerge, organisation_id, by)
        _keep_words_of(organisation_id)
        _keep_words_of(root_id)
        log.record(OrganisationMerged(organisation_id, root_id, undone=True), by=by)
    return organisation


def _keep_words_of(organisation_id: int) -> None:
    same = Organisation.objects.same_as(organisation_id)
    CustomerWord.objects.keep(Customer.objects.filter(organisation__in=same))


def _merged(model: Any, record: Any, row_id: int, into_id: int, by: Actor) -> Any:
    require_user(by)
    rows = _locked(model, row_id, into_id)
    row, into = (rows.get(rows[each].person_id) if each in rows else None for each in (row_id, into_id))
    if row is None or into is None:
        raise NotFound
    if row.pk == into.pk:
        raise AlreadyOne
    model.objects.same_as(row.pk).update(merged_into=into)
    return record.objects.create(row=row, into=into, by_id=by.user_id)


def _apart(model: Any, record: Any, row_id: int, by: Actor) -> tuple[Any, int]:
    require_user(by)
    row = _locked(model, row_id).get(row_id)
    if row is None or row.merged_into_id is None:
        raise NotFound
    root_id = row.merged_into_id
    merges = list(record.objects.standing().filter(row__merged_into=root_id))
    record.objects.filter(pk__in=[each.pk for each in merges if each.row_id == row_id]).update(withdrawn_at=now())
    model.objects.filter(pk__in=_within(row_id, merges)).update(merged_into=row)
    row.merged_into = None
    row.save(update_fields=["merged_into"])
    return row, root_id


def _locked(model: Any, *row_ids: int) -> dict[int, Any]:
    """The rows and those in which they go on, locked in one order, so that two steps never wait for each other."""
    roots = dict(model.objects.filter(pk__in=row_ids).order_by().values_list("pk", "merged_into"))
    wanted = {*roots, *(root for root in roots.values() if root is not None)}
    return {
        each.pk: each for each in model.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
    }


def _within(row_id: int, merges: list[Any]) -> list[int]:
    """The rows that had gone on in this one before it went on itself, at any depth."""
    found: list[int] = []
    open_ = [row_id]
    while open_:
        into = open_.pop()
        children = [each.row_id for each in merges if each.into_id == into]
        found += children
        open_ += children
    return found
