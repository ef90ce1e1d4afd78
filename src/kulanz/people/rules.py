"""Plain rules about people: states, contact points, what a name is made of. No database, no clock."""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import StrEnum
from functools import lru_cache
from unicodedata import normalize

import idna

from .phones import normal_phone

__all__ = [
    "ContactKind",
    "Detail",
    "Expertise",
    "FormOfAddress",
    "name_from_address",
    "normal_contact",
    "normal_domain",
    "normal_mail",
    "normal_phone",
]


class FormOfAddress(StrEnum):
    """How we address a customer. UNKNOWN falls back to the brand's register."""

    UNKNOWN = "unknown"
    FORMAL = "formal"
    INFORMAL = "informal"


class Detail(StrEnum):
    """How much a customer wants to hear."""

    EVERY_STEP = "every-step"
    ESSENTIALS = "essentials"
    RESULT = "result"


class Occasion(StrEnum):
    """Why the house would write to a customer by itself."""

    ARRIVED = "arrived"
    STEP = "step"
    NEEDED = "needed"
    DONE = "done"


_WANTED = {
    Detail.EVERY_STEP: frozenset(Occasion),
    Detail.ESSENTIALS: frozenset(Occasion) - {Occasion.STEP},
    Detail.RESULT: frozenset({Occasion.DONE}),
}


def wants_to_hear(detail: str, occasion: Occasion) -> bool:
    """Say whether a customer who chose ``detail`` wants to hear from the house by itself on this occasion.

    Whoever chose the result gets one message when all is done; people of ours see that wish before they write.
    """
    return occasion in _WANTED[Detail(detail)]


class Expertise(StrEnum):
    """How familiar a customer is with the matter."""

    UNKNOWN = "unknown"
    NOVICE = "novice"
    NORMAL = "normal"
    EXPERT = "expert"


class ContactKind(StrEnum):
    """What kind of contact point it is."""

    MAIL = "mail"
    PHONE = "phone"


_MAIL = re.compile(r'(?:"(?:[^"\\\s]|\\[^\s]| ){1,62}"|[^@\s<>,;"]{1,64})@[^@\s<>,;"]{1,190}')
_DOMAIN = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)+[a-z0-9-]{2,}")
_LONGEST_MAIL = 254  # RFC 5321, 4.5.3.1.3: a path is 256 with its brackets


def normal_mail(address: str) -> str:
    """Return a mail address in the form it is compared in: trimmed, small letters, composed. Raises ``ValueError``.

    "weiß@" and "weiss@" are two mailboxes, so letters are made small and not folded. A domain with umlauts has two
    spellings that mean the same (RFC 5890): it is compared in the one that name servers know, "xn--strae-oqa.example".
    """
    plain = normalize("NFC", address.strip().removeprefix("mailto:").lower())
    local, at, domain = plain.rpartition("@")
    if not domain.isascii():
        plain = f"{local}{at}{_known_to_name_servers(domain)}"
    if not _MAIL.fullmatch(plain) or len(plain) > _LONGEST_MAIL:
        raise ValueError("not a mail address")
    return plain


def _known_to_name_servers(domain: str) -> str:
    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        return domain


def normal_domain(written: str) -> str:
    """Return the domain of mail addresses in the form it is compared in, of an address the part behind its "@".

    Raises ``ValueError`` where no mail comes from such a domain.
    """
    domain = normal_mail(f"x@{written.strip().rpartition('@')[2].rstrip('.')}").removeprefix("x@")
    if not _DOMAIN.fullmatch(domain):
        raise ValueError("not a mail domain")
    return domain


def mail_key(address: str) -> str:
    """Return a mail address in the form it is compared in, "" where it is none: then it is nobody's."""
    # What is too long for an address is not remembered: the cache counts entries, and strangers choose their length.
    return _mail_key(address) if len(address) <= _LONGEST_MAIL else _asked_once(address)


def _asked_once(address: str) -> str:
    try:
        return normal_mail(address)
    except ValueError:
        return ""


_mail_key = lru_cache(maxsize=2000)(_asked_once)  # every mail asks for all our own addresses


def plain_forms(key: str) -> list[str]:
    """Return an address in compared form, and all that it can be without "+word", the longest first.

    "a+b+c@x" leads to whoever has "a+b+c@x", "a+b@x" or "a@x": a mailbox of its own may have a plus in its name.
    """
    local, _, domain = key.rpartition("@")
    places = [place for place, letter in enumerate(local) if letter == "+" and place]
    return [key, *(f"{local[:place]}@{domain}" for place in reversed(places))]


def leads_to(key: str, addresses: Collection[str]) -> bool:
    """Say whether an address in compared form is one of ``addresses``, or such a one with "+word"."""
    return any(form in addresses for form in plain_forms(key))


def is_reachable(address: str) -> bool:
    """Say whether an answer to a typed address could arrive: its domain has a dot, or is an address in brackets.

    "anna@post" is a slip of the hand, though mail within one house may come from there.
    """
    domain = address.rpartition("@")[2]
    labels = domain.rstrip(".").split(".")
    return domain.startswith("[") or (len(labels) > 1 and all(labels) and len(labels[-1]) > 1)


def normal_contact(kind: ContactKind, value: str) -> str:
    """Return a contact point in the form it is compared in. Raises ``ValueError`` where it is none."""
    return normal_mail(value) if kind is ContactKind.MAIL else normal_phone(value)


def name_from_address(address: str) -> str:
    """Return a readable name for a customer whose mail gave none: "anna.meier@x.de" is "Anna Meier"."""
    local = address.partition("@")[0].partition("+")[0]
    words = [word for word in re.split(r"[._-]+", local) if word and not word.isdigit()]
    return " ".join(word.capitalize() for word in words) or address
