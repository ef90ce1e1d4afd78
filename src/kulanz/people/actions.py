"""What can be changed about customers. Each change is one event, so that the audit view shows who did it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from kulanz.core.clock import now
from kulanz.core.refusals import NotAllowed, Refused
from kulanz.events import log
from kulanz.events.actor import Actor, ActorKind

from .access import may_change_contacts
from .events import CustomerChanged, SetupChanged
from .models import BlockedSender, ContactPoint, Customer, CustomerWord
from .rules import ContactKind, normal_contact, normal_mail


class ContactTaken(Refused):
    """The address or number belongs to another customer already."""

    code = "contact-taken"


class NotTheirs(Refused):
    """Whoever may not see all of a customer's cases changes nothing about how to reach them: that opens cases."""

    code = "not-theirs"


EDITABLE = frozenset({"name", "organisation_id", "form_of_address", "language", "detail", "expertise", "needs", "note"})


def create_customer(*, by: Actor, name: str, contacts: list[tuple[ContactKind, str]]) -> Customer:
    """Make a customer with contact points. Raises ``ValueError`` or ``ContactTaken``."""
    with transaction.atomic():
        customer = Customer.objects.create(name=name.strip()[:200])
        for kind, written in contacts:
            # As with who writes first: there is no case yet that the address could open.
            _add(customer, kind, written, is_proven=True)
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
    """Add an address or number. What an agent puts in opens nothing until it is proven, see ``ContactPoint``.

    Raises ``ValueError`` where it is none, ``ContactTaken`` where it is another's, ``NotTheirs``.
    """
    _check_may(customer_id, by)
    with transaction.atomic():
        customer = Customer.objects.get(pk=customer_id)
        is_proven = by.sees_all_teams or by.kind is ActorKind.SYSTEM
        point = _add(customer, kind, written, is_proven=is_proven)
        log.record(CustomerChanged(customer_id, [f"{kind.value} added"], point.pk), by=by)
    return point


def change_contact(*, contact_id: int, by: Actor, written: str) -> ContactPoint:
    """Write an address or number anew. Another address is as a new one: it opens nothing until it is proven.

    Raises ``ValueError`` where it is none, ``ContactTaken`` where it is another's, ``NotTheirs``.
    """
    with transaction.atomic():
        point = ContactPoint.objects.select_for_update().get(pk=contact_id)
        _check_may(point.customer_id, by)
        value = normal_contact(ContactKind(point.kind), written)
        if ContactPoint.objects.filter(kind=point.kind, value=value).exclude(pk=point.pk).exists():
            raise ContactTaken(written)
        is_another = value != point.value
        if is_another and point.kind == ContactKind.MAIL.value:
            point.proven_at = now() if by.sees_all_teams else None
        point.value, point.as_written = value, written.strip()[:254]
        point.save(update_fields=["value", "as_written", "proven_at"])
        # Whoever is told of new addresses is told of another one, too, and not of a remark behind a number.
        told = [f"{point.kind} removed", f"{point.kind} added"] if is_another else [f"{point.kind} changed"]
        log.record(CustomerChanged(point.customer_id, told, point.pk if is_another else None), by=by)
    return point


def prefer_contact(*, contact_id: int, by: Actor) -> None:
    """Let an address or number come first: letters that answer nothing go there. Raises ``NotTheirs``."""
    with transaction.atomic():
        point = ContactPoint.objects.select_for_update().filter(pk=contact_id).first()
        if point is None:
            return
        # Each of two who are one person may have had theirs.
        others = ContactPoint.objects.of_person(point.customer_id).filter(is_preferred=True).exclude(pk=point.pk)
        if point.is_preferred and not others.exists():
            return
        _check_may(point.customer_id, by)
        others.update(is_preferred=False)
        ContactPoint.objects.filter(pk=point.pk).update(is_preferred=True)
        log.record(CustomerChanged(point.customer_id, [f"{point.kind} preferred"]), by=by)


def prove_contact(*, contact_id: int, by: Actor) -> bool:
    """Record that an address is the customer's. Returns whether there was something to record.

    Raises ``NotTheirs`` for an agent: they need somebody who sees every team, or the customer's own word.
    """
    with transaction.atomic():
        point = ContactPoint.objects.select_for_update().filter(pk=contact_id, proven_at=None).first()
        if point is None:
            return False
        _check_may(point.customer_id, by)
        if by.kind is ActorKind.USER and not by.sees_all_teams:
            raise NotTheirs
        prove_contacts(points=[point], by=by)
    return True


