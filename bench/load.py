"""Filling an installation with many cases, past the actions but in their shape. Run as ``python -m bench.load N``.

Nothing is spread evenly, because an even spread hides the slow lists: teams, tags and channels reach from almost
everything to almost nothing, one customer owns every hundredth case, and one case in five is open.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import django

BATCH = 5000
# Of a thousand cases, how many each team, tag and channel gets.
TEAMS = (400, 250, 150, 120, 50, 25, 4, 1)
TAGS = {"Lieferung": 250, "Rechnung": 50, "Rückruf": 1}
CHANNELS = {"email": 940, "form": 59, "page": 1}
PEOPLE = 24
STATUSES = ("new", "with-us", "waiting-customer", "waiting-others", "solution-proposed")
LETTER = "Guten Tag,\n\n" + "ich habe eine Frage zu meiner Bestellung und warte auf Antwort. " * 12
LONG = "Guten Tag,\n\n" + "hier steht ein ganz gewöhnlicher Absatz eines gewöhnlichen Briefes. " * 10


@dataclass(frozen=True)
class House:
    """Who works where: the rows that every case refers to. The first person is the one who measures."""

    brand: Any
    teams: Sequence[Any]
    people: Sequence[Any]
    tags: dict[str, Any]


def main(amount: int) -> None:
    """Write ``amount`` cases, the newest open one with twenty letters; prints its number and a session key."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kulanz.config.settings")
    django.setup()
    from django.db import connection, transaction  # noqa: PLC0415 - after setup()

    from kulanz.cases import counting  # noqa: PLC0415 - after setup()
    from kulanz.core import upkeep  # noqa: PLC0415 - after setup()
    from kulanz.core.clock import now  # noqa: PLC0415 - after setup()

    if connection.vendor == "sqlite":  # nobody needs these rows after a power cut, and the indexes fit into memory
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.execute("PRAGMA cache_size=-800000")
    gc.disable()  # a million rows leave no garbage in circles
    house = _house()
    began, step = now() - timedelta(days=400), timedelta(days=399) / max(amount, 1)
    for first in range(0, amount, BATCH):
        with transaction.atomic():
            _batch(house, range(first, min(first + BATCH, amount)), began, step)
    with transaction.atomic():
        number = _twenty_letters(house)
        counting.recount()
    upkeep.refresh_statistics()
    sys.stdout.write(f"{number} {session_of(house.people[0])}\n")


def _house() -> House:
    from kulanz.cases.models import Tag  # noqa: PLC0415 - after setup()
    from kulanz.channels.models import Channel, Mailbox  # noqa: PLC0415 - after setup()
    from kulanz.people.models import Brand, Membership, Team, User  # noqa: PLC0415 - after setup()

    brand = Brand.objects.create(name="Bench", prefix="BN", sender_name="Bench", sender_address="hilfe@bench.example")
    teams = [Team.objects.create(name=f"Team {place}") for place in range(len(TEAMS))]
    channel = Channel.objects.create(kind="email", name="Mail", brand=brand, team=teams[0])
    Mailbox.objects.create(channel=channel, address="hilfe@bench.example")
    people = [
        User.objects.create(email=f"bench{place}@bench.example", name=f"Bea Bench {place}", password="!")
        for place in range(PEOPLE)
    ]
    # Each sits in two teams, the first in a large and a small one.
    seats = {(place, team) for place in range(PEOPLE) for team in (place % 8, (place + 4) % 8)}
    Membership.objects.bulk_create([Membership(user=people[place], team=teams[team]) for place, team in sorted(seats)])
    return House(brand, teams, people, {name: Tag.objects.create(name=name) for name in TAGS})


def _share(number: int, shares: Sequence[int]) -> int:
    """Return which share of a thousand ``number`` falls into; -1 for none. Neighbours fall far apart."""
    at = number * 617 % 1000
    edges = [sum(shares[:place]) for place in range(len(shares) + 1)]
    return next((place for place, (low, high) in enumerate(pairwise(edges)) if low <= at < high), -1)


