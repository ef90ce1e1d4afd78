"""A mail is a repeat only if it is the same mail: whatever its Message-ID says, whatever servers added on the way."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kulanz.cases.models import Message
from kulanz.channels import ingest
from kulanz.channels.fingerprint import fingerprint
from kulanz.channels.intake import NewOriginal, keep_all
from kulanz.channels.models import Mailbox, Original

Keep = Callable[..., None]


@pytest.fixture
def keep(mailbox: Mailbox) -> Keep:
    """Keeps mails as the listener does."""

    def store(*raws: bytes, to: str = "hilfe@demo.example") -> None:
        keep_all([NewOriginal("smtp", raw, mailbox.channel_id, mailbox.pk, "a@b.example", (to,)) for raw in raws])

    return store


def written(
    *,
    sender: str = "Olga Ost <olga@kunde.example>",
    subject: str = "Wasser im Keller",
    date: str = "Mon, 16 Nov 2026 09:00:00 +0100",
    mail_id: str | None = "<7@pumpe.example>",
    text: str = "Bitte melden.",
    extra: str = "",
    end: str = "\r\n",
) -> bytes:
    """A mail from its parts; ``mail_id`` of ``None`` leaves the field out."""
    named = "" if mail_id is None else f"Message-ID:{mail_id and ' ' + mail_id}{end}"
    head = f"From: {sender}{end}To: hilfe@demo.example{end}{named}Subject: {subject}{end}Date: {date}{end}{extra}"
    return f"{head}Content-Type: text/plain; charset=utf-8{end}{end}{text}{end}".encode()


IDS = (None, "", "<>", "<7@pumpe.example>", "<1@localhost>", "fest", "<@>", "< >", "<Ü@x>", "<" + "x" * 900 + "@x>")
SENDERS = ("Olga Ost <olga@kunde.example>", "Paul Pohl <paul@kunde.example>")
SUBJECTS = ("Wasser im Keller", "Pumpe steht")
DATES = ("Mon, 16 Nov 2026 09:00:00 +0100", "Mon, 16 Nov 2026 09:00:01 +0100", "gestern")
TEXTS = ("Bitte melden.", "Bitte melden!", "", "Message-ID: <7@pumpe.example>", "Received: gestern\r\nvon Ihnen")


def test_every_different_mail_is_kept_and_every_repeat_stays_one(keep: Keep) -> None:
    shapes = [
        written(mail_id=mail_id, sender=sender, subject=subject, date=date, text=text)
        for mail_id, sender, subject, date, text in itertools.product(IDS, SENDERS, SUBJECTS, DATES, TEXTS)
    ]
    again = random.Random(7).sample([on_its_way(shape, n) for n, shape in enumerate(shapes)], k=300)
    keep(*shapes, *again, *shapes[:50])
    while ingest.read_waiting():
        pass
    assert len(shapes) == 600
    assert (Original.objects.count(), Message.objects.count()) == (600, 600)
    assert Original.objects.exclude(state="read").count() == 0


ADDED = (
    "Received: from mx{n}.example by in.example; Mon, 16 Nov 2026 09:00:0{n} +0100\r\n",
    "Return-Path: <bounce{n}@kunde.example>\r\n",
    "Delivered-To: hilfe{n}@demo.example\r\n",
    "X-Original-To: hilfe{n}@demo.example\r\n",
    "Envelope-To: hilfe{n}@demo.example\r\n",
    "X-Spam-Status: No, score={n}.1\r\n\trequired=5\r\n",
    "X-Virus-Scanned: by filter{n}\r\n",
    "Authentication-Results: mx{n}.example;\r\n dkim=pass\r\n",
    "Received-SPF: pass (mx{n}.example)\r\n",
    "ARC-Seal: i={n}; a=rsa-sha256\r\n",
    "DKIM-Signature: v=1; t={n}\r\n",
    "X-MS-Exchange-Organization-AuthAs: Anonymous{n}\r\n",
    "X-Received: by 10.0.0.{n}\r\n",
    "X-UID: {n}\r\n",
    "X-Unheard-Of-Relay: {n}\r\nReceived: from a by b; {n}\r\n",
    "Delivery-Date: Mon, 16 Nov 2026 09:00:0{n} +0100\r\n",
)


def on_its_way(raw: bytes, n: int) -> bytes:
    """The same mail after another delivery: other fields above, and a line end more or less."""
    fields = "".join(ADDED[(n + i) % len(ADDED)].format(n=n % 10) for i in range(1 + n % 4))
    return fields.encode() + raw + b"\r\n" * (n % 3)


@pytest.mark.parametrize("field", ADDED)
def test_what_servers_add_makes_no_other_mail(field: str) -> None:
    plain = written()
    assert {fingerprint(field.format(n=n).encode() + plain) for n in range(4)} == {fingerprint(plain)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (written(mail_id=""), written(mail_id="", sender="Paul <paul@kunde.example>")),
        (written(mail_id="<>"), written(mail_id="<>", subject="Anderes")),
        (written(date="jetzt"), written(date="später")),
        (written(extra="X-Sensor: 3\r\n"), written(extra="X-Sensor: 4\r\n")),
        (written(extra="Reply-To: a@x.example\r\n"), written(extra="Reply-To: b@x.example\r\n")),
        (written(extra="Resent-Date: heute\r\n"), written()),
        (written(text="Zähler 1"), written(text="Zähler 2")),
        (b"\r\nnur Text 1", b"\r\nnur Text 2"),
        (b"\nReceived: a\n\nText", b"\nReceived: b\n\nText"),
        (b"ganz ohne Kopf", b"ganz ohne Kopf, aber anders"),
        (b"Subject: x\n\nA\r\n\r\nReceived: eins", b"Subject: x\n\nA\r\n\r\nReceived: zwei"),
        (b"", b"x"),
    ],
)
def test_what_its_writer_changed_makes_another_mail(one: bytes, other: bytes) -> None:
    assert fingerprint(one) != fingerprint(other)


def test_line_ends_of_the_fields_and_behind_the_last_word_tell_nothing() -> None:
    alike = {written(), written() + b"\r\n\r\n", written().rstrip(), b"From a@b Mon Nov 16\r\n" + written()}
    assert len({fingerprint(raw) for raw in alike}) == 1
    assert fingerprint(b"Subject: a\n\nb") == fingerprint(b"Subject: a\r\n\nb")


@given(st.binary(max_size=400), st.binary(max_size=400))
def test_any_two_bodies_that_differ_are_two_mails(one: bytes, other: bytes) -> None:
    same = fingerprint(b"Subject: x\r\n\r\n" + one) == fingerprint(b"Subject: x\r\n\r\n" + other)
    assert same == (one.rstrip(b"\r\n") == other.rstrip(b"\r\n"))
