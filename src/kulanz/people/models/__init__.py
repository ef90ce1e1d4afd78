"""The people: customers and how to reach them, and those who serve them."""

from .blocked import BlockedSender
from .brand import EVERY_YEAR, MUNICIPAL, Brand, ClosedDay, Municipality, OpeningTime
from .customers import ContactPoint, Customer, Organisation
from .house import House, the_house
from .merges import CustomerMerge, Mergeable, OrganisationMerge
from .users import Invitation, Membership, Team, User
from .words import CustomerWord, found_by

__all__ = [
    "EVERY_YEAR",
    "MUNICIPAL",
    "BlockedSender",
    "Brand",
    "ClosedDay",
    "ContactPoint",
    "Customer",
    "CustomerMerge",
    "CustomerWord",
    "House",
    "Invitation",
    "Membership",
    "Mergeable",
    "Municipality",
    "OpeningTime",
    "Organisation",
    "OrganisationMerge",
    "Team",
    "User",
    "found_by",
    "the_house",
]
