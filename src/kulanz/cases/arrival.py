"""What a channel hands over: plain values, the same for mail, form and every later room."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as it arrived: name as given, declared type, content."""

    name: str
    content_type: str
    data: bytes
    cid: str = ""
    kind: str = "file"


def upload_of(file: UploadedFile) -> Upload:  # type: ignore[type-arg]
    """Read a file of a form into memory. A browser may leave its name and its type away."""
    return Upload(file.name or _("file"), file.content_type or "application/octet-stream", file.read())


@dataclass(frozen=True, slots=True)
class Arrival:
    """A customer's message on its way into the house.

    ``case_id`` is the case it joins, decided by the channel's matching; ``None`` opens a new one. ``source_id`` is the
    channel's row of the raw original (the same one never enters twice). ``at`` is aware. ``hints`` are codes with plain
    values that the desk shows, for example ``{"code": "belongs-to", "numbers": ["RL-17"]}``. ``by_machine`` says that a
    mail server wrote it: in a case that is there it makes nobody a customer. ``recipients`` are all it was written to
    ("name", "address", "role"), ``reply_to`` whom its sender asked us to answer instead ("name", "address"): both as
    the sender wrote them, and only where the sender is the one who wrote them. ``written_at`` (aware) is when the
    customer wrote a message that came in by a detour. ``note`` is what a colleague, the user ``note_by_id``, wrote
    round it: words for us alone.
    ``author_id`` is the person of ours who wrote it to the customer, past this house; ``is_aside`` says that it names
    no customer, so nobody knows whether one got it. ``verified`` says that somebody trusted has checked that it is
    really from its sender. ``customer_id`` is who wrote it where the house knows them by their key, whatever the
    address says.
    """

    channel: str
    brand_id: int
    sender_address: str
    sender_name: str
    subject: str
    text: str
    at: datetime
    team_id: int | None = None
    entrance_id: int | None = None
    case_id: int | None = None
    source_id: int | None = None
    hidden: str = ""
    html: str = ""
    mail_id: str = ""
    phone: str = ""
    language: str = ""
    recipients: tuple[dict[str, str], ...] = ()
    reply_to: tuple[dict[str, str], ...] = ()
    is_automatic: bool = False
    author_id: int | None = None
    is_aside: bool = False
    customer_id: int | None = None
    verified: bool = False
    by_machine: bool = False
    hints: tuple[dict[str, Any], ...] = ()
    uploads: tuple[Upload, ...] = field(default=())
    written_at: datetime | None = None
    note: str = ""
    note_by_id: int | None = None

    @property
    def brings_files(self) -> bool:
        """Whether a file came with it; pictures that stand in the text, logos mostly, and signatures are none."""
        return any(
            each.kind != "signature" and not (each.cid and each.content_type.startswith("image/"))
            for each in self.uploads
        )
