"""The one way in which the house itself posts to addresses that people entered: over TLS, and to no inner network.

Whoever may enter an address could otherwise let this machine knock at others behind the same door (CWE-918).
"""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

SECONDS = 10.0  # for each step of a connection
_READ = 4096  # bytes of an answer; its words are nobody's


class Unreachable(Exception):
    """Nothing was posted, or nobody knows.

    ``why`` is "refused", "private", "unknown-host", "connection" or "quarantine".
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def is_sendable(address: str) -> bool:
    """Say whether ``post`` would try an address: https, or http to a host that KULANZ_INSIDE_HOSTS names."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    named = bool(parts.hostname) and not parts.username and not parts.password and port != 0
    return named and (parts.scheme == "https" or (parts.scheme == "http" and _is_inside(parts)))


def is_inner(address: str) -> bool:
    """Say whether an address names a computer of an inner network by its number, or this one, and may not be posted to.

    Names are looked at only when something is posted.
    """
    parts = urlsplit(address)
    host = (parts.hostname or "").rstrip(".")
    try:
        leads_inside = not is_open(host)
    except ValueError:
        leads_inside = host.casefold() == "localhost"
    return leads_inside and not _is_inside(parts)


def is_open(number: str) -> bool:
    """Say whether a number is one of the open network (IPv4, IPv6, also one in the clothes of the other)."""
    found = ip_address(number)
    found = getattr(found, "ipv4_mapped", None) or found
    return found.is_global and not found.is_multicast


def post(address: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Post ``body`` and return the status of the answer. Follows no redirects. Raises ``Unreachable``.

    Names are resolved once, and the connection goes to the very address that was looked at.
    """
    if settings.QUARANTINE:  # a copy of the house writes to nobody
        raise Unreachable("quarantine")
    if not is_sendable(address):
        raise Unreachable("refused")
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    try:
        return _posted(parts, _connected(parts, host, port), body, headers)
    except (OSError, http.client.HTTPException) as error:  # also a certificate that is not theirs
        raise Unreachable("connection") from error


def _connected(parts: SplitResult, host: str, port: int) -> socket.socket:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Unreachable("unknown-host") from error
    addresses = [str(each[4][0]) for each in found]
    if not _is_inside(parts) and not all(is_open(each.partition("%")[0]) for each in addresses):
        raise Unreachable("private")
    plain = _first_that_answers(addresses, port)
    if parts.scheme == "http":
        return plain
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise


def _first_that_answers(addresses: list[str], port: int) -> socket.socket:
    failed = OSError("no address")
    for each in addresses:
        try:
            return socket.create_connection((each, port), timeout=SECONDS)
        except OSError as error:
            failed = error
    raise failed


def _posted(parts: SplitResult, connection: socket.socket, body: bytes, headers: Mapping[str, str]) -> int:
    asked = http.client.HTTPConnection(parts.netloc, timeout=SECONDS)
    asked.default_port = 443 if parts.scheme == "https" else 80  # so that the Host field bears no usual port
    asked.sock = connection
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        asked.request("POST", path, body, dict(headers))
        answer = asked.getresponse()
        answer.read(_READ)
        return answer.status
    finally:
        asked.close()


def _is_inside(parts: SplitResult) -> bool:
    return (parts.hostname or "").lower() in settings.INSIDE_HOSTS
