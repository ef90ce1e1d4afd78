"""The house before the camera: a running Kulanz, a door with TLS, and a mail server that takes its letters."""

from __future__ import annotations

import asyncio
import os
import signal
import smtplib
import ssl
import subprocess
import sys
import threading
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from picture_house import DOORS
from postgresql import free_port

HERE = Path(__file__).resolve().parent
PATIENCE = 60.0  # seconds for a start on a busy machine


class House:
    """One running house at a time, on ports and data of its own; ends with its ``with``."""

    def __init__(self, folder: Path, language: str, host: str) -> None:
        self.folder, self.language, self.host = folder, language, host
        self.web, self.smtp = free_port(), free_port()
        self._mails = Controller(_Sink(), hostname="127.0.0.1", port=free_port())
        self._door = Door(folder, host, self.web)
        self._process: subprocess.Popen[bytes] | None = None
        self._is_empty = False

    @property
    def door_port(self) -> int:
        """Where the public address of the house really leads."""
        return self._door.port

    def __enter__(self) -> House:
        self._mails.start()
        self._door.open()
        return self

    def __exit__(self, *_problem: object) -> None:
        self._stop()
        self._door.close()
        self._mails.stop()

    def furnish(self, *, empty: bool) -> bool:
        """Let the house run that is wanted: one with nobody but its administrator, or the demo company's.

        Returns whether it is another one than before.
        """
        if self._process is not None and empty == self._is_empty:
            return False
        self._stop()
        self._is_empty = empty
        self._call("migrate")
        self._call(
            *(
                ["create-admin", f"nils@{DOORS[self.language]['domain']}", ADMINISTRATORS[self.language]]
                if empty
                else ["demo"]
            )
        )
        with (self.folder / "said.txt").open("ab") as said:
            self._process = subprocess.Popen(self._words("serve"), env=self._settings(), stdout=said, stderr=said)
        until(self._answers)
        return True

    def receive(self, mail: EmailMessage) -> None:
        """Deliver a mail by SMTP, as another mail server does."""
        with smtplib.SMTP("127.0.0.1", self.smtp, timeout=PATIENCE) as client:
            client.send_message(mail)

    def _call(self, *words: str) -> None:
        # The demo company comes into no house with a public address: it gets that one only when it is opened.
        settings = {name: value for name, value in self._settings().items() if name != "KULANZ_URL"}
        subprocess.run(self._words(*words), env=settings, check=True, capture_output=True)

    def _words(self, *words: str) -> list[str]:
        return [sys.executable, str(HERE / "picture_house.py"), self.language, *words]

    def _settings(self) -> dict[str, str]:
        kept = {
            key: value for key, value in os.environ.items() if not key.startswith(("KULANZ_", "DATABASE_", "DJANGO_"))
        }
        data = self.folder / ("empty" if self._is_empty else "demo")
        data.mkdir(exist_ok=True)
        return {
            **kept,
            "KULANZ_DATA": str(data),
            "KULANZ_URL": f"https://{self.host}",
            "KULANZ_WEB": f"127.0.0.1:{self.web}",
            "KULANZ_SMTP": f"127.0.0.1:{self.smtp}",
            "KULANZ_SMTP_OUT": f"smtp://127.0.0.1:{self._mails.port}",
            "KULANZ_TRUSTED_AUTHSERV": f"mx.{self.host}",
            "KULANZ_ADMIN_PASSWORD": "licht-und-schatten",
            "PYTHONPATH": str(HERE.parent / "src"),
        }

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.web}/account/login/", timeout=PATIENCE).close()
        except OSError:
            return False
        return True

    def _stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(timeout=PATIENCE)
            self._process = None


ADMINISTRATORS = {"de": "Nils Ahrens", "en": "Neil Ahrens"}


class _Sink:
    """A mail server that takes every letter, but knows nobody whose address begins with ``p.nowak``."""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if address.startswith("p.nowak"):
            return "550 5.1.1 There is no such mailbox here"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        return "250 kept"


class Door:
    """What a proxy is in real life: takes TLS for the public address and passes on what is inside."""

    def __init__(self, folder: Path, host: str, behind: int) -> None:
        self.port, self._behind = free_port(), behind
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(make_certificate(folder, host))
        self._loop = asyncio.new_event_loop()

    def open(self) -> None:
        """Begin to take visitors, in a thread."""
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        server = asyncio.start_server(self._visit, "127.0.0.1", self.port, ssl=self._context)
        asyncio.run_coroutine_threadsafe(server, self._loop).result(PATIENCE)

    def close(self) -> None:
        """Take nobody any more."""
        self._loop.call_soon_threadsafe(self._loop.stop)

    async def _visit(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", self._behind)
        except OSError:
            writer.close()
            return
        await asyncio.gather(_pass_on(reader, inner_writer), _pass_on(inner_reader, writer))


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass  # one side has gone; the other one hears of it below
    finally:
        writer.close()


def make_certificate(folder: Path, host: str) -> Path:
    """Write a key and a self-signed certificate for ``host`` into one file and return it."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    form = serialization.PrivateFormat.PKCS8
    pem = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    path = folder / "door.pem"
    path.write_bytes(pem + made.public_bytes(serialization.Encoding.PEM))
    return path


def until(look: Any) -> None:
    """Look again and again until it is so."""
    end = time.monotonic() + PATIENCE
    while not look():
        if time.monotonic() > end:
            raise TimeoutError(f"nothing came of {look}")
        time.sleep(0.1)
