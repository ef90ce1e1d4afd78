"""The embedded SMTP listener. It accepts only what has a home here, and says 250 only for what is durable."""

from __future__ import annotations

import asyncio
import logging
import ssl
import threading
import time
from collections import Counter
from pathlib import Path

from django.conf import settings

from ..intake import NewOriginal
from . import writer as writing
from .addresses import Route, Routes
from .conversation import Conversation

log = logging.getLogger(__name__)
_FRESH = 1.0  # seconds for which an address that was not found stays unknown


class CertificateUnusable(ValueError):
    """The certificate for STARTTLS cannot be read or does not fit its key; the message says which file and why."""


class SmtpListener:
    """A running listener: its thread, its loop, its socket."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.writer = writing.OriginalWriter()
        self.routes = Routes()
        self.connections: Counter[str] = Counter()
        self.bytes_in_flight = 0
        self._routes_read_at = float("-inf")
        self._address = address
        # Made by the thread that runs it: a signal, which interrupts the main one anywhere, never leaves half a loop.
        self._loop: asyncio.AbstractEventLoop
        self._server: asyncio.Server | None = None
        self._bound = threading.Event()
        self._failure: Exception | None = None
        self._tls: ssl.SSLContext | None = None
        self._thread = threading.Thread(target=self._run, name="smtp", daemon=True)

    @property
    def port(self) -> int:
        """The port it listens on (useful where 0 was asked for)."""
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    def start(self) -> None:
        """Bind and serve. Raises ``OSError`` where the address cannot be had, and ``CertificateUnusable``."""
        try:
            self._tls = tls_context()
            self._thread.start()
            self._bound.wait()
            if self._failure is not None:
                raise self._failure
        except BaseException:
            self.writer.stop()
            raise

    def stop(self) -> None:
        """Take no more mails, answer those that are being stored, and end."""
        if self._loop.is_running():
            asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(timeout=30)
            self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=30)
        self.writer.stop()

    async def keep(self, original: NewOriginal) -> None:
        """Return when the original is durable. Raises what the database raised; then nothing was kept."""
        await self.writer.keep(original)

    async def route_of(self, address: str) -> Route | None:
        """Return where an address leads; one that is not found is looked up again at most once a second."""
        route = self.routes.find(address)
        if route is None and time.monotonic() - self._routes_read_at > _FRESH:
            await self.refresh()
            route = self.routes.find(address)
        return route

    async def refresh(self) -> None:
        """Read the addresses from the database."""
        # By the writer's thread: a query on the loop would stop every conversation.
        self.routes = await self.writer.run(Routes.read)
        self._routes_read_at = time.monotonic()

    def _run(self) -> None:
        try:
            self._bind()
        except Exception as error:
            self._failure = error
            return
        finally:
            self._bound.set()
        self._loop.create_task(self._keep_fresh())
        self._loop.run_forever()
        self._loop.close()

    def _bind(self) -> None:
        self._loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self._loop)
        taking = self._loop.create_server(lambda: Conversation(self, self._tls), *self._address, backlog=200)
        try:
            self._server = self._loop.run_until_complete(taking)
        except BaseException:
            self._loop.close()
            raise

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


def tls_context() -> ssl.SSLContext | None:
    """Return the context for STARTTLS where a certificate is configured. Raises ``CertificateUnusable``."""
    if not settings.SMTP_CERTIFICATE:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    files = [settings.SMTP_CERTIFICATE, settings.SMTP_CERTIFICATE_KEY or settings.SMTP_CERTIFICATE]
    for file in files:
        try:
            Path(file).read_bytes()
        except OSError as error:
            raise CertificateUnusable(f"{file}: {error.strerror}") from error
    try:
        context.load_cert_chain(files[0], files[1], password=lambda: "")  # OpenSSL would ask on the terminal, and wait
    except (OSError, ValueError) as error:
        words = getattr(error, "reason", None) or str(error)
        raise CertificateUnusable(f"{', '.join(dict.fromkeys(files))}: {words}") from error
    return context


def start(address: tuple[str, int]) -> SmtpListener:
    """Start listening on ``(host, port)`` and return the running listener; its ``stop()`` ends it.

    Raises ``OSError`` where the address cannot be had, and ``CertificateUnusable``.
    """
    listener = SmtpListener(address)
    listener.start()
    return listener
