"""The machine-readable part of a delivery report (RFC 3464) and the status codes in it (RFC 3463)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .addresses import read_addresses
from .headers import Headers, split_head
from .model import Action

_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
# A code beside what only servers write; days and versions are written with the same dots.
_CODE = r"([245]\.[0-7]\.\d{1,3})(?![\d.])"
_SAID_BY_SERVER = re.compile(
    rf"(?<!\d)[245]\d\d[ -]{{1,3}}#?{_CODE}|#{_CODE}|\bdsn ?= ?{_CODE}|\([45]\d\d,? #?{_CODE}"
    rf"|\b(?:status|statuscode|fehlercode|error code|x\.\d)\W{{1,4}}{_CODE}",
    re.IGNORECASE,
)
_REPLY = re.compile(r"(?:^|[\s#:;<(\[-])([45]\d\d)(?=[\s\-:;,)>\]]|$)")
_BLANK = re.compile(rb"\r?\n(?:[ \t]*\r?\n)+")
_LARGEST = 200_000
_BAD_ACTIONS = ("failed", "failure", "expired", "delayed")
_ACTIONS: dict[str, Action] = {
    "failed": "failed",
    "failure": "failed",
    "expired": "failed",
    "delayed": "delayed",
    "delivered": "delivered",
    "relayed": "relayed",
    "expanded": "expanded",
}
_BY_CLASS: dict[str, Action] = {"2": "delivered", "4": "delayed", "5": "failed"}


@dataclass(frozen=True, slots=True)
class RecipientStatus:
    """What happened for one recipient; every field may be empty. `written` is the Original-Recipient."""

    recipient: str
    action: str
    status: str
    diagnostic: str
    written: str = ""

    @property
    def outcome(self) -> Action | None:
        """The action as RFC 3464 spells it, without a usable one what the status says; None without both."""
        return _ACTIONS.get(self.action) or _BY_CLASS.get(self.status[:1])


def read_delivery_status(data: bytes) -> list[RecipientStatus]:
    """Read the groups of a message/delivery-status body; 100 recipients at most."""
    found: list[RecipientStatus] = []
    for group in _BLANK.split(data[:_LARGEST].strip())[:101]:
        headers, _ = split_head(group + b"\n\n", 0, len(group) + 2)
        if any(name in headers for name in ("final-recipient", "original-recipient", "action", "status")):
            found.append(_recipient(headers))
    return found


def _recipient(headers: Headers) -> RecipientStatus:
    diagnostic = headers.text("diagnostic-code").partition(";")
    written = address_of(headers.raw("original-recipient"))
    return RecipientStatus(
        recipient=address_of(headers.raw("final-recipient")) or written,
        action=headers.plain("action").partition(" ")[0].strip(";,.").lower(),
        status=find_status(headers.plain("status")) or "",
        diagnostic=diagnostic[2].strip() or diagnostic[0],
        written=written,
    )


def address_of(value: bytes) -> str:
    """The address in 'rfc822; name@example.org'; empty when there is none."""
    rest = value.partition(b";")[2] or value
    found = read_addresses(rest[:2_000])
    return next((item.address for item in found if "@" in item.address), "")


def find_status(text: str) -> str | None:
    """The first enhanced status code 'class.subject.detail' in a text."""
    match = _STATUS.search(text)
    return match[0] if match else None


def find_server_status(text: str) -> str | None:
    """The first code that stands beside an SMTP reply, a '#' or the word status; None for bare numbers."""
    match = _SAID_BY_SERVER.search(text)
    return next(filter(None, match.groups())) if match else None


def find_reply(text: str) -> str | None:
    """The first three-digit SMTP reply that reports a failure, 4xx or 5xx."""
    match = _REPLY.search(text)
    return match[1] if match else None


def worst(recipients: list[RecipientStatus]) -> RecipientStatus | None:
    """The recipient the report is about: the first that failed, else the first delayed, else the first."""
    for action in _BAD_ACTIONS:
        for item in recipients:
            if item.action == action:
                return item
    for item in recipients:
        if item.status[:1] in ("4", "5"):
            return item
    return recipients[0] if recipients else None
