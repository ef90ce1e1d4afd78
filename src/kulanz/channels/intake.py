"""Keeping originals. The cheapest possible way into the database, because nothing may be acknowledged before it."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from kulanz.core.clock import now

from .fingerprint import addressed, fingerprint
from .models import Original
from .registry import kind_of_source

# Every column stands here with its value: the defaults of the model do not apply, so a new column belongs here, too.
_INSERT = (
    "INSERT INTO channels_original (received_at, source, state, reason, channel_id, mailbox_id, envelope_from,"
    " peer, recipients, sha256, dedupe, addressed, size, sender, verdicts, is_automatic, reader_version, tries, raw)"
    " VALUES (%s, %s, 'kept', '', %s, %s, %s, %s, %s, %s, %s, %s, %s, '', '', %s, 0, 0, %s)"
    " ON CONFLICT (dedupe, addressed) DO NOTHING"
)

arrived = threading.Event()
"""Set by whoever keeps originals, once they are durable: the reader of the same process waits for it."""

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class NewOriginal:
    """One thing to be kept: its bytes, how it came (a source of one of the kinds), whom it is for.

    ``at`` where it came into our hands before now; ``peer`` is the address and the name of the server that brought it.
    """

    source: str
    raw: bytes
    channel_id: int | None
    mailbox_id: int | None = None
    envelope_from: str = ""
    recipients: tuple[str, ...] = ()
    at: datetime | None = None
    peer: str = ""

    @property
    def key(self) -> Key:
        """Under which the same original is recognised: the mail itself, and whom it was delivered to."""
        return fingerprint(self.raw), addressed(self.recipients)


def keep_all(originals: Sequence[NewOriginal]) -> list[Key]:
    """Store originals in one transaction; when it returns they are durable. One that is there already is left out.

    Returns the key of each. Raises ``ValueError`` for a source that no channel reads.
    """
    present = now()
    for source in {original.source for original in originals}:
        kind_of_source(source)
    keys = [original.key for original in originals]
    rows = [
        (
            connection.ops.adapt_datetimefield_value(original.at or present),
            original.source,
            original.channel_id,
            original.mailbox_id,
            original.envelope_from,
            original.peer[:300],
            "\n".join(original.recipients),
            hashlib.sha256(original.raw).hexdigest(),
            *key,
            len(original.raw),
            False,
            original.raw,
        )
        for original, key in zip(originals, keys, strict=True)
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(_INSERT, rows)
    return keys


def ids_of(keys: Sequence[Key]) -> list[int]:
    """Return the id of the row that each key leads to, once it is kept."""
    rows = Original.objects.filter(dedupe__in={dedupe for dedupe, _ in keys}).values_list("dedupe", "addressed", "pk")
    found = {(dedupe, whom): pk for dedupe, whom, pk in rows}
    return [found[key] for key in keys]


def keep(original: NewOriginal) -> Original:
    """Store one original and return its row (the first one, where the same original came before)."""
    return Original.objects.get(pk=ids_of(keep_all([original]))[0])
