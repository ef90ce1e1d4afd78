"""Filling an installation with many cases, past the actions but in their shape. Run as ``python -m bench.load N``."""

from __future__ import annotations

import os
import sys
from datetime import timedelta

import django

BATCH = 2000


def main(amount: int) -> None:
    """Write ``amount`` cases, one in five open, the newest of them with twenty letters; prints a session key."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kulanz.config.settings")
    django.setup()
    from django.db import connection, transaction  # noqa: PLC0415 - after setup()

    from kulanz.cases import counting  # noqa: PLC0415 - after setup()
    from kulanz.core.clock import now  # noqa: PLC0415 - after setup()

    brand, team, user = _house()
    began = now() - timedelta(days=400)
    step = timedelta(days=399) / max(amount, 1)
    for first in range(0, amount, BATCH):
        with transaction.atomic():
            _batch(range(first, min(first + BATCH, amount)), brand, team, user, began, step)
    with transaction.atomic():
        _twenty_letters(user)
        counting.recount()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    sys.stdout.write(_session(user) + "\n")


def _house():
    from kulanz.channels.models import Channel, Mailbox  # noqa: PLC0415 - after setup()
    from kulanz.people.models import Brand, Membership, Team, User  # noqa: PLC0415 - after setup()

    brand = Brand.objects.create(name="Bench", prefix="BN", sender_name="Bench", sender_address="hilfe@bench.example")
    team = Team.objects.create(name="Bench")
    channel = Channel.objects.create(kind="email", name="Mail", brand=brand, team=team)
    Mailbox.objects.create(channel=channel, address="hilfe@bench.example")
    user = User.objects.create_user("bench@bench.example", "ein-langes-kennwort", name="Bea Bench")
    Membership.objects.create(user=user, team=team)
    return brand, team, user


def _batch(numbers, brand, team, user, began, step):
    from kulanz.cases.models import Case, Message  # noqa: PLC0415 - after setup()
    from kulanz.events.models import Event  # noqa: PLC0415 - after setup()
    from kulanz.people.models import ContactPoint, Customer  # noqa: PLC0415 - after setup()

    customers = Customer.objects.bulk_create([Customer(name=f"Kundin {n}") for n in numbers])
    ContactPoint.objects.bulk_create(
        [
            ContactPoint(customer=c, kind="mail", value=f"k{n}@post.example", as_written=f"k{n}@post.example")
            for n, c in zip(numbers, customers, strict=True)
        ]
    )
    statuses = ("new", "with-us", "waiting-customer", "waiting-others", "solution-proposed")
    cases = []
    for n, customer in zip(numbers, customers, strict=True):
        is_open = n % 5 == 0
        at = began + n * step
        cases.append(
            Case(
                number=f"BN-{n + 1}", brand=brand, customer=customer, subject=f"Frage zur Bestellung {n} über Lampen",
                status=statuses[n // 5 % 5] if is_open else ("confirmed" if n % 2 else "ended"), is_open=is_open,
                assignee=user if n % 3 == 0 else None, team=team, channel="email", opened_at=at, last_entry_at=at,
                waiting_since=at if is_open else None, preview="Guten Tag, ich habe eine Frage zu meiner Bestellung.",
                tag_names=["Lieferung"] if n % 4 == 0 else [],
            )
        )  # fmt: skip
    Case.objects.bulk_create(cases)
    text = "Guten Tag,\n\n" + "ich habe eine Frage zu meiner Bestellung und warte auf Antwort. " * 12
    messages = Message.objects.bulk_create(
        [
            Message(
                case=c,
                direction="in",
                channel="email",
                customer=c.customer,
                sender_name="Kundin",
                text=text,
                at=c.opened_at,
            )
            for c in cases
        ]
    )
    Event.objects.bulk_create(
        [
            Event(at=m.at, kind="message-received", subject_kind="case", subject_id=m.case_id, actor_kind="customer",
                  actor_id=m.customer_id, actor_name="Kundin", data={"case_id": m.case_id, "message_id": m.pk})
            for m in messages
        ]
    )  # fmt: skip
    type(brand).objects.filter(pk=brand.pk).update(last_number=numbers[-1] + 1)


def _twenty_letters(user):
    from kulanz.cases.models import Case, Message, Note  # noqa: PLC0415 - after setup()
    from kulanz.events.models import Event  # noqa: PLC0415 - after setup()

    case = Case.objects.filter(is_open=True).order_by("-last_entry_at").first()
    text = "Guten Tag,\n\n" + "hier steht ein ganz gewöhnlicher Absatz eines gewöhnlichen Briefes. " * 10
    for n in range(19):
        ours = n % 2 == 0
        Message.objects.create(
            case=case, direction="out" if ours else "in", delivery="sent" if ours else "received", channel="email",
            author=user if ours else None, customer=None if ours else case.customer, text=text,
            at=case.last_entry_at + timedelta(minutes=n),
        )  # fmt: skip
    Note.objects.create(case=case, author=user, text="Eine Notiz.", at=case.last_entry_at)
    for kind in ("case-assigned", "case-tagged"):
        data = {"user_id": user.pk, "user_name": user.name, "team_name": "", "added": ["Lieferung"], "removed": []}
        Event.objects.create(
            kind=kind,
            subject_kind="case",
            subject_id=case.pk,
            actor_kind="user",
            actor_id=user.pk,
            actor_name="Bea",
            data=data,
        )
    Case.objects.filter(pk=case.pk).update(last_entry_at=case.last_entry_at + timedelta(minutes=30))
    sys.stdout.write(f"{case.number} ")


def _session(user) -> str:
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
