"""The embedded SMTP listener. It accepts only what has a home here, and says 250 only for what is durable."""

from __future__ import annotations

import asyncio
import logging
import re
import ssl
import threading
import time
from typing import Any
from urllib.parse import urlsplit

from aiosmtpd.smtp import SMTP
from django.conf import settings

from ..intake import Original
from . import writer as writing
from .addresses import Homes

log = logging.getLogger(__name__)
_SIMPLE_PATH = re.compile(r"\s*<([^\s<>\"@,;:\\()\[\]\x00-\x1f\x7f]+@[A-Za-z0-9.-]+)>(?:\s+(.*))?")
_END = b"\r\n.\r\n"
_MOST_RECIPIENTS = 100
_MOST_CONNECTIONS = 200
_FRESH = 1.0  # seconds for which an address that was not found stays unknown


class Listener:
    """A running listener: its thread, its loop, its socket."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.writer = writing.Writer()
        self.homes = Homes()
        self.connections = 0
        self._homes_read_at = float("-inf")
        self._address = address
        self._loop = asyncio.new_event_loop()
        self._server: asyncio.Server | None = None
        self._bound = threading.Event()
        self._failure: OSError | None = None
        self._thread = threading.Thread(target=self._run, name="smtp", daemon=True)

    @property
    def port(self) -> int:
        """The port it listens on (useful where 0 was asked for)."""
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    def start(self) -> None:
        """Bind and serve. Raises ``OSError`` where the address cannot be had."""
        self._thread.start()
        self._bound.wait()
        if self._failure is not None:
            self.writer.stop()
            raise self._failure

    def stop(self) -> None:
        """Take no more mails, answer those that are being stored, and end."""
        if self._loop.is_running():
            asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(timeout=30)
            self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=30)
        self.writer.stop()

    async def home_of(self, address: str) -> Any:
        """Return where an address leads; one that is not found is looked up again at most once a second."""
        home = self.homes.find(address)
        if home is None and time.monotonic() - self._homes_read_at > _FRESH:
            await self.refresh()
            home = self.homes.find(address)
        return home

    async def refresh(self) -> None:
        """Read the addresses from the database."""
        self.homes = await self.writer.ask(Homes.read)
        self._homes_read_at = time.monotonic()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        tls = tls_context()
        try:
            self._server = self._loop.run_until_complete(
                self._loop.create_server(lambda: Conversation(self, tls), *self._address, backlog=200)
            )
        except OSError as error:
            self._failure = error
            self._loop.close()
            return
        finally:
            self._bound.set()
        self._loop.create_task(self._keep_fresh())
        self._loop.run_forever()
        self._loop.close()

    async def _keep_fresh(self) -> None:
        """Forget addresses that were taken away, within seconds and without a query per mail."""
        while True:
            try:
                await self.refresh()
            except Exception:
                log.exception("the addresses of this house could not be read")
            await asyncio.sleep(10)

    async def _close(self) -> None:
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class Conversation(SMTP):  # type: ignore[misc]
    """One sender's connection. aiosmtpd speaks the protocol; reading the data is ours, since line by line costs most."""

    line_length_limit = 65_536
    command_size_limit = 2_048

    def __init__(self, listener: Listener, tls: ssl.SSLContext | None) -> None:
        super().__init__(
            _NoHooks(),
            data_size_limit=settings.MAIL_SIZE_LIMIT,
            enable_SMTPUTF8=True,
            hostname=urlsplit(settings.PUBLIC_URL).hostname or "localhost",
            ident="Kulanz",
            tls_context=tls,
            timeout=120,
            loop=asyncio.get_running_loop(),
        )
        self._listener = listener

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection, unless there are too many."""
        if self.transport is None:
            self._listener.connections += 1
        super().connection_made(transport)
        if self._listener.connections > _MOST_CONNECTIONS:
            self._writer.write(b"421 4.7.0 Too many connections, try again later\r\n")
            self._writer.close()

    def connection_lost(self, error: Exception | None) -> None:
        """Give the place free."""
        self._listener.connections -= 1
        super().connection_lost(error)

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        """Read the usual form of a path quickly; everything else the thorough way."""
        if simple := _SIMPLE_PATH.fullmatch(arg):
            return simple[1], simple[2] or ""
        address, rest = super()._getaddr(arg)
        if address and not address.isprintable():
            return None, None
        return address, rest

    async def smtp_RCPT(self, arg: str | None) -> None:
        """Accept a recipient that has a home here."""
        if len(self.envelope.rcpt_tos) >= _MOST_RECIPIENTS:
            await self.push("452 4.5.3 Too many recipients")
            return
        await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str | None) -> None:
        """Take the mail, make it durable, say so."""
        if await self.check_helo_needed():
            return
        if not self.envelope.rcpt_tos:
            await self.push("503 Error: need RCPT command")
            return
        if arg:
            await self.push("501 Syntax: DATA")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        raw, early = await self._read_data()
        status = await self._keep(raw) if raw is not None else "552 5.3.4 Message too big for this system"
        self._set_post_data_state()
        await self.push(status)
        if early:
            # Commands sent before our answer were not invited; they may be smuggled in. Nothing of them is acted on.
            await self.push("421 4.5.0 Commands must wait for the answer, closing")
            self.transport.close()

    async def _read_data(self) -> tuple[bytes | None, bool]:
        """Read up to the end mark. Returns the mail (``None`` when too big) and whether more followed uninvited.

        Only CR LF dot CR LF ends a mail: a bare line feed never does, so nothing can be smuggled past us.
        """
        window = bytearray(b"\r\n")  # so that a dot in the very first line is an end mark too
        too_big = False
        while True:
            seen = len(window)
            chunk = await self._reader.read(262_144)
            if not chunk:
                raise ConnectionResetError
            window += chunk
            end = window.find(_END, max(0, seen - len(_END) + 1))
            if end >= 0:
                break
            if len(window) > self.data_size_limit + 2:
                too_big = True
                del window[: -len(_END)]
            self._reset_timeout()
        early = len(window) > end + len(_END)
        if too_big or end > self.data_size_limit + 2:
            return None, early
        return bytes(window[: end + 2].replace(b"\r\n.", b"\r\n")[2:]), early

    async def _keep(self, raw: bytes) -> str:
        recipients = tuple(dict.fromkeys(self.envelope.rcpt_tos))
        home = self._listener.homes.find(recipients[0])
        original = Original(
            source="smtp",
            raw=raw,
            channel_id=home.channel_id if home else None,
            mailbox_id=home.mailbox_id if home else None,
            envelope_from=_storable(self.envelope.mail_from or ""),
            recipients=tuple(_storable(address) for address in recipients),
        )
        try:
            await self._listener.writer.keep(original)
        except Exception:
            return "451 4.3.0 Could not store the mail, try again later"
        return "250 2.0.0 OK, stored"


class _NoHooks:
    """What aiosmtpd calls for decisions that are not its own."""

    async def handle_RCPT(
        self, server: Conversation, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Say 250 to an address of ours and 550 to every other: nothing is relayed."""
        try:
            home = await server._listener.home_of(address)
        except Exception:
            return "451 4.3.0 Cannot look the address up, try again later"
        if home is None:
            return "550 5.1.1 No such address here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"


def _storable(address: str) -> str:
    """An address as text that every database takes."""
    return address.encode("utf-8", "replace").decode("utf-8")[:1000]


def tls_context() -> ssl.SSLContext | None:
    """Return the context for STARTTLS where a certificate is configured."""
    if not settings.SMTP_CERTIFICATE:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(settings.SMTP_CERTIFICATE, settings.SMTP_CERTIFICATE_KEY or None)
    return context


def start(address: tuple[str, int]) -> Listener:
    """Start listening on ``(host, port)`` and return the running listener; its ``stop()`` ends it.

    Raises ``OSError`` where the address cannot be had.
    """
    listener = Listener(address)
    listener.start()
    return listener
