"""Every real mail, whole and damaged, becomes a message on both databases; what cannot be read is kept and said."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

import pytest

from kulanz.cases.models import Message
from kulanz.channels import ingest
from kulanz.channels.intake import NewOriginal, keep_all
from kulanz.channels.models import Mailbox, Original


@pytest.mark.slow
def test_every_real_mail_becomes_a_message_whole_or_damaged(mailbox: Mailbox, shared: Path) -> None:
    chance = random.Random(20261121)
    paths = sorted(path for path in (shared / "data" / "mail").rglob("*") if path.suffix in {".eml", ".raw", ".txt"})
    raws = [path.read_bytes() for path in paths]
    raws += [damaged(raw, chance) for raw in raws if raw]
    recipients = ("hilfe@demo.example",)
    keep_all([NewOriginal("smtp", raw, mailbox.channel_id, mailbox.pk, "", recipients) for raw in raws])
    while ingest.read_waiting():
        pass
    kept = Original.objects.count()
    trouble = list(Original.objects.filter(state__in=["kept", "failed"]).values_list("sha256", "reason"))
    ignored = Original.objects.filter(state="ignored").count()
    assert trouble == []
    assert Message.objects.count() == kept - ignored
    assert kept > len(paths)
    one = Original.objects.latest("id")
    assert hashlib.sha256(bytes(one.raw)).hexdigest() == one.sha256


def damaged(raw: bytes, chance: random.Random) -> bytes:
    """Cut a mail, or change some of its bytes."""
    broken = bytearray(raw)
    for _ in range(chance.randrange(1, 12)):
        broken[chance.randrange(len(broken))] = chance.randrange(256)
    return bytes(broken[: chance.randrange(1, len(broken) + 1)] if chance.random() < 0.3 else broken)
