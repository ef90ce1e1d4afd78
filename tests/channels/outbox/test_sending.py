"""Handing a mail to the outgoing server: international addresses, servers that hang, keys that cannot be read."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core.mail import EmailMessage, send_mail
from django.db import connections

from kulanz.channels.adapter import Sent
from kulanz.channels.email.smarthost import hand_over
from kulanz.channels.models import Outgoing
from kulanz.channels.outbox import sending
from kulanz.core.clock import now
from tests.channels.conftest import Sink, free_port

RunJobs = Callable[[], int]


def waiting(recipients: str = "rita@kundin.example", head: str = "", **more: Any) -> Outgoing:
    """A mail of the outbox that is due."""
    raw = f"From: Laden <hilfe@laden.example>\r\nTo: {recipients}\r\n{head}Subject: x\r\n\r\nGuten Tag\r\n".encode()
    number = Outgoing.objects.count()
    return Outgoing.objects.create(
        mail_id=f"{number}@laden.example", envelope_from="hilfe@laden.example", recipients=recipients, raw=raw, **more
    )


@pytest.fixture
def ascii_sink(settings: Any) -> Iterator[Sink]:
    """An outgoing server that has never heard of international addresses."""
    handler, port = Sink(), free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port, enable_SMTPUTF8=False)
    controller.start()
    settings.SMTP_OUT = f"smtp://127.0.0.1:{port}"
    yield handler
    controller.stop()


@pytest.fixture
def silent_server(settings: Any) -> Iterator[socket.socket]:
    """A server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.SMTP_OUT = f"smtp://127.0.0.1:{server.getsockname()[1]}?timeout=1"
        yield server


@pytest.mark.parametrize(
    "address",
    ["jürgen@kundin.example", "größe.42@kundin.example", "用户@kundin.example", "rené+a@xn--bcher-kva.example"],
)
def test_letters_before_the_at_go_out_in_utf8_where_the_server_takes_them(db: None, sink: Sink, address: str) -> None:
    assert isinstance(hand_over(waiting(address)), Sent)
    assert sink.recipients == [[address]]
    assert f"To: {address}\r\n".encode() in sink.mails[0]


@pytest.mark.parametrize(
    "address", ["jürgen@kundin.example", "用户@kundin.example", "rita@kundin.example\nböb@x.example"]
)
def test_letters_before_the_at_are_final_at_once_where_the_server_does_not(
    db: None, ascii_sink: Sink, address: str
) -> None:
    outgoing = waiting(address)
    sending.send(outgoing.pk)
    outgoing.refresh_from_db()
    assert (outgoing.state, outgoing.attempts, ascii_sink.mails) == ("failed", 1, [])
    assert "wie ä vor dem @" in outgoing.last_error


def test_an_umlaut_in_the_head_alone_asks_for_such_a_server_too(db: None, ascii_sink: Sink) -> None:
    assert hand_over(waiting(head="Reply-To: jürgen@laden.example\r\n")).code == "no-umlauts"


@pytest.mark.parametrize(
    "address",
    [
        '"rita moll"@kundin.example',
        '"moll, rita"@kundin.example',
        '"a@b"@kundin.example',
        "rita..moll@kundin.example",
        "o'hara+x=y/z@kundin.example",
        "RITA@kundin.example",
    ],
)
def test_the_recipient_of_the_envelope_is_the_address_letter_by_letter(db: None, address: str, settings: Any) -> None:
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.SMTP_OUT = f"smtp://127.0.0.1:{server.getsockname()[1]}"
        thread = threading.Thread(target=_take, args=[server, heard])
        thread.start()
        assert isinstance(hand_over(waiting(address)), Sent)
        thread.join(10)
    assert f"RCPT TO:<{address}>\r\n".encode() in heard


def _take(server: socket.socket, heard: list[bytes]) -> None:
    """One conversation in which everything is welcome."""
    connection, _ = server.accept()
    with connection, connection.makefile("rwb") as stream:
        stream.write(b"220 ready\r\n")
        stream.flush()
        in_data = False
        for line in stream:
            heard.append(line)
            if in_data and line != b".\r\n":
                continue
            in_data = line == b"DATA\r\n"
            stream.write(b"354 go on\r\n" if in_data else b"250 ok\r\n")
            stream.flush()
            if line == b"QUIT\r\n":
                return


def test_a_mail_without_a_way_back_says_so_in_the_envelope(db: None, sink: Sink) -> None:
    outgoing = waiting()
    outgoing.envelope_from = ""
    assert isinstance(hand_over(outgoing), Sent)


