"""The bytes of an outgoing answer: text and HTML, threaded, quoted, signed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import PurePath
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone, translation

from kulanz.ui.downloads import PICTURES
from kulanz.ui.letters import as_plain

from . import fields

_MOST_REFERENCES = 30
# What an author sets between words and name makes mail programs cut off all below it: our link and the quotation.
_SIGN = re.compile(r"^-- $", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Quote:
    """An earlier message of the case, quoted below the answer. In one of ours marks are meant as such (``is_ours``)."""

    at: datetime
    name: str
    text: str
    is_ours: bool = False

    @property
    def lines(self) -> list[str]:
        """The quoted text, line by line."""
        return (as_plain(self.text) if self.is_ours else self.text).splitlines()


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes with the answer. A picture with ``alt_text`` is shown in the letter under its ``cid``."""

    name: str
    content_type: str
    data: bytes
    alt_text: str = ""
    cid: str = ""

    @property
    def is_shown(self) -> bool:
        """Whether it stands in the letter: a picture of which somebody has said what it shows."""
        return bool(self.alt_text) and self.content_type in PICTURES


@dataclass(frozen=True, slots=True)
class Linked:
    """A file that is too large for the mail: its ``url`` works until ``until``, ``size`` is in bytes."""

    name: str
    size: int
    url: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that is in the mail of an answer. Ids without angle brackets, times aware.

    ``language`` is an interface language ("de", "de-informal", "en"); ``lapses_at`` is set where a solution is
    proposed: until then silence changes nothing. ``link`` is the reader's own key to the case page, ``own_list`` where
    each of several readers signs in; either may be empty. Who is in ``bcc`` stands in no line of the mail.
    ``forwarded`` is what is passed on below it, ``signature`` what stands below the words, by default the sender's
    name. ``letter`` is the name of its templates; an acknowledgement and an automatic one say in their heads that a
    machine wrote them.
    """

    mail_id: str
    sender: tuple[str, str]
    reply_to: str
    to: Sequence[tuple[str, str]]
    subject: str
    text: str
    number: str
    link: str
    language: str
    zone: str
    at: datetime
    own_list: str = ""
    cc: Sequence[tuple[str, str]] = ()
    bcc: Sequence[tuple[str, str]] = ()
    references: Sequence[str] = ()
    signature: str | None = None
    footer: str = ""
    lapses_at: datetime | None = None
    quotes: Sequence[Quote] = ()
    files: Sequence[File] = ()
    linked: Sequence[Linked] = ()
    forwarded: str = ""
    letter: Literal["reply", "forward", "acknowledgement", "automatic"] = "reply"


def compose(answer: Answer) -> bytes:
    """Return the mail of an answer. Raises ``fields.BadAddress`` where an address cannot stand in a mail."""
    mail = begin(answer.mail_id, answer.at.astimezone(ZoneInfo(answer.zone)))
    mail["From"] = _people("From", [answer.sender])
    mail["To"] = _people("To", answer.to)
    if answer.cc:
        mail["Cc"] = _people("Cc", answer.cc)
    mail["Reply-To"] = _people("Reply-To", [(answer.sender[0], answer.reply_to)])
    mail["Subject"] = fields.one_line(answer.subject)
    if cited := [each for each in answer.references if fields.citable(each)]:
        mail["In-Reply-To"] = fields.ids("In-Reply-To", cited[-1:])
        mail["References"] = fields.ids("References", _few(cited))
    if answer.letter in {"acknowledgement", "automatic"}:  # RFC 3834; the second field is what Exchange asks
        mail["Auto-Submitted"] = "auto-replied"
        mail["X-Auto-Response-Suppress"] = "All"
    text, html = _bodies(answer)
    mail.set_content(text, cte="quoted-printable")
    mail.add_alternative(html, subtype="html", cte="quoted-printable")
    shown = [file for file in answer.files if file.is_shown]
    for file in shown:
        _put_in(mail.get_payload()[1], file)  # type: ignore[index, arg-type]
    for file in answer.files:
        if not file.is_shown:
            _attach(mail, file)
    return fields.as_bytes(mail)


def begin(mail_id: str, at: datetime) -> EmailMessage:
    """Return an empty mail with its id and its time."""
    mail = EmailMessage(policy=SMTP)
    mail["Message-ID"] = fields.ids("Message-ID", [mail_id])
    mail["Date"] = format_datetime(at)
    return mail


def _people(name: str, pairs: Sequence[tuple[str, str]]) -> fields.HeaderField:
    return fields.people(name, [(shown, fields.sendable(address)) for shown, address in pairs])


def _attach(mail: EmailMessage, file: File) -> None:
    main, _, sub = file.content_type.partition("/")
    # Files are sent in base64, which neither of these may be in (RFC 2045, 6.4).
    if main in {"", "message", "multipart"} or not sub:
        main, sub = "application", "octet-stream"
    mail.add_attachment(file.data, maintype=main, subtype=sub, filename=PurePath(fields.one_line(file.name)).name)


def _put_in(html: EmailMessage, file: File) -> None:
    """Put a picture beside the HTML that shows it (RFC 2387)."""
    main, _, sub = file.content_type.partition("/")
    name = PurePath(fields.one_line(file.name)).name
    html.add_related(file.data, maintype=main, subtype=sub, cid=f"<{file.cid}>", filename=name, disposition="inline")


def _bodies(answer: Answer) -> tuple[str, str]:
    signature = answer.sender[0] if answer.signature is None else answer.signature
    context: dict[str, Any] = {
        "text": answer.text,
        "plain": _SIGN.sub("--", as_plain(answer.text)),
        "subject": answer.subject,
        "number": answer.number,
        "link": answer.link,
        "own_list": answer.own_list,
        "language": answer.language[:2],
        "lapses_at": answer.lapses_at,
        "sender_name": answer.sender[0],
        "signature": signature,
        "plain_signature": _SIGN.sub("--", signature),
        "footer": answer.footer,
        "quotes": answer.quotes,
        "linked": answer.linked,
        "pictures": [file for file in answer.files if file.is_shown],
        "forwarded": _SIGN.sub("--", answer.forwarded),
    }
    with translation.override(answer.language), timezone.override(ZoneInfo(answer.zone)):
        return (
            render_to_string(f"channels/email/mail/{answer.letter}.txt", context),
            render_to_string(f"channels/email/mail/{answer.letter}.html", context),
        )


def _few(references: Sequence[str]) -> list[str]:
    """The whole chain; of a very long one the first and the newest (RFC 5322 sets no limit, servers do)."""
    if len(references) <= _MOST_REFERENCES:
        return list(references)
    return [references[0], *references[-_MOST_REFERENCES + 1 :]]
