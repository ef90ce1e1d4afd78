"""What somebody typed into the contact form is kept before anything else is done with it."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence

from django.conf import settings

from kulanz.cases.arrival import Upload
from kulanz.core.ids import public_id
from kulanz.core.nul import storable
from kulanz.core.refusals import Refused
from kulanz.core.uploads import total_limit
from kulanz.people.rules import is_reachable, normal_mail

from ..intake import NewOriginal, keep
from ..models import Channel, Original
from .limits import may_use

LONGEST_TEXT = 50_000
MOST_FILES = 10


class FormRefused(Refused):
    """The form was not taken; ``reason`` says why: "address", "text", "files", "size" or "too-often".

    ``again`` says whether the same form may be sent later.
    """

    code = "form-refused"

    def __init__(self, reason: str, *, again: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.again = again


def keep_form(
    *,
    brand_id: int,
    name: str,
    address: str,
    subject: str,
    text: str,
    channel_id: int | None = None,
    phone: str = "",
    language: str = "",
    uploads: Sequence[Upload] = (),
    network: str = "",
    submission: str = "",
    is_fast: bool = False,
) -> Original:
    """Keep one form. ``submission`` is the id of the page that was filled in: sent twice, it is kept once.

    ``channel_id`` is the form that was filled in; without it, the brand's first one. ``network`` is the sender's IP
    address; ``is_fast`` says that it was filled faster than people type. Raises ``FormRefused``; then nothing was kept.
    """
    _check(address, text, uploads)
    if not may_use(address=address, network=network):
        raise FormRefused("too-often", again=True)
    typed = {
        "brand_id": brand_id,
        "name": storable(name)[:200],
        "address": address.strip(),
        "subject": " ".join(storable(subject).split())[:300],
        "text": storable(text).strip(),
        "phone": storable(phone).strip()[:40],
        "language": language,
        "is_fast": is_fast,
        "uploads": [
            {
                "name": storable(each.name),
                "content_type": each.content_type,
                "data": base64.b64encode(each.data).decode("ascii"),
            }
            for each in uploads
        ],
    }
    channel = _door(brand_id, channel_id)
    return keep(
        NewOriginal(
            source="form",
            raw=json.dumps(typed, ensure_ascii=False).encode("utf-8", "replace"),
            channel_id=channel.pk if channel is not None else None,
            envelope_from=address.strip(),
            # No addresses: it is half of the key by which what was sent twice is kept once.
            recipients=(submission or public_id(),),
        )
    )


def _door(brand_id: int, channel_id: int | None) -> Channel | None:
    forms = Channel.objects.filter(kind="form", brand_id=brand_id, is_active=True).order_by("id")
    return (forms if channel_id is None else forms.filter(pk=channel_id)).first()


def _check(address: str, text: str, uploads: Sequence[Upload]) -> None:
    try:
        reachable = is_reachable(normal_mail(address))
    except ValueError as error:
        raise FormRefused("address") from error
    if not reachable:
        raise FormRefused("address")
    if not text.strip() or len(text) > LONGEST_TEXT:
        raise FormRefused("text")
    if len(uploads) > MOST_FILES:
        raise FormRefused("files")
    sizes = [len(each.data) for each in uploads]
    if any(size > settings.UPLOAD_SIZE_LIMIT for size in sizes) or sum(sizes) > total_limit():
        raise FormRefused("size")
