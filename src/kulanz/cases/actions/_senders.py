"""Who wrote? Finds the customers of arrivals by their addresses, and makes those who are new."""

from __future__ import annotations

import contextlib
from collections.abc import Container, Iterable, Sequence
from typing import Any

from kulanz.core.clock import now
from kulanz.events.actor import SYSTEM
from kulanz.people.actions import prove_contacts
from kulanz.people.models import ContactPoint, Customer, CustomerWord, Organisation, found_by
from kulanz.people.rules import ContactKind, name_from_address, normal_mail, normal_phone

from ..arrival import Arrival

_NO_FIRM = (None, "")
_NO_ADDRESS = "\n"  # in no address: what is stored is trimmed


def senders_for(arrivals: Sequence[Arrival], joined: Container[int | None]) -> list[Customer | None]:
    """Return the customer of each arrival; ``None`` for one of ours, and a mail server that reports in a case there is.

    A constant number of statements for any batch.
    """
    theirs = [not (one.author_id or (one.by_machine and one.case_id in joined)) for one in arrivals]
    people = [one for one, is_theirs in zip(arrivals, theirs, strict=True) if is_theirs]
    known = Customer.objects.in_bulk({one.customer_id for one in people if one.customer_id is not None})
    strangers = [one for one in people if one.customer_id not in known]
    found = iter(_customers_for(strangers) if strangers else [])
    return [
        (known.get(one.customer_id or 0) or next(found)) if is_theirs else None
        for one, is_theirs in zip(arrivals, theirs, strict=True)
    ]


def _customers_for(arrivals: Sequence[Arrival]) -> list[Customer]:
    """Without an address nobody can be known again: each such arrival is somebody new, save for mail servers."""
    keys = [_key(arrival) or _unknown(arrival, place) for place, arrival in enumerate(arrivals)]
    points = ContactPoint.objects.filter(kind=ContactKind.MAIL.value, value__in=set(keys)).select_related("customer")
    _prove(points, {key for key, arrival in zip(keys, arrivals, strict=True) if arrival.verified})
    known = {point.value: point.customer for point in points} | _servers(arrivals)
    new = {key: arrival for key, arrival in zip(keys, arrivals, strict=True) if key not in known}
    known.update(_make(new))
    return [known[key] for key in keys]


def _prove(points: Iterable[ContactPoint], verified: set[str]) -> None:
    """A mail that stood the check of its sender proves the address it came from."""
    fresh = [point for point in points if point.proven_at is None and point.value in verified]
    if fresh:
        prove_contacts(points=fresh, by=SYSTEM)


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
    # Newest first: of several with one name the last to enter the dict stays, which is the oldest.
    there = Customer.objects.filter(name__in=names, contact_points=None).order_by("-id")
    return {f"{_NO_ADDRESS}{customer.name}": customer for customer in there}


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
            ContactPoint(
                customer=made[key],
                kind=kind.value,
                value=value,
                as_written=written[:254],
                proven_at=now() if kind is ContactKind.MAIL else None,  # the address is all that they are so far
            )
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
    points = [] if key.startswith(_NO_ADDRESS) else [(ContactKind.MAIL, key, arrival.sender_address)]
    if (phone := _phone(arrival)) is not None:
        points.append((ContactKind.PHONE, phone, arrival.phone))
    return points


def _phone(arrival: Arrival) -> str | None:
    if not arrival.phone.strip():
        return None
    with contextlib.suppress(ValueError):
        return normal_phone(arrival.phone)
    return None


def phone_hints(arrivals: Sequence[Arrival], customers: Sequence[Customer | None]) -> list[tuple[dict[str, Any], ...]]:
    """Return for each arrival the hint that keeps a number which did not become the customer's own.

    Nobody else reads the number otherwise: it stands in no text. At most one query.
    """
    phones = [_phone(arrival) for arrival in arrivals]
    points = ContactPoint.objects.filter(kind=ContactKind.PHONE.value, value__in={phone for phone in phones if phone})
    owners = dict(points.values_list("value", "customer_id")) if any(phones) else {}
    return [
        ({"code": "phone-given", "number": arrival.phone.strip()[:60], "taken": phone in owners},)
        if customer is not None and arrival.phone.strip() and (phone is None or owners.get(phone) != customer.pk)
        else ()
        for arrival, phone, customer in zip(arrivals, phones, customers, strict=True)
    ]


def _domain(key: str) -> str:
    return key.rpartition("@")[2]


def _organisations(domains: set[str]) -> dict[str, tuple[int, str]]:
    # With the words of the firm in which it goes on: its people are found by both. Excluded as the index excludes them:
    # else SQLite does not know that the index serves, and reads them all.
    known = Organisation.objects.filter(mail_domain__in=domains - {""}).exclude(mail_domain="")
    words = [f"{firm}{field}" for firm in ("", "merged_into__") for field in ("name", "number")]
    rows = known.values_list("mail_domain", "pk", *words)
    return {domain: (pk, " ".join(filter(None, found))) for domain, pk, *found in rows}
