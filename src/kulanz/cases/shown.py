"""What pages show, as rooms are told when they are asked for their panels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kulanz.events.actor import Actor
from kulanz.people.models import Customer

from .models import Case
from .queries import CasePage


@dataclass(frozen=True, slots=True)
class ShownCase:
    """A case on the desk: what its page read, who looks at it, and the answer as it stands in the field."""

    page: CasePage
    by: Actor
    draft: str

    @property
    def case(self) -> Case:
        """The case itself."""
        return self.page.case


@dataclass(frozen=True, slots=True)
class ShownDay:
    """The first screen of a person, at a moment (aware, in the zone of the house)."""

    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class ShownToCustomer:
    """A case on the page of one of its customers: nothing that others wrote or were told alone belongs there."""

    case: Case
    viewer: Customer
