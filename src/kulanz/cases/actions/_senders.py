"""Who wrote? Finds the customers of arrivals by their addresses, and makes those who are new."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from kulanz.people.models import ContactPoint, Customer, Organisation
from kulanz.people.rules import ContactKind, name_from_address, normal_mail, normal_phone

from ..arrival import Arrival


def customers_for(arrivals: Sequence[Arrival]) -> list[Customer]:
    """Return the customer of each arrival, new ones made. A constant number of statements for any batch."""
    keys = [_key(arrival) for arrival in arrivals]
    points = ContactPoint.objects.filter(kind=ContactKind.MAIL.value, value__in=set(keys)).select_related("customer")
    known = {point.value: point.customer for point in points}
    new = {key: arrival for key, arrival in zip(keys, arrivals, strict=True) if key not in known}
    known.update(_make(new))
    return [known[key] for key in keys]


def _key(arrival: Arrival) -> str:
    """Return the compared form of the sender's address; what is no address is kept as it stands."""
    try:
        return normal_mail(arrival.sender_address)
    except ValueError:
        return arrival.sender_address.strip().casefold()[:254]


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
    points = [(ContactKind.MAIL, key, arrival.sender_address)]
    if arrival.phone:
        with contextlib.suppress(ValueError):  # the number stays readable in the message itself
            points.append((ContactKind.PHONE, normal_phone(arrival.phone), arrival.phone))
    return points


def _organisations(domains: set[str]) -> dict[str, int]:
    rows = Organisation.objects.filter(mail_domain__in=domains - {""}).values_list("mail_domain", "pk")
    return dict(rows)
