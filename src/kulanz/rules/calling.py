"""Calling another program over HTTPS: which addresses may be called, and one call that cannot be led elsewhere.

The name is resolved once and the connection goes to the very address that was looked at, so that nothing changes
between the look and the call; redirections are not followed. What is sent holds no word of a customer.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import socket
import ssl
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from kulanz.cases.models import Case
from kulanz.core.refusals import Refused
from kulanz.events import jobs

TIMEOUT = 10  # seconds for each step of a call
JOB = "call-program"


class Unreachable(Refused):
    """A program could not be called, or said no. Trying again can help."""

    code = "program-unreachable"
    again = True


def checked_url(url: str) -> str:
    """Return what is wrong about an address, in words, "" where it may be called. Asks no network."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return _("This is no address.")
    if parts.scheme != "https" or not host:
        return _("The address begins with https:// and names a computer.")
    if parts.username is not None or parts.password is not None:
        return _("The address holds no name and no password.")
    try:
        literal = ipaddress.ip_address(host)
    except ValueError:
        literal = None
    if (literal is not None and not is_allowed(literal)) or host.rstrip(".").casefold() == "localhost":
        return "" if settings.HOOKS_PRIVATE else _("The house calls no addresses of its own network.")
    return ""


def is_allowed(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Say whether the house may call an address: one of the open network, unless the settings allow any."""
    mapped = getattr(address, "ipv4_mapped", None)
    return settings.HOOKS_PRIVATE or ((mapped or address).is_global and not address.is_multicast)


def call_later(case: Case, *, url: str, rule: str, run_id: int) -> None:
    """Write the job that calls a program after the commit: number and state of a case, and which rule it was."""
    told = {"case": case.number, "status": case.status, "rule": rule, "run": run_id}
    jobs.enqueue_all([jobs.NewJob(JOB, {"url": url, "told": told}, jobs.IDLE)])


def call(url: str, told: dict[str, Any]) -> None:
    """Post what is told as JSON. Raises ``Unreachable``, also where the settings no longer allow it."""
    if not settings.HOOKS or checked_url(url):
        raise Unreachable("calls of other programs are switched off, or this address is not called")
    parts = urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    headers = {"Content-Type": "application/json", "User-Agent": "Kulanz"}
    connection = _Pinned(parts.hostname or "", parts.port or 443)
    try:
        connection.request("POST", target or "/", json.dumps(told), headers)
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as problem:
        raise Unreachable(str(problem)) from problem
    finally:
        connection.close()
    if not 200 <= status < 300:
        raise Unreachable(f"the program answered {status}")


class _Pinned(http.client.HTTPSConnection):
    """A connection to an address that was looked at before."""

    def __init__(self, host: str, port: int) -> None:
        self._context = ssl.create_default_context()
        super().__init__(host, port, timeout=TIMEOUT, context=self._context)

    def connect(self) -> None:
        plain = _connected(self.host, self.port)
        self.sock = self._context.wrap_socket(plain, server_hostname=self.host)


def _connected(host: str, port: int) -> socket.socket:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(each[4][0]) for each in found]
    if not addresses or not all(is_allowed(ipaddress.ip_address(each.partition("%")[0])) for each in addresses):
        raise OSError("the house calls no addresses of its own network")
    return socket.create_connection((addresses[0], port), TIMEOUT)
