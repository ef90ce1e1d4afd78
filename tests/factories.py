"""Makes what tests start from, with sensible values for everything a test does not care about."""

from __future__ import annotations

from itertools import count
from typing import Any

from kulanz.cases.actions.receive import next_number
from kulanz.cases.models import Case, Tag
from kulanz.cases.queries import tags_of
from kulanz.core.clock import now
from kulanz.people.models import Brand, ContactPoint, Customer, Membership, Team, User

_numbers = count(10_001)  # far from the numbers that the house itself gives in a test
PASSWORD = "ein-gutes-Kennwort-42"


def make_brand(**fields: Any) -> Brand:
    """Return the brand "Radhaus Lindner", or one with other ``fields``."""
    defaults = {
        "name": "Radhaus Lindner",
        "prefix": "RL",
        "sender_name": "Radhaus Lindner",
        "sender_address": "hilfe@demo.example",
    }
    return Brand.objects.create(**{**defaults, **fields})


def make_team(name: str = "") -> Team:
    """Return a team."""
    return Team.objects.create(name=name or f"Team {next(_numbers)}")


def make_user(*, teams: tuple[Team, ...] = (), **fields: Any) -> User:
    """Return an agent with ``PASSWORD`` and the given teams; roles as fields (``is_lead=True``)."""
    number = next(_numbers)
    email = fields.pop("email", f"person{number}@haus.example")
    user = User.objects.create_user(email, PASSWORD, **{"name": f"Person {number}", **fields})
    Membership.objects.bulk_create([Membership(user=user, team=team) for team in teams])
    return user


def make_customer(*, address: str = "", **fields: Any) -> Customer:
    """Return a customer with one mail address."""
    number = next(_numbers)
    customer = Customer.objects.create(**{"name": f"Kundin {number}", **fields})
    address = address or f"kundin{number}@post.example"
    ContactPoint.objects.create(
        customer=customer, kind="mail", value=address.casefold(), as_written=address, proven_at=now()
    )
    return customer


def make_case(**fields: Any) -> Case:
    """Return a new case without messages; ``brand``, ``customer``, ``team``, ``assignee`` as given, ``tags`` by name.

    Its number is the next of its brand, as for every case: a number of our own would be taken once more by the next
    letter, in tests that happen to run first.
    """
    brand = fields.pop("brand", None) or Brand.objects.first() or make_brand()
    customer = fields.pop("customer", None) or make_customer()
    defaults = {
        "number": fields.get("number") or next_number(brand.pk),
        "subject": "Die Klingel fehlt",
        "channel": "email",
    }
    names = fields.pop("tags", ())
    case = Case.objects.create(brand=brand, customer=customer, **{**defaults, **fields})
    case.tags.set([Tag.objects.get_or_create(name=name)[0] for name in names])
    return case


def tags_on(case: Case) -> list[str]:
    """Return the names of the tags that a case shows."""
    return [tag.name for tag in tags_of([case.pk])[case.pk]]
