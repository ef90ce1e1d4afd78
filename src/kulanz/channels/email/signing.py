"""DKIM signatures (RFC 6376) on what leaves the house, where a key is configured."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from pathlib import Path

from django.conf import settings

from kulanz.core.env import SettingError

_FIELDS = [
    *(b"from", b"to", b"cc", b"subject", b"date", b"message-id", b"reply-to", b"in-reply-to", b"references"),
    *(b"mime-version", b"content-type"),
]


def signed(raw: bytes) -> bytes:
    """Return the mail with a signature of the domain in its From, or unchanged where no key is configured.

    The one key signs for every brand: each sender's domain needs the record ``<selector>._domainkey.<domain>``. Raises
    ``SettingError`` where the key cannot be used; it is read at every mail, so that a new one needs no restart.
    """
    if not settings.DKIM_KEY:
        return raw
    import dkim  # noqa: PLC0415 - only where a key is configured

    try:
        key = Path(settings.DKIM_KEY).read_bytes()
        signature: bytes = dkim.sign(
            raw,
            settings.DKIM_SELECTOR.encode("ascii"),
            author_of(raw).rpartition("@")[2].encode("ascii"),
            key,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=_FIELDS,
        )
    except (OSError, ValueError, TypeError, dkim.DKIMException) as error:
        raise SettingError(f"KULANZ_DKIM_KEY: the key cannot be used ({error}).") from error
    return signature + raw


def author_of(raw: bytes) -> str:
    """Return the address in From: our own composing put exactly one there."""
    # The head alone: with its files a mail may have dozens of megabytes.
    head = raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    address: str = message_from_bytes(head, policy=default)["From"].addresses[0].addr_spec
    return address
