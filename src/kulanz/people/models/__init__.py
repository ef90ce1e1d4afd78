"""The people: customers and how to reach them, and those who serve them."""

from .brand import Brand, ClosedDay, OpeningTime
from .customers import ContactPoint, Customer, Organisation
from .users import Invitation, Membership, Team, User

__all__ = [
    "Brand",
    "ClosedDay",
    "ContactPoint",
    "Customer",
    "Invitation",
    "Membership",
    "OpeningTime",
    "Organisation",
    "Team",
    "User",
]
