"""Keeping originals. The cheapest possible way into the database, because nothing may be acknowledged before it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from kulanz.core.clock import now

from .models import RawMail

_MESSAGE_ID = re.compile(rb"^message-id:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_INSERT = (
    "INSERT INTO channels_rawmail (received_at, source, state, reason, channel_id, mailbox_id, uid, envelope_from,"
    " peer, recipients, sha256, dedupe, size, sender, verdicts, is_automatic, reader_version, raw)"
    " VALUES (%s, %s, 'kept', '', %s, %s, %s, %s, %s, %s, %s, %s, %s, '', '', %s, 0, %s)"
    " ON CONFLICT (dedupe) DO NOTHING"
)


@dataclass(frozen=True, slots=True)
class Original:
    """One thing to be kept: its bytes, how it came, whom it is for.

    ``at`` where it came into our hands before now; ``peer`` is the address and the name of the server that brought it.
    """

    source: str
    raw: bytes
    channel_id: int | None
    mailbox_id: int | None = None
    envelope_from: str = ""
    recipients: tuple[str, ...] = ()
    at: datetime | None = None
    uid: int | None = None
    peer: str = ""

    @property
    def dedupe(self) -> str:
        """The key under which the same original is recognised (64 hex digits)."""
        return dedupe_key(self.raw, self.recipients)


def dedupe_key(raw: bytes, recipients: Sequence[str]) -> str:
    """Return the digest of Message-ID, recipients and body.

    Trace fields differ when a server delivers a second time, so the header counts only where it has no Message-ID.
    """
    end = max(raw.find(b"\r\n\r\n"), 0) or max(raw.find(b"\n\n"), 0) or len(raw)
    found = _MESSAGE_ID.search(raw, 0, end)
    digest = hashlib.sha256(found[1] if found else b"")
    digest.update("\n".join(sorted(recipients)).encode("utf-8", "replace"))
    digest.update(memoryview(raw)[end if found else 0 :])
    return digest.hexdigest()


def keep_all(originals: Sequence[Original]) -> None:
    """Store originals in one transaction; when it returns they are durable. One that is there already is left out."""
    present = now()
    rows = [
        (
            connection.ops.adapt_datetimefield_value(original.at or present),
            original.source,
            original.channel_id,
            original.mailbox_id,
            original.uid,
            original.envelope_from,
            original.peer[:300],
            "\n".join(original.recipients),
            hashlib.sha256(original.raw).hexdigest(),
            original.dedupe,
            len(original.raw),
            False,
            original.raw,
        )
        for original in originals
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(_INSERT, rows)


def keep(original: Original) -> RawMail:
    """Store one original and return its row (the first one, where the same original came before)."""
    keep_all([original])
    return RawMail.objects.get(dedupe=original.dedupe)
