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


@event("setup-changed", subject="setup", id_field="thing_id", shown_to={Face.AUDIT})
@dataclass(frozen=True, slots=True)
class SetupChanged:
    """Something of the set-up was made, changed or removed; ``what`` names the fields, ``changes`` their values."""

    thing: str
    name: str
    what: list[str] = field(default_factory=list)
    thing_id: int = 0
    changes: list[Change] = field(default_factory=list)
