"""Kulanz as people run it, a mail server that takes its letters, and mail that customers send."""

from __future__ import annotations

import http.client
import os
import signal
import smtplib
import subprocess
import sys
import time
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path
from typing import Any, TypeVar

from aiosmtpd.controller import Controller
from scripts import postgresql

ROOT = Path(__file__).resolve().parent.parent.parent
DESK_ADDRESS = "hilfe@demo.example"
PASSWORD = "licht-und-schatten"
T = TypeVar("T")
PATIENCE = 30.0  # seconds; a busy machine is slow, a broken house never gets there


class Sink:
    """A mail server that keeps what it is given."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.acknowledgements: list[EmailMessage] = []  # what the house writes by itself to whoever begins a case
        self._server = Controller(self, hostname="127.0.0.1", port=postgresql.free_port())
        self._server.start()
        self.url = f"smtp://127.0.0.1:{self._server.port}"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        mail: EmailMessage = message_from_bytes(envelope.content, policy=policy.default)  # type: ignore[arg-type,assignment]
        (self.acknowledgements if mail["Auto-Submitted"] == "auto-replied" else self.mails).append(mail)
        return "250 kept"

    def next_to(self, address: str, *, after: int = 0) -> EmailMessage:
        """Wait for the mail to ``address`` that follows the first ``after`` ones."""
        return until(lambda: next(iter(self.to(address)[after:]), None))

    def to(self, address: str) -> list[EmailMessage]:
        """Return what came for an address so far."""
        return [mail for mail in self.mails if address in str(mail["To"])]

    def stop(self) -> None:
        self._server.stop()


class House:
    """One running process with the demo company, on ports and data of its own."""

    def __init__(self, folder: Path, smtp_out: str) -> None:
        self.folder = folder
        self.web, self.smtp = postgresql.free_port(), postgresql.free_port()
        self.url = f"http://127.0.0.1:{self.web}"
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("KULANZ_", "DATABASE_"))}
        self._surroundings = {
            **{name: value for name, value in kept.items() if not name.startswith("DJANGO_")},
            "KULANZ_DATA": str(folder),
            "KULANZ_WEB": f"127.0.0.1:{self.web}",
            "KULANZ_SMTP": f"127.0.0.1:{self.smtp}",
            "KULANZ_SMTP_OUT": smtp_out,
            "PYTHONPATH": str(ROOT / "src"),
        }
        for words in (["migrate"], ["demo"]):
            subprocess.run(self._command(*words), env=self._surroundings, cwd=folder, check=True, capture_output=True)
        self._said = (folder / "said.txt").open("wb")
        self._process = subprocess.Popen(
            self._command("serve"), env=self._surroundings, cwd=folder, stdout=self._said, stderr=subprocess.STDOUT
        )
        until(self._answers)

    def receive(self, *mails: EmailMessage) -> None:
        """Deliver mails by SMTP, as another mail server does."""
        with smtplib.SMTP("127.0.0.1", self.smtp, timeout=PATIENCE) as client:
            for mail in mails:
                client.send_message(mail)

    def stop(self) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(timeout=PATIENCE)
        self._said.close()

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "kulanz", *words]

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.web, timeout=PATIENCE)
        try:
            connection.request("GET", "/account/login/")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


def letter(sender: str, subject: str, text: str, *, answers: EmailMessage | None = None) -> EmailMessage:
    """Write a mail as a customer's mail program does; ``answers`` is the mail it replies to."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, DESK_ADDRESS, subject
    mail["Message-ID"] = make_msgid(domain="post.example")
    if answers is not None:
        del mail["To"]
        mail["To"] = str(answers["Reply-To"] or answers["From"])
        mail["In-Reply-To"] = str(answers["Message-ID"])
        mail["References"] = f"{answers['References'] or ''} {answers['Message-ID']}".strip()
    mail.set_content(text)
    return mail


def until(look: Callable[[], T | None]) -> T:
    """Look again and again until something is there."""
    end = time.monotonic() + PATIENCE
    while not (found := look()):
        if time.monotonic() > end:
            raise TimeoutError(f"nothing came of {look}")
        time.sleep(0.05)
    return found
