"""Which addresses lead into this house, and the unguessable reply address of a case."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from django.utils.crypto import salted_hmac

from kulanz.core.ids import id_in
from kulanz.people.rules import mail_key

from ..models import Mailbox

_SALT = "kulanz.channels.reply-address"
# Where everybody has an address: the domain says nothing about whose it is.
PROVIDERS = frozenset(
    "aol.com aol.de arcor.de freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com hotmail.com "
    "hotmail.de icloud.com live.com live.de mac.com mail.de mailbox.org me.com msn.com online.de outlook.com "
    "outlook.de pm.me posteo.de posteo.net proton.me protonmail.com rocketmail.com t-online.de tutanota.com "
    "tutanota.de tuta.io vodafone.de vodafonemail.de web.de yahoo.com yahoo.de ymail.com yandex.com zoho.com".split()
)
_SEAL = 16  # letters of base 32: 80 bits


def token_for(case_id: int) -> str:
    """Return the token of a case: its number sealed with the secret key, in letters that survive lower-casing."""
    return f"{case_id}-{_seal(case_id)}"


def case_of(token: str) -> int | None:
    """Return the case a token was made for, or ``None`` for a forged one."""
    number, _, seal = token.lower().partition("-")
    if (case_id := id_in(number)) is None:
        return None
    # As bytes: it takes text in ASCII only, and this was written by strangers.
    return case_id if hmac.compare_digest(_seal(case_id).encode(), seal.encode("utf-8", "replace")) else None


def reply_address(address: str, case_id: int) -> str:
    """Return ``address`` with the token of a case: "hilfe@x.example" becomes "hilfe+17-k3…@x.example"."""
    local, _, domain = address.rpartition("@")
    return f"{local}+{token_for(case_id)}@{domain}"


def split_plus(address: str) -> tuple[str, str]:
    """Return an address without what follows the last plus sign of its local part, and that rest."""
    local, _, domain = address.rpartition("@")
    plain, plus, token = local.rpartition("+")
    return (f"{plain}@{domain}", token) if plus and plain else (address, "")


def case_in(addresses: Iterable[str]) -> int | None:
    """Return the case of the first address that carries a valid token."""
    for address in addresses:
        token = split_plus(address)[1]
        if token and (case_id := case_of(token)) is not None:
            return case_id
    return None


def _seal(case_id: int) -> str:
    digest = salted_hmac(_SALT, str(case_id), algorithm="sha256").digest()
    return base64.b32encode(digest).decode("ascii")[:_SEAL].lower()


@dataclass(frozen=True, slots=True)
class Route:
    """Where an address leads."""

    channel_id: int
    mailbox_id: int


@dataclass(frozen=True, slots=True)
class Routes:
    """A snapshot of all addresses this house answers for."""

    by_address: Mapping[str, Route] = field(default_factory=dict)
    by_domain: Mapping[str, Route] = field(default_factory=dict)

    @classmethod
    def read(cls) -> Self:
        """Read the addresses of all active channels. One query."""
        by_address: dict[str, Route] = {}
        by_domain: dict[str, Route] = {}
        for box in Mailbox.objects.taking().order_by("id"):
            for address in box.addresses:
                route, plain = Route(box.channel_id, box.pk), mail_key(address)
                # Where two mailboxes name one address, the older one has it, here and after every start.
                by_address.setdefault(plain, route)
                by_domain.setdefault(plain.rpartition("@")[2], route)
        return cls(by_address, by_domain)

    def find(self, address: str) -> Route | None:
        """Return where a recipient's address leads, or ``None`` where no route leads there.

        A mailbox's own address has one, so has its reply address with a valid token, and postmaster (RFC 5321, 4.5.1).
        """
        plain = mail_key(address) or address.lower()  # "postmaster" alone is none
        if route := self.by_address.get(plain):
            return route
        base, token = split_plus(plain)
        if token:
            return self.by_address.get(base) if case_of(token) is not None else None
        local, _, domain = plain.rpartition("@")
        if (local or domain) != "postmaster":
            return None
        return self.by_domain.get(domain) or (next(iter(self.by_domain.values()), None) if not local else None)
