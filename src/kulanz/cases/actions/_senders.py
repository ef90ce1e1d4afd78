"""Who wrote? Finds the customers of arrivals by their addresses, and makes those who are new."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any

from kulanz.people.models import ContactPoint, Customer, CustomerWord, Organisation, found_by
from kulanz.people.rules import ContactKind, name_from_address, normal_mail, normal_phone

from ..arrival import Arrival

_NO_FIRM = (None, "")


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
    firms = _organisations({_domain(key) for key in new})
    customers = Customer.objects.bulk_create(
        [
            Customer(
                name=(arrival.sender_name.strip() or name_from_address(key))[:200],
                language=arrival.language,
                organisation_id=firms.get(_domain(key), _NO_FIRM)[0],
            )
            for key, arrival in new.items()
        ]
    )
    made = dict(zip(new, customers, strict=True))
    reached = {key: _points(key, arrival) for key, arrival in new.items()}
    ContactPoint.objects.bulk_create(
        [
            ContactPoint(customer=made[key], kind=kind.value, value=value, as_written=written[:254])
            for key, points in reached.items()
            for kind, value, written in points
        ],
        # A phone number may belong to somebody already; the mail address cannot, we have just looked.
        ignore_conflicts=any(arrival.phone for arrival in new.values()),
    )
    CustomerWord.objects.add_all(
        (each.pk, found_by(each.name, firms.get(_domain(key), _NO_FIRM)[1], [point[:2] for point in reached[key]]))
        for key, each in made.items()
    )
    return made


def _points(key: str, arrival: Arrival) -> list[tuple[ContactKind, str, str]]:
    points = [(ContactKind.MAIL, key, arrival.sender_address)]
    if (phone := _phone(arrival)) is not None:
        points.append((ContactKind.PHONE, phone, arrival.phone))
    return points


def _phone(arrival: Arrival) -> str | None:
    if not arrival.phone.strip():
        return None
    with contextlib.suppress(ValueError):
        return normal_phone(arrival.phone)
    return None


def phone_hints(arrivals: Sequence[Arrival], customers: Sequence[Customer]) -> list[tuple[dict[str, Any], ...]]:
    """Return for each arrival the hint that keeps a number which did not become the customer's own.

    Nobody else reads the number otherwise: it stands in no text. At most one query.
    """
    phones = [_phone(arrival) for arrival in arrivals]
    points = ContactPoint.objects.filter(kind=ContactKind.PHONE.value, value__in={phone for phone in phones if phone})
    owners = dict(points.values_list("value", "customer_id")) if any(phones) else {}
    return [
        ({"code": "phone-given", "number": arrival.phone.strip()[:60], "taken": phone in owners},)
        if arrival.phone.strip() and (phone is None or owners.get(phone) != customer.pk)
        else ()
        for arrival, phone, customer in zip(arrivals, phones, customers, strict=True)
    ]


def _domain(key: str) -> str:
    return key.rpartition("@")[2]


def _organisations(domains: set[str]) -> dict[str, tuple[int, str]]:
    rows = Organisation.objects.filter(mail_domain__in=domains - {""}).values_list("mail_domain", "pk", "name")
    return {domain: (pk, name) for domain, pk, name in rows}
