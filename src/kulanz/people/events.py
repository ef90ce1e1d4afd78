"""What can happen to customers, accounts and the set-up, in the past tense."""

from __future__ import annotations

from dataclasses import dataclass, field

from kulanz.events.catalogue import Face, event
from kulanz.events.changes import Change


@event("account-used", subject="account", id_field="user_id", shown_to={Face.AUDIT})
@dataclass(frozen=True, slots=True)
class AccountUsed:
    """A person signed in or changed how they sign in; ``what`` says which, never with what."""

    user_id: int
    what: list[str]


@event("customer-changed", subject="customer", shown_to={Face.AUDIT})
@dataclass(frozen=True, slots=True)
class CustomerChanged:
    """Something about a customer was changed; ``what`` names the fields, never their content.

    ``contact_id`` is the contact point that was added.
    """

    customer_id: int
    what: list[str]
    contact_id: int | None = None


@event("customer-merged", subject="customer", id_field="customer_id", shown_to={Face.AUDIT})
@dataclass(frozen=True, slots=True)
class CustomerMerged:
    """A customer goes on in another (``into_id``), or stands alone again (``undone``)."""

    customer_id: int
    into_id: int
    undone: bool = False


@event("organisation-merged", subject="organisation", id_field="organisation_id", shown_to={Face.AUDIT})
@dataclass(frozen=True, slots=True)
class OrganisationMerged:
    """An organisation goes on in another (``into_id``), or stands alone again (``undone``)."""

    organisation_id: int
    into_id: int
    undone: bool = False


@event("organisation-changed", subject="organisation", id_field="organisation_id", shown_to={Face.AUDIT})
@dataclass(frozen=True, slots=True)
class OrganisationChanged:
    """Something about an organisation was changed; ``what`` names the fields, never their content."""

    organisation_id: int
    what: list[str]


@event("setup-changed", subject="setup", id_field="thing_id", shown_to={Face.AUDIT})
@dataclass(frozen=True, slots=True)
class SetupChanged:
    """Something of the set-up was made, changed or removed; ``what`` names the fields, ``changes`` their values."""

    thing: str
    name: str
    what: list[str] = field(default_factory=list)
    thing_id: int = 0
    changes: list[Change] = field(default_factory=list)
