"""What can be done to organisations: make one, change it, move customers in and out."""

from __future__ import annotations

from django.db import transaction

from kulanz.core.refusals import NotFound, Refused
from kulanz.events import log
from kulanz.events.actor import Actor

from .access import require_user
from .actions import change_customer
from .events import OrganisationChanged
from .models import Organisation

EDITABLE = frozenset({"name", "number", "mail_domain", "note"})


class DomainTaken(Refused):
    """The mail domain belongs to another organisation already."""

    code = "domain-taken"


def create_organisation(*, by: Actor, name: str, number: str = "") -> Organisation:
    """Make an organisation. Raises ``ValueError`` without a name."""
    require_user(by)
    if not name.strip():
        raise ValueError("an organisation needs a name")
    with transaction.atomic():
        made = Organisation.objects.create(name=name.strip()[:200], number=number.strip()[:60])
        log.record(OrganisationChanged(made.pk, ["created"]), by=by)
    return made


def change_organisation(*, organisation_id: int, by: Actor, **values: str) -> None:
    """Write fields of an organisation (see ``EDITABLE``); what is equal already is left out.

    Raises ``DomainTaken`` and ``NotFound``.
    """
    require_user(by)
    if unknown := set(values) - EDITABLE:
        raise ValueError(f"not editable: {sorted(unknown)}")
    with transaction.atomic():
        found = Organisation.objects.select_for_update().filter(pk=organisation_id).first()
        if found is None:
            raise NotFound
        domain = values.get("mail_domain", "")
        if domain and Organisation.objects.filter(mail_domain=domain).exclude(pk=found.pk).exists():
            raise DomainTaken
        changed = sorted(name for name, value in values.items() if getattr(found, name) != value)
        if not changed:
            return
        for name in changed:
            setattr(found, name, values[name])
        found.save(update_fields=changed)
        log.record(OrganisationChanged(found.pk, changed), by=by)


def move_customer(*, customer_id: int, organisation_id: int | None, by: Actor) -> None:
    """Let a customer belong to an organisation, or with ``None`` to none. Raises ``NotFound``."""
    require_user(by)
    if organisation_id is not None:
        into = Organisation.objects.filter(pk=organisation_id).values_list("merged_into", flat=True).first()
        if into is None and not Organisation.objects.filter(pk=organisation_id).exists():
            raise NotFound
        organisation_id = into or organisation_id
    change_customer(customer_id=customer_id, by=by, organisation_id=organisation_id)
