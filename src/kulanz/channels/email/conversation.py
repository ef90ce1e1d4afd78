"""One sender's conversation. aiosmtpd speaks the protocol; reading the data is ours, since line by line costs most."""

# ruff: noqa: N802 - the names that aiosmtpd calls

from __future__ import annotations

import asyncio
import ipaddress
import logging
import re
import resource
import ssl
from collections import Counter
from typing import Any, Protocol
from urllib.parse import urlsplit

from aiosmtpd.smtp import SMTP, Envelope
from django.conf import settings

from ..intake import NewOriginal
from .addresses import Route
from .sources import SMTP as BY_SMTP

log = logging.getLogger(__name__)
_SIMPLE_PATH = re.compile(r"\s*<([^\s<>\"@,;:\\()\[\]\x00-\x1f\x7f]+@[A-Za-z0-9.-]+)>(?:\s+(.*))?")
_END = b"\r\n.\r\n"
_MOST_RECIPIENTS = 100
_MOST_CONNECTIONS = 200
MOST_OF_ONE_ADDRESS = 50  # connections; a relay in front of us opens twenty by itself
LONGEST_TRANSACTION = 900.0  # seconds for one mail, from the end of the one before or the beginning
MOST_IN_FLIGHT = 256 * 1024 * 1024  # bytes of all mails that are being received at the same time
_TOO_BIG = "552 5.3.4 Message too big for this system"
_TOO_MUCH = "452 4.3.1 Too much mail at once, try again later"


class MailServer(Protocol):
    """What a conversation needs of its listener."""

    connections: Counter[str]
    bytes_in_flight: int

    async def route_of(self, address: str) -> Route | None:
        """Return where an address leads."""
        ...

    async def keep(self, original: NewOriginal) -> None:
        """Return when the original is durable; raise when it is not."""
        ...