def _batch(house: House, numbers: range, began: datetime, step: timedelta) -> None:
    from kulanz.cases.models import Case  # noqa: PLC0415 - after setup()

    customers = _customers(numbers)
    cases = [_case(house, n, customers[(n - numbers.start) // 2], began + n * step) for n in numbers]
    Case.objects.bulk_create(cases)
    through, tags = Case.tags.through, [_share(n * 3 + 1, tuple(TAGS.values())) for n in numbers]
    through.objects.bulk_create(
        [
            through(case_id=case.pk, tag_id=house.tags[tuple(TAGS)[tag]].pk)
            for case, tag in zip(cases, tags, strict=True)
            if tag >= 0
        ]
    )
    _letters(house, numbers, cases)
    type(house.brand).objects.filter(pk=house.brand.pk).update(last_number=numbers[-1] + 1)


def _customers(numbers: range) -> list[Any]:
    """Return a customer for every two cases; the very first one has every hundredth case besides."""
    from kulanz.people.models import ContactPoint, Customer, CustomerWord  # noqa: PLC0415 - after setup()

    customers = Customer.objects.bulk_create([Customer(name=f"Kundin {n * 7919 % 1_000_003}") for n in numbers[::2]])
    ContactPoint.objects.bulk_create(
        [
            ContactPoint(
                customer=c,
                kind="mail",
                value=f"k{c.pk}@post.example",
                as_written=f"k{c.pk}@post.example",
                proven_at=c.created_at,
            )
            for c in customers
        ]
    )
    CustomerWord.objects.keep(Customer.objects.filter(pk__in=[customer.pk for customer in customers]))
    return list(customers)


def _case(house: House, n: int, customer: Any, at: datetime) -> Any:
    from kulanz.cases.models import Case  # noqa: PLC0415 - after setup()

    is_open = n % 5 == 0
    status = STATUSES[n // 5 % 5] if is_open else ("confirmed" if n % 2 else "ended")
    person = n * 31 % (3 * PEOPLE)
    return Case(
        number=f"BN-{n + 1}", brand=house.brand, subject=f"Frage zur Bestellung {n} über Lampen", status=status,
        **({"customer_id": 1} if n % 100 == 55 and n > 100 else {"customer": customer}),
        is_open=is_open, assignee=house.people[person] if person < PEOPLE else None,
        team=house.teams[_share(n, TEAMS)], channel=tuple(CHANNELS)[_share(n * 7 + 3, tuple(CHANNELS.values()))],
        opened_at=at, last_entry_at=at, waiting_since=at if status in STATUSES[:2] else None,
        preview="Guten Tag, ich habe eine Frage zu meiner Bestellung.",
    )  # fmt: skip


def _letters(house: House, numbers: range, cases: list[Any]) -> None:
    """Write the customer's letter to each case, an answer to every fourth, and the events of the letters."""
    from kulanz.cases.models import CaseWords, Message  # noqa: PLC0415 - after setup()
    from kulanz.events.models import Event  # noqa: PLC0415 - after setup()

    letters = Message.objects.bulk_create(
        [
            Message(
                case=case, direction="in", channel=case.channel, customer_id=case.customer_id, sender_name="Kundin",
                text=LETTER, at=case.opened_at, sounds_solved=n % 100 == 0, **_between(case),
            )
            for n, case in zip(numbers, cases, strict=True)
        ]
    )  # fmt: skip
    Message.objects.bulk_create(
        [
            Message(
                case=case, direction="out", channel=case.channel, author=case.assignee or house.people[0], text=LETTER,
                delivery="failed" if n % 1000 == 0 else "sent", at=case.opened_at + timedelta(hours=2),
                **_between(case, ours=True),
            )
            for n, case in zip(numbers, cases, strict=True)
            if n % 4 == 0
        ]
    )  # fmt: skip
    CaseWords.objects.rewrite([case.pk for case in cases])
    Event.objects.bulk_create(
        [
            Event(at=m.at, kind="message-received", subject_kind="case", subject_id=m.case_id, actor_kind="customer",
                  actor_id=m.customer_id, actor_name="Kundin", data={"case_id": m.case_id, "message_id": m.pk})
            for m in letters
        ]
    )  # fmt: skip


def _between(case: Any, *, ours: bool = False) -> dict[str, Any]:
    """Return who wrote and received a letter, and what it is about: "k<customer>@post.example" and we."""
    from kulanz.cases.audience import lines_of  # noqa: PLC0415 - after setup()

    address = f"k{case.customer_id}@post.example"
    people = {"recipients": [{"name": "", "address": address, "role": "to"}]} if ours else {"sender_address": address}
    return {"subject": case.subject, "audience": lines_of([address]), **people}


def _twenty_letters(house: House) -> str:
    """Give the newest open case of the first person's teams twenty letters, a note and two events."""
    from kulanz.cases.models import Case, Message, Note  # noqa: PLC0415 - after setup()
    from kulanz.events.models import Event  # noqa: PLC0415 - after setup()

    me = house.people[0]
    case = Case.objects.filter(is_open=True, team=house.teams[0]).order_by("-last_entry_at").first()
    assert case is not None
    for n in range(20 - case.messages.count()):
        ours = n % 2 == 0
        Message.objects.create(
            case=case, direction="out" if ours else "in", delivery="sent" if ours else "received", channel="email",
            author=me if ours else None, customer=None if ours else case.customer, text=LONG,
            at=case.last_entry_at + timedelta(minutes=n), **_between(case, ours=ours),
        )  # fmt: skip
    Note.objects.create(case=case, author=me, text="Eine Notiz.", at=case.last_entry_at)
    for kind in ("case-assigned", "case-tagged"):
        Event.objects.create(
            kind=kind, subject_kind="case", subject_id=case.pk, actor_kind="user", actor_id=me.pk, actor_name="Bea",
            data={"user_id": me.pk, "user_name": me.name, "team_name": "", "added": ["Lieferung"], "removed": []},
        )  # fmt: skip
    Case.objects.filter(pk=case.pk).update(last_entry_at=case.last_entry_at + timedelta(minutes=30))
    return str(case.number)


def session_of(user: Any) -> str:
    """Sign somebody in; returns the key of the session."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415 - after setup()
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415 - after setup()

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "kulanz.people.backend.PersonBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    main(int(sys.argv[1]))
