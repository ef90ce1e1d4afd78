"""Our own check of senders, and the one thing it needs from outside: the domain name system. Off unless switched on."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Sequence
from urllib.parse import urlsplit

import dns.exception
import dns.resolver
from django.conf import settings
from dns.nameserver import Do53Nameserver

from lesart import Authentication
from lesart.sender_check import check_authentication

_SECONDS_A_QUESTION = 3.0
_SECONDS_A_MAIL = 10.0
# A server in our own network is our own relay: it is not the sender, and SPF would blame it for every mail.
_OURS = [
    ipaddress.ip_network(net)
    for net in (
        "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16",
        "::1/128", "fc00::/7", "fe80::/10",
    )
]  # fmt: skip


def check_peer(raw: bytes, peer: str, envelope_from: str) -> Authentication:
    """Check SPF, DKIM and DMARC of a mail that came by SMTP from ``peer`` ("address name"). Asks the name servers.

    Mails from our own relay or an unreadable address are not checked: the verdicts stay empty.
    """
    address, _, name = peer.partition(" ")
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return Authentication()
    if any(ip in net for net in _OURS if net.version == ip.version):
        return Authentication()
    return check_authentication(raw, str(ip), name, envelope_from, Questions())


class Questions:
    """Asks the name servers of ``KULANZ_DNS`` (see ``_server``), else those of this machine.

    A mail may cost ten seconds; what is asked later fails as a look-up that timed out.
    """

    def __init__(self) -> None:
        self._ends = time.monotonic() + _SECONDS_A_MAIL
        self._resolver: dns.resolver.Resolver | None = None

    def __call__(self, name: str, kind: str) -> Sequence[str]:
        """Return the values of a name, none where there is no such name. Raises ``OSError``."""
        left = min(_SECONDS_A_QUESTION, self._ends - time.monotonic())
        if left <= 0:
            raise OSError("no time left for another look-up")
        try:
            # search=False: no name is completed by the domain of this machine.
            answer = self._asked().resolve(name, kind, lifetime=left, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except (dns.exception.DNSException, ValueError, UnicodeError) as error:
            raise OSError(str(error)) from error
        return [_value(record, kind) for record in answer]

    def _asked(self) -> dns.resolver.Resolver:
        if self._resolver is None:
            self._resolver = dns.resolver.Resolver(configure=not settings.NAME_SERVERS)
            if settings.NAME_SERVERS:
                self._resolver.nameservers = [_server(each) for each in settings.NAME_SERVERS]
        return self._resolver


def _server(written: str) -> Do53Nameserver:
    """Return the server of "192.0.2.1", "192.0.2.1:5353", "2001:db8::1" or "[2001:db8::1]:5353"."""
    parts = urlsplit(f"//{written}" if written.count(":") < 2 or written.startswith("[") else f"//[{written}]")
    return Do53Nameserver(parts.hostname or "", parts.port or 53)


def _value(record: object, kind: str) -> str:
    if kind == "TXT":
        return b"".join(getattr(record, "strings", ())).decode("utf-8", "replace")
    if kind == "MX":
        return str(getattr(record, "exchange", "")).rstrip(".")
    return str(record).rstrip(".")