def prove_contacts(*, points: Sequence[ContactPoint], by: Actor) -> None:
    """Record that these addresses are their customers', one event each. Call it inside the transaction that knows."""
    ContactPoint.objects.filter(pk__in=[point.pk for point in points]).update(proven_at=now())
    log.record_all([log.Recorded(CustomerChanged(each.customer_id, [f"{each.kind} proven"]), by) for each in points])


def take_over_contact(
    *, customer_id: int, by: Actor, kind: ContactKind, written: str, is_proven: bool = False
) -> Customer | None:
    """Give a customer an address or number that another one had, and return that other one.

    ``None`` where nobody else had it; then it is added. ``is_proven``: a mail came from it that stood the check of its
    sender. Raises ``ValueError`` where it is none, ``NotTheirs`` where one of the two has cases the actor may not see.
    """
    value = normal_contact(kind, written)
    _check_may(customer_id, by)
    with transaction.atomic():
        point = ContactPoint.objects.select_for_update(of=("self",)).select_related("customer")
        found = point.filter(kind=kind.value, value=value).first()
        if found is None:
            added = add_contact(customer_id=customer_id, by=by, kind=kind, written=written)
            if is_proven and added.proven_at is None:
                prove_contacts(points=[added], by=by)
            return None
        former = found.customer
        if former.pk == customer_id:
            return None
        _check_may(former.pk, by)
        proven_at = now() if is_proven or by.sees_all_teams else None
        ContactPoint.objects.filter(pk=found.pk).update(
            customer_id=customer_id, proven_at=proven_at, is_preferred=False
        )
        CustomerWord.objects.keep(Customer.objects.filter(pk__in=[former.pk, customer_id]))
        log.record(CustomerChanged(former.pk, [f"{kind.value} removed"]), by=by)
        log.record(CustomerChanged(customer_id, [f"{kind.value} added"], found.pk), by=by)
    return former


def remove_contact(*, contact_id: int, by: Actor) -> None:
    """Remove an address or number. Whoever is signed in as the customer has to do it again. Raises ``NotTheirs``."""
    with transaction.atomic():
        point = ContactPoint.objects.select_for_update().filter(pk=contact_id).first()
        if point is None:
            return
        _check_may(point.customer_id, by)
        point.delete()
        log.record(CustomerChanged(point.customer_id, [f"{point.kind} removed"]), by=by)


def block_sender(*, by: Actor, address: str) -> bool:
    """Let mails from an address end as spam. Returns whether it is new. Raises ``ValueError`` where it is none.

    Customers block nobody: ``NotAllowed``.
    """
    _require_staff(by)
    key = normal_mail(address)
    with transaction.atomic():
        blocked, is_new = BlockedSender.objects.get_or_create(address=key, defaults={"by_id": by.user_id})
        if is_new:
            log.record(SetupChanged("sender", key, ["blocked"], blocked.pk), by=by)
    return is_new


def unblock_sender(*, by: Actor, address: str) -> bool:
    """Let mails from an address be cases like all others again. Returns whether it was blocked."""
    _require_staff(by)
    with transaction.atomic():
        blocked = BlockedSender.objects.select_for_update().filter(address=address).first()
        if blocked is None:
            return False
        log.record(SetupChanged("sender", blocked.address, ["unblocked"], blocked.pk), by=by)
        blocked.delete()
    return True


def _require_staff(by: Actor) -> None:
    if by.kind is ActorKind.CUSTOMER:
        raise NotAllowed


def _check_may(customer_id: int, by: Actor) -> None:
    if not may_change_contacts(customer_id, by):
        raise NotTheirs


def _add(customer: Customer, kind: ContactKind, written: str, *, is_proven: bool) -> ContactPoint:
    value = normal_contact(kind, written)
    try:
        with transaction.atomic():
            return ContactPoint.objects.create(
                customer=customer,
                kind=kind.value,
                value=value,
                as_written=written.strip()[:254],
                proven_at=now() if is_proven and kind is ContactKind.MAIL else None,
            )
    except IntegrityError as error:
        raise ContactTaken(written) from error
