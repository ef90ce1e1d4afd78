"""DKIM signatures (RFC 6376) on what leaves the house, where a key is configured."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from kulanz.core.env import SettingError

_FIELDS = [
    *(b"from", b"to", b"cc", b"subject", b"date", b"message-id", b"reply-to", b"in-reply-to", b"references"),
    *(b"mime-version", b"content-type"),
]


def signed(raw: bytes, sender: str) -> bytes:
    """Return the mail with a signature of the sender's domain, or unchanged where no key is configured.

    Raises ``SettingError`` where the key cannot be used.
    """
    if not settings.DKIM_KEY:
        return raw
    import dkim  # noqa: PLC0415 - only where a key is configured

    try:
        key = Path(settings.DKIM_KEY).read_bytes()
        signature: bytes = dkim.sign(
            raw,
            settings.DKIM_SELECTOR.encode("ascii"),
            sender.rpartition("@")[2].encode("ascii"),
            key,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=_FIELDS,
        )
    except (OSError, dkim.DKIMException) as error:
        raise SettingError(f"KULANZ_DKIM_KEY: the key cannot be used ({error}).") from error
    return signature + raw