class Conversation(SMTP):
    """One sender's connection."""

    # The limit of the stream, too: with aiosmtpd's 1001 the sender would be paused every two kilobytes.
    line_length_limit = 65_536
    command_size_limit = 2_048

    def __init__(self, listener: MailServer, tls: ssl.SSLContext | None) -> None:
        super().__init__(
            _Hooks(),
            data_size_limit=settings.MAIL_SIZE_LIMIT,
            enable_SMTPUTF8=True,
            hostname=urlsplit(settings.PUBLIC_URL).hostname or "localhost",
            ident="Kulanz",
            tls_context=tls,
            timeout=120,
            loop=asyncio.get_running_loop(),
        )
        self._listener = listener
        self._bytes_in_flight = 0
        self._address = ""
        self._end: asyncio.TimerHandle | None = None
        self._limit = int(settings.MAIL_SIZE_LIMIT) + 2  # with the line end that begins the window

    def current_envelope(self) -> Envelope:
        """The mail that is being handed over."""
        assert self.envelope is not None
        return self.envelope

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection, unless there are too many, of one address or altogether."""
        connections = self._listener.connections
        # After STARTTLS this is called once more for the same connection: it is counted once.
        if self.transport is None:
            self._address = _network(str((transport.get_extra_info("peername") or ("",))[0]))
            connections[self._address] += 1
            self._allow_time()
        super().connection_made(transport)
        if connections[self._address] > MOST_OF_ONE_ADDRESS or connections.total() > most_connections():
            self._writer.write(b"421 4.7.0 Too many connections, try again later\r\n")
            self._writer.close()

    def connection_lost(self, error: Exception | None) -> None:
        """Give the place free."""
        connections = self._listener.connections
        connections[self._address] -= 1
        if connections[self._address] <= 0:
            del connections[self._address]
        if self._end is not None:
            self._end.cancel()
        super().connection_lost(error)

    def _cb_client_connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        super()._cb_client_connected(reader, writer)
        whole = reader.readuntil

        async def readuntil(separator: bytes = b"\n") -> bytes:
            line = await whole(separator)
            return line if line.endswith(b"\r\n") else b"\r\n"  # a bare line feed ends no command: nothing is done

        reader.readuntil = readuntil  # type: ignore[assignment, method-assign]

    def _allow_time(self) -> None:
        """Begin to count the time that the next mail may take."""
        if self._end is not None:
            self._end.cancel()
        self._end = asyncio.get_running_loop().call_later(LONGEST_TRANSACTION, self._end_now)

    def _end_now(self) -> None:
        if self.transport is not None:
            self._writer.write(b"421 4.4.2 This takes too long, try again later\r\n")
            self._writer.close()

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        """Read the usual form of a path quickly; everything else the thorough way."""
        if simple := _SIMPLE_PATH.fullmatch(arg):
            return simple[1], simple[2] or ""
        try:
            address, rest = super()._getaddr(arg)
        except (IndexError, ValueError):  # the standard library's parser stumbles over some broken paths
            return None, None
        if address and not address.isprintable():
            return None, None
        return address, rest

    async def smtp_AUTH(self, arg: str | None) -> None:
        """Nobody signs in here: there is nothing to submit through this house."""
        await self.push("502 5.5.1 Not offered")

    async def smtp_VRFY(self, arg: str | None) -> None:
        """Strangers learn no addresses here."""
        await self.push("502 5.5.1 Not offered")

    async def smtp_GET(self, arg: str | None) -> None:
        """Somebody takes this for a web server, or makes a browser speak to it: nothing that follows is heard."""
        await self.push("421 4.7.0 This is a mail server, closing")
        self._writer.close()

    smtp_POST = smtp_PUT = smtp_HEAD = smtp_OPTIONS = smtp_DELETE = smtp_PATCH = smtp_CONNECT = smtp_GET  # noqa: N815

    async def smtp_RCPT(self, arg: str | None) -> None:
        """Accept a recipient that has a home here."""
        if len(self.current_envelope().rcpt_tos) >= _MOST_RECIPIENTS:
            await self.push("452 4.5.3 Too many recipients")
            return
        await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str | None) -> None:
        """Take the mail, make it durable, say so."""
        if await self.check_helo_needed():
            return
        if not self.current_envelope().rcpt_tos:
            await self.push("503 Error: need RCPT command")
            return
        if arg:
            await self.push("501 Syntax: DATA")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        try:
            raw, early = await self._read_data()
            status = await self._keep(raw) if isinstance(raw, bytes) else raw
        finally:
            self._listener.bytes_in_flight -= self._bytes_in_flight
            self._bytes_in_flight = 0
        self._set_post_data_state()  # type: ignore[no-untyped-call]
        self._allow_time()
        await self.push(status)
        if early:
            # Commands sent before our answer were not invited; they may be smuggled in. Nothing of them is acted on.
            await self.push("421 4.5.0 Commands must wait for the answer, closing")
            self._writer.close()

    async def _read_data(self) -> tuple[bytes | str, bool]:
        """Read up to the end mark. Returns the mail, or why it is refused, and whether more followed uninvited.

        Only CR LF dot CR LF ends a mail: a bare line feed never does, so nothing can be smuggled past us.
        """
        window = bytearray(b"\r\n")  # so that a dot in the very first line is an end mark too
        refusal = ""
        while True:
            seen = len(window)
            chunk = await self._reader.read(262_144)
            if not chunk:
                raise asyncio.CancelledError  # the sender is gone; nothing was acknowledged
            window += chunk
            # The mark may begin in the piece before; what lies further back was searched then.
            end = window.find(_END, max(0, seen - len(_END) + 1))
            if end >= 0:
                break
            refusal = refusal or self._refusal(len(window), len(chunk))
            if refusal:
                # What is refused is not kept, only read to its end: before that, no server hears an answer.
                del window[: -len(_END)]
            self._reset_timeout()
        early = len(window) > end + len(_END)
        if refusal or end > self._limit:
            return refusal or _TOO_BIG, early
        # Without the dots that the sender doubled for the way (RFC 5321, 4.5.2).
        return bytes(window[: end + 2].replace(b"\r\n.", b"\r\n")[2:]), early

    def _refusal(self, size: int, more: int) -> str:
        """Count what is in hand, and say why it cannot go on, if so."""
        self._bytes_in_flight += more
        self._listener.bytes_in_flight += more
        if size > self._limit:
            return _TOO_BIG
        return _TOO_MUCH if self._listener.bytes_in_flight > MOST_IN_FLIGHT else ""

    def _peer(self) -> str:
        """Address and announced name of the server on the other end, for the check of the sender."""
        assert self.session is not None
        address = (self.session.peer or ("",))[0]
        return f"{address} {self.session.host_name or ''}".strip()

    async def _keep(self, raw: bytes) -> str:
        recipients = tuple(dict.fromkeys(self.current_envelope().rcpt_tos))
        # The first decides where it belongs; the others of us are noted when it is read (twins.places_elsewhere).
        route = await self._listener.route_of(recipients[0])
        original = NewOriginal(
            source=BY_SMTP,
            raw=raw,
            channel_id=route.channel_id if route else None,
            mailbox_id=route.mailbox_id if route else None,
            envelope_from=_storable((self.current_envelope().mail_from or "").strip("<>")),
            peer=_storable(self._peer()),
            recipients=tuple(_storable(address) for address in recipients),
        )
        try:
            await self._listener.keep(original)
        except Exception:
            return "451 4.3.0 Could not store the mail, try again later"
        return "250 2.0.0 OK, stored"


class _Hooks:
    """What aiosmtpd calls for decisions that are not its own."""

    async def handle_RCPT(
        self, server: Conversation, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Say 250 to an address of ours and 550 to every other: nothing is relayed."""
        try:
            route = await server._listener.route_of(address)
        except Exception:
            return "451 4.3.0 Cannot look the address up, try again later"
        if route is None:
            return "550 5.1.1 No such address here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_EHLO(
        self, server: Conversation, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        """Name what is offered; signing in is not."""
        session.host_name = hostname
        return [line for line in responses if not line.startswith("250-AUTH")]

    async def handle_exception(self, error: Exception) -> str:
        """Say nothing about our inside to strangers."""
        log.error("an SMTP conversation failed", exc_info=error)
        return "451 4.3.0 Something went wrong here, try again later"


def most_connections() -> int:
    """Return how many senders are heard at a time: most descriptors are kept for pages, files and the database."""
    return min(_MOST_CONNECTIONS, max(resource.getrlimit(resource.RLIMIT_NOFILE)[0] // 4, 10))


def _network(address: str) -> str:
    """Who counts as one sender: an address, in IPv6 the network that one customer of a provider gets."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address) or found.ipv4_mapped:
        return str(getattr(found, "ipv4_mapped", None) or found)
    return str(ipaddress.IPv6Network((int(found), 64), strict=False))


def _storable(address: str) -> str:
    """An address as text that every database takes."""
    return address.encode("utf-8", "replace").decode("utf-8")[:1000]
