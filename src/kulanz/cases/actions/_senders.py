"""Who wrote? Finds the customers of arrivals by their addresses, and makes those who are new."""

from __future__ import annotations

import contextlib
from collections.abc import Container, Sequence

from kulanz.people.models import ContactPoint, Customer, Organisation
from kulanz.people.rules import ContactKind, name_from_address, normal_mail, normal_phone

from ..arrival import Arrival

_NO_ADDRESS = "\n"  # in no address: what is stored is trimmed


def senders_for(arrivals: Sequence[Arrival], joined: Container[int | None]) -> list[Customer | None]:
    """Return the customer of each arrival; a mail server that reports in a case which is there is none."""
    servers = [arrival.by_machine and arrival.case_id in joined for arrival in arrivals]
    people = iter(customers_for([one for one, server in zip(arrivals, servers, strict=True) if not server]))
    return [None if server else next(people) for server in servers]


def customers_for(arrivals: Sequence[Arrival]) -> list[Customer]:
    """Return the customer of each arrival, new ones made. A constant number of statements for any batch.

    Without an address nobody can be known again: each such arrival is somebody new, save for mail servers.
    """
    keys = [_key(arrival) or _unknown(arrival, place) for place, arrival in enumerate(arrivals)]
    points = ContactPoint.objects.filter(kind=ContactKind.MAIL.value, value__in=set(keys)).select_related("customer")
    known = {point.value: point.customer for point in points} | _servers(arrivals)
    new = {key: arrival for key, arrival in zip(keys, arrivals, strict=True) if key not in known}
    known.update(_make(new))
    return [known[key] for key in keys]


def _key(arrival: Arrival) -> str:
    """Return the compared form of the sender's address; what is no address is kept as it stands."""
    try:
        return normal_mail(arrival.sender_address)
    except ValueError:
        return arrival.sender_address.strip().casefold()[:254]


def _unknown(arrival: Arrival, place: int) -> str:
    return f"{_NO_ADDRESS}{arrival.sender_name if arrival.by_machine else place}"


def _servers(arrivals: Sequence[Arrival]) -> dict[str, Customer]:
    """The customers that stand for mail servers without an address, by their keys."""
    names = {one.sender_name for one in arrivals if one.by_machine and not _key(one)}
    if not names:
        return {}
    there = Customer.objects.filter(name__in=names, contact_points=None).order_by("-id")
    return {f"{_NO_ADDRESS}{customer.name}": customer for customer in there}


def _make(new: dict[str, Arrival]) -> dict[str, Customer]:
    if not new:
        return {}
    organisations = _organisations({key.rpartition("@")[2] for key in new})
    customers = Customer.objects.bulk_create(
        [
            Customer(
                name=(arrival.sender_name.strip() or name_from_address(key))[:200],
                language=arrival.language,
                organisation_id=organisations.get(key.rpartition("@")[2]),
            )
            for key, arrival in new.items()
        ]
    )
    made = dict(zip(new, customers, strict=True))
    ContactPoint.objects.bulk_create(
        [
            ContactPoint(customer=made[key], kind=kind.value, value=value, as_written=written[:254])
            for key, arrival in new.items()
            for kind, value, written in _points(key, arrival)
        ],
        # A phone number may belong to somebody already; the mail address cannot, we have just looked.
        ignore_conflicts=any(arrival.phone for arrival in new.values()),
    )
    return made


def _points(key: str, arrival: Arrival) -> list[tuple[ContactKind, str, str]]:
    points = [] if key.startswith(_NO_ADDRESS) else [(ContactKind.MAIL, key, arrival.sender_address)]
    if arrival.phone:
        with contextlib.suppress(ValueError):  # the number stays readable in the message itself
            points.append((ContactKind.PHONE, normal_phone(arrival.phone), arrival.phone))
    return points


def _organisations(domains: set[str]) -> dict[str, int]:
    rows = Organisation.objects.filter(mail_domain__in=domains - {""}).values_list("mail_domain", "pk")
    return dict(rows)
