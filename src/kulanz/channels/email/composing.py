"""The bytes of an outgoing answer: text and HTML, threaded, quoted, signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import nh3
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe

_POLICY = SMTP.clone(max_line_length=78)
_MOST_REFERENCES = 30
if TYPE_CHECKING:
    from markdown_it import MarkdownIt


@cache
def _markdown() -> MarkdownIt:
    """Return the renderer of our light Markdown; made when the first mail is written, for it takes its time."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - heavy, and no page needs it

    return MarkdownIt("commonmark", {"html": False, "breaks": True})


@dataclass(frozen=True, slots=True)
class Quote:
    """An earlier message of the case, quoted below the answer."""

    at: datetime
    name: str
    text: str

    @property
    def lines(self) -> list[str]:
        """The quoted text, line by line."""
        return self.text.splitlines()


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes with the answer."""

    name: str
    content_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that is in the mail of an answer. Ids without angle brackets, times aware.

    ``language`` is an interface language ("de", "de-informal", "en"); ``lapses_at`` is set where a solution is
    proposed: until then silence changes nothing. ``link`` is the reader's own key to the case page, ``own_list`` where
    each of several readers signs in; either may be empty. Who is in ``bcc`` stands in no line of the mail.
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
    footer: str = ""
    lapses_at: datetime | None = None
    quotes: Sequence[Quote] = ()
    files: Sequence[File] = ()


def compose(answer: Answer) -> bytes:
    """Return the mail of an answer. Raises ``ValueError`` where an address cannot stand in a mail."""
    mail = EmailMessage(policy=_POLICY)
    mail["Message-ID"] = f"<{answer.mail_id}>"
    mail["Date"] = format_datetime(answer.at.astimezone(ZoneInfo(answer.zone)))
    mail["From"] = _address(*answer.sender)
    mail["To"] = [_address(*each) for each in answer.to]
    if answer.cc:
        mail["Cc"] = [_address(*each) for each in answer.cc]
    mail["Reply-To"] = _address(answer.sender[0], answer.reply_to)
    mail["Subject"] = _one_line(answer.subject)
    if answer.references:
        mail["In-Reply-To"] = f"<{answer.references[-1]}>"
        mail["References"] = " ".join(f"<{each}>" for each in _few(answer.references))
    text, html = _bodies(answer)
    mail.set_content(text, cte="quoted-printable")
    mail.add_alternative(html, subtype="html", cte="quoted-printable")
    for file in answer.files:
        main, _, sub = file.content_type.partition("/")
        if main in {"", "message", "multipart"} or not sub:
            main, sub = "application", "octet-stream"
        mail.add_attachment(file.data, maintype=main, subtype=sub, filename=PurePath(_one_line(file.name)).name)
    return mail.as_bytes()


def _bodies(answer: Answer) -> tuple[str, str]:
    context: dict[str, Any] = {
        "text": answer.text,
        "html": to_html(answer.text),
        "subject": answer.subject,
        "number": answer.number,
        "link": answer.link,
        "own_list": answer.own_list,
        "language": answer.language[:2],
        "lapses_at": answer.lapses_at,
        "sender_name": answer.sender[0],
        "footer": answer.footer,
        "quotes": answer.quotes,
    }
    with translation.override(answer.language), timezone.override(ZoneInfo(answer.zone)):
        return (
            render_to_string("channels/mail/reply.txt", context),
            render_to_string("channels/mail/reply.html", context),
        )


def to_html(text: str) -> SafeString:
    """Return light Markdown as clean HTML."""
    return mark_safe(nh3.clean(_markdown().render(text)))  # noqa: S308 - cleaned in this line


def _address(name: str, address: str) -> Address:
    local, _, domain = address.strip().rpartition("@")
    if not local or not domain or not address.isprintable():
        raise ValueError("not a mail address")
    if not domain.isascii():
        domain = domain.encode("idna").decode("ascii")
    return Address(display_name=_one_line(name), username=local, domain=domain)


def _few(references: Sequence[str]) -> list[str]:
    """The whole chain; of a very long one the first and the newest (RFC 5322 sets no limit, servers do)."""
    if len(references) <= _MOST_REFERENCES:
        return list(references)
    return [references[0], *references[-_MOST_REFERENCES + 1 :]]


def _one_line(text: str) -> str:
    return " ".join(text.split())
