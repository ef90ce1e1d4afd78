"""Files of messages: stored once per content, under a name that nobody can guess."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Q

from kulanz.core.ids import public_id
from kulanz.core.nul import storable

from ..arrival import Upload
from ..models import Attachment, Case, DraftFile, Message
from ..models.entries import attachment_storage
from ..rules import Direction


def attach_all(pairs: Iterable[tuple[Message, Sequence[Upload]]]) -> list[Attachment]:
    """Store the files of several messages. They are on disk before the rows are committed: no row without its file."""
    return Attachment.objects.bulk_create(
        [_attachment(message, upload) for message, uploads in pairs for upload in uploads]
    )


def has_brought_files(case: Case) -> bool:
    """Whether a file came with any letter of a case, as ``Arrival.brings_files`` means it."""
    came = Attachment.objects.filter(message__case=case, message__direction=Direction.IN.value)
    return came.exclude(kind="signature").exclude(~Q(cid=""), content_type__startswith="image/").exists()


def _attachment(message: Message, upload: Upload) -> Attachment:
    return Attachment(message=message, cid=storable(upload.cid)[:300], kind=upload.kind, **stored(upload))


def stored(upload: Upload) -> dict[str, Any]:
    """Put a file into the storage and return the fields of its row."""
    digest = hashlib.sha256(upload.data).hexdigest()
    return {
        "name": storable(upload.name)[:255],
        "content_type": storable(upload.content_type)[:127],
        "size": len(upload.data),
        "sha256": digest,
        "file": _kept(digest, upload.data),
        "public_id": public_id(),
    }


def same_file(row: Attachment | DraftFile) -> dict[str, Any]:
    """Return the fields of another row for a file that is stored already."""
    fields = {name: getattr(row, name) for name in ("name", "content_type", "size", "sha256", "alt_text")}
    return {**fields, "file": row.file.name, "public_id": public_id()}


def _kept(digest: str, data: bytes) -> str:
    storage, name = attachment_storage(), f"{digest[:2]}/{digest}"
    # Named after its content, so it may be there already. Two at the same moment make a second file at worst.
    try:
        os.utime(storage.path(name))  # whoever sweeps sees that it is wanted again, before our row is committed
    except FileNotFoundError:
        return storage.save(name, ContentFile(data))
    return name


def discard_unused(names: Iterable[str], *, before: datetime) -> None:
    """Delete stored files that no row names and nobody has asked for since ``before``."""
    storage = attachment_storage()
    wanted = {
        name for rows in (Attachment, DraftFile)
        for name in rows.objects.filter(file__in=names).values_list("file", flat=True)
    }  # fmt: skip
    for name in set(names) - wanted:
        path = Path(storage.path(name))
        aside = path.with_suffix(".swept")
        try:
            path.rename(aside)  # from here on whoever brings the same content stores it anew
        except FileNotFoundError:
            continue
        if datetime.fromtimestamp(aside.stat().st_mtime, UTC) > before:
            aside.rename(path)
        else:
            aside.unlink()
