"""A house with one brand, one mailbox and one person, and a listener on a free port."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from kulanz.channels import ingest
from kulanz.channels.email import listener as listening
from kulanz.channels.email.listener import SmtpListener
from kulanz.channels.models import Channel, Mailbox
from kulanz.people.models import Brand, Team, User

Mail = Callable[..., bytes]


@pytest.fixture
def brand(db: None) -> Brand:
    """A brand that says Sie."""
    return Brand.objects.create(
        name="Radlust",
        prefix="RL",
        sender_name="Radlust Kundenservice",
        sender_address="hilfe@demo.example",
        footer="Radlust GmbH · Speichengasse 4 · 10999 Berlin",
    )


@pytest.fixture
def channel(brand: Brand) -> Channel:
    """The mail channel."""
    return Channel.objects.create(kind="email", name="Hilfe", brand=brand, team=Team.objects.create(name="Service"))


@pytest.fixture
def mailbox(channel: Channel) -> Mailbox:
    """hilfe@demo.example, also known as support@demo.example."""
    return Mailbox.objects.create(channel=channel, address="hilfe@demo.example", aliases=["support@demo.example"])


@pytest.fixture
def agent(db: None) -> User:
    """A lead, who sees every case, without a time to take answers back."""
    return User.objects.create_user("mara@demo.example", name="Mara Lindner", is_lead=True, undo_seconds=0)


@pytest.fixture
def listener(transactional_db: None, mailbox: Mailbox) -> Iterator[SmtpListener]:
    """A listener on a free port."""
    running = listening.start(("127.0.0.1", 0))
    yield running
    running.stop()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Sink:
    """A real SMTP server that keeps what it is given, and can be told to answer otherwise."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.recipients: list[list[str]] = []
        self.answers: dict[str, str] = {}
        self.data_answer = "250 OK"
        self.senders: list[str] = []
        self.needs_sender = False

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        self.senders.append(address)
        if self.needs_sender and address == "<>":
            return "550 5.7.1 a sender is needed here"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.data_answer == "vanish":
            server.transport.abort()
            return "250 never heard"
        if self.data_answer.startswith("250"):
            self.mails.append(envelope.content)
            self.recipients.append(envelope.rcpt_tos)
        return self.data_answer


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    """An outgoing server."""
    handler = Sink()
    port = free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.SMTP_OUT = f"smtp://127.0.0.1:{port}"
    yield handler
    controller.stop()


@pytest.fixture
def mail() -> Mail:
    """Builds a plain mail from its fields."""

    def build(
        text: str = "Guten Tag, mein Rad quietscht.",
        *,
        sender: str = "Anna Meier <anna@kunde.example>",
        to: str = "hilfe@demo.example",
        subject: str = "Rad quietscht",
        mail_id: str = "eins@kunde.example",
        **fields: str,
    ) -> bytes:
        head = {
            "From": sender,
            "To": to,
            "Subject": subject,
            "Message-ID": f"<{mail_id}>",
            "Date": "Fri, 20 Nov 2026 09:30:00 +0100",
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=utf-8",
            "Content-Transfer-Encoding": "8bit",
            **{name.replace("_", "-"): value for name, value in fields.items()},
        }
        lines = [f"{name}: {value}" for name, value in head.items()]
        return "\r\n".join([*lines, "", text, ""]).encode()

    return build


@pytest.fixture
def deliver(listener: SmtpListener) -> Callable[..., None]:
    """Sends bytes through a real SMTP conversation and lets the worker read them."""

    def send(
        raw: bytes, *, sender: str = "anna@kunde.example", to: str = "hilfe@demo.example", read: bool = True
    ) -> None:
        with smtplib.SMTP("127.0.0.1", listener.port, timeout=20) as client:
            client.sendmail(sender, [to], raw, mail_options=["BODY=8BITMIME"])
        if read:
            while ingest.read_waiting():
                pass

    return send
