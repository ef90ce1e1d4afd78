"""What can be changed about customers. Each change is one event, so that the audit view shows who did it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.db import IntegrityError, transaction

from kulanz.events import log
from kulanz.events.actor import Actor

from .models import ContactPoint, Customer, CustomerWord
from .rules import ContactKind, normal_contact


@dataclass(frozen=True, slots=True)
class CustomerChanged:
    """Something about a customer was changed; ``what`` names the fields, never their content."""

    subject_kind: ClassVar[str] = "customer"
    customer_id: int
    what: list[str]

    @property
    def subject_id(self) -> int:
        """The customer."""
        return self.customer_id


class ContactTaken(ValueError):
    """The address or number belongs to another customer already."""


EDITABLE = frozenset({"name", "organisation_id", "form_of_address", "language", "detail", "expertise", "needs", "note"})


def create_customer(*, by: Actor, name: str, contacts: list[tuple[ContactKind, str]]) -> Customer:
    """Make a customer with contact points. Raises ``ValueError`` or ``ContactTaken``."""
    with transaction.atomic():
        customer = Customer.objects.create(name=name.strip()[:200])
        for kind, written in contacts:
            _add(customer, kind, written)
        log.record(CustomerChanged(customer.pk, ["created"]), by=by)
    return customer


def change_customer(*, customer_id: int, by: Actor, **values: object) -> None:
    """Write fields of a customer (see ``EDITABLE``); what is equal already is left out."""
    if unknown := set(values) - EDITABLE:
        raise ValueError(f"not editable: {sorted(unknown)}")
    with transaction.atomic():
        customer = Customer.objects.select_for_update().get(pk=customer_id)
        changed = sorted(name for name, value in values.items() if getattr(customer, name) != value)
        if not changed:
            return
        for name in changed:
            setattr(customer, name, values[name])
        customer.save(update_fields=changed)
        log.record(CustomerChanged(customer.pk, changed), by=by)


def add_contact(*, customer_id: int, by: Actor, kind: ContactKind, written: str) -> ContactPoint:
    """Add an address or number. Raises ``ValueError`` where it is none, ``ContactTaken`` where it is another's."""
    with transaction.atomic():
        point = _add(Customer.objects.get(pk=customer_id), kind, written)
        log.record(CustomerChanged(customer_id, [f"{kind.value} added"]), by=by)
    return point


def take_over_contact(*, customer_id: int, by: Actor, kind: ContactKind, written: str) -> Customer | None:
    """Give a customer an address or number that another one had, and return that other one.

    ``None`` where nobody else had it; then it is added. Raises ``ValueError`` where it is none.
    """
    value = normal_contact(kind, written)
    with transaction.atomic():
        point = ContactPoint.objects.select_for_update(of=("self",)).select_related("customer")
        found = point.filter(kind=kind.value, value=value).first()
        if found is None:
            add_contact(customer_id=customer_id, by=by, kind=kind, written=written)
            return None
        former = found.customer
        if former.pk == customer_id:
            return None
        ContactPoint.objects.filter(pk=found.pk).update(customer_id=customer_id)
        CustomerWord.objects.keep([former.pk, customer_id])
        log.record(CustomerChanged(former.pk, [f"{kind.value} removed"]), by=by)
        log.record(CustomerChanged(customer_id, [f"{kind.value} added"]), by=by)
    return former


def remove_contact(*, contact_id: int, by: Actor) -> None:
    """Remove an address or number."""
    with transaction.atomic():
        point = ContactPoint.objects.select_for_update().filter(pk=contact_id).first()
        if point is None:
            return
        point.delete()
        log.record(CustomerChanged(point.customer_id, [f"{point.kind} removed"]), by=by)


def _add(customer: Customer, kind: ContactKind, written: str) -> ContactPoint:
    value = normal_contact(kind, written)
    try:
        with transaction.atomic():
            return ContactPoint.objects.create(
                customer=customer, kind=kind.value, value=value, as_written=written.strip()[:254]
            )
    except IntegrityError as error:
        raise ContactTaken(written) from error