def test_while_one_mail_is_being_sent_another_waits_and_goes_afterwards(
    transactional_db: None, settings: Any, request: pytest.FixtureRequest, run_jobs: RunJobs
) -> None:
    first, second, third = waiting(), waiting(), waiting()
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.SMTP_OUT = f"smtp://127.0.0.1:{server.getsockname()[1]}"
        thread = threading.Thread(target=_send_apart, args=[first.pk])
        thread.start()
        held, _ = server.accept()
        sending.send(second.pk)
        sending.send(third.pk)
        server.settimeout(0.01)
        with pytest.raises(TimeoutError):  # nobody else called the server that hangs
            server.accept()
        held.close()
        thread.join(10)
    sink: Sink = request.getfixturevalue("sink")
    run_jobs()
    states = list(Outgoing.objects.order_by("id").values_list("state", "attempts"))
    assert states == [("queued", 1), ("sent", 1), ("sent", 1)]
    assert len(sink.mails) == 2


def _send_apart(outgoing_id: int) -> None:
    sending.send(outgoing_id)
    connections.close_all()


def test_after_a_server_fell_silent_nobody_calls_it_for_a_while(db: None, silent_server: socket.socket) -> None:
    first, second, third = waiting(), waiting(), waiting()
    for outgoing in (first, second, third):
        sending.send(outgoing.pk)
    rows = list(Outgoing.objects.order_by("id"))
    assert [(row.state, row.attempts) for row in rows] == [("queued", 1), ("queued", 0), ("queued", 0)]
    assert rows[0].last_error.startswith("TimeoutError")
    assert rows[0].started_at is not None
    assert rows[1].due_at == rows[2].due_at == rows[0].started_at + sending.REST


def test_the_rest_after_a_silence_ends_by_itself_and_by_a_mail_that_went(db: None, sink: Sink) -> None:
    silent = {"state": "queued", "last_error": "TimeoutError: timed out", "due_at": now() + timedelta(hours=1)}
    long_ago = waiting(started_at=now() - sending.REST - timedelta(seconds=1), **silent)
    sending.send(waiting().pk)
    assert len(sink.mails) == 1
    Outgoing.objects.filter(pk=long_ago.pk).update(started_at=now() - timedelta(seconds=30))
    sending.send(waiting().pk)  # the server took one since then
    assert len(sink.mails) == 2


def test_a_refused_connection_is_no_silence(db: None, settings: Any) -> None:
    settings.SMTP_OUT = f"smtp://127.0.0.1:{free_port()}"
    first, second = waiting(), waiting()
    sending.send(first.pk)
    sending.send(second.pk)
    assert list(Outgoing.objects.values_list("attempts", flat=True)) == [1, 1]


def test_a_key_that_cannot_be_read_keeps_the_mail_waiting_and_breaks_no_page(
    db: None, sink: Sink, settings: Any, tmp_path: Path, run_jobs: RunJobs
) -> None:
    settings.EMAIL_BACKEND = "kulanz.channels.email.system.OutboxBackend"
    settings.DKIM_KEY = str(tmp_path / "missing.pem")
    send_mail("Ihr Link", "Hier ist er.", "haus@laden.example", ["rita@kundin.example"])
    run_jobs()
    outgoing = Outgoing.objects.get()
    assert (outgoing.state, outgoing.attempts, sink.mails) == ("queued", 1, [])
    assert "KULANZ_DKIM_KEY" in outgoing.last_error


@pytest.mark.parametrize(
    ("sent_by", "to", "recipients"),
    [
        ("Haus Größe <haus@laden.example>", "jürgen@kundin.example", "jürgen@kundin.example"),
        ("haus@laden.example", "rita@straße.example", "rita@xn--strae-oqa.example"),
        ("=?utf-8?b?R3LDtsOfZQ==?= <haus@laden.example>", "Rita <rita@kundin.example>", "rita@kundin.example"),
    ],
)
def test_mails_of_the_house_are_composed_like_answers(
    db: None, settings: Any, sent_by: str, to: str, recipients: str
) -> None:
    settings.EMAIL_BACKEND = "kulanz.channels.email.system.OutboxBackend"
    assert send_mail("Größe: neues Kennwort", "Für Sie, ganz lang: " + "ä" * 2000, sent_by, [to]) == 1
    outgoing = Outgoing.objects.get()
    head, _, body = bytes(outgoing.raw).partition(b"\r\n\r\n")
    assert (outgoing.recipients, outgoing.envelope_from) == (recipients, "haus@laden.example")
    assert b"Content-Transfer-Encoding: quoted-printable" in head
    assert body.isascii()
    assert max(map(len, body.split(b"\r\n"))) <= 78


def test_a_mail_of_the_house_to_no_address_breaks_no_page(db: None, settings: Any) -> None:
    settings.EMAIL_BACKEND = "kulanz.channels.email.system.OutboxBackend"
    assert EmailMessage("x", "y", "haus@laden.example", ["kein-at", "rita@kundin.example"]).send() == 1
    assert EmailMessage("x", "y", "haus@laden.example", ["kein-at"]).send() == 0
    assert list(Outgoing.objects.order_by("id").values_list("recipients", "state")) == [
        ("rita@kundin.example", "queued"),
        ("kein-at", "failed"),
    ]
