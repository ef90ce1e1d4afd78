"""Files of messages: stored once per content, under a name that nobody can guess."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from django.core.files.base import ContentFile

from kulanz.core.ids import public_id
from kulanz.core.nul import storable

from ..arrival import Upload
from ..models import Attachment, Message
from ..models.entries import attachment_storage


def attach_all(pairs: Iterable[tuple[Message, Sequence[Upload]]]) -> list[Attachment]:
    """Store the files of several messages. They are on disk before the rows are committed: no row without its file."""
    return Attachment.objects.bulk_create(
        [_attachment(message, upload) for message, uploads in pairs for upload in uploads]
    )


def _attachment(message: Message, upload: Upload) -> Attachment:
    digest = hashlib.sha256(upload.data).hexdigest()
    return Attachment(
        message=message,
        name=storable(upload.name)[:255],
        content_type=storable(upload.content_type)[:127],
        size=len(upload.data),
        sha256=digest,
        cid=storable(upload.cid)[:300],
        kind=upload.kind,
        file=_stored(digest, upload.data),
        public_id=public_id(),
    )


def _stored(digest: str, data: bytes) -> str:
    storage, name = attachment_storage(), f"{digest[:2]}/{digest}"
    # Named after its content, so it may be there already. Two at the same moment make a second file at worst.
    return name if storage.exists(name) else storage.save(name, ContentFile(data))
