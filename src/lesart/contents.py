"""What was found in the parts of a mail: pieces of the body in order, files, reports, doubts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from hashlib import sha256
from urllib.parse import unquote

from .html_text import html_to_text
from .invitations import read_invitation
from .likeness import only_stands_in
from .model import Attachment, AttachmentKind, Protection, TextPart
from .names import file_name

# All files of a mail count, wherever they come from: parts, files inside a text, a winmail.dat, a mail in the mail.
MOST_FILES = 1_000
MOST_TEXT = 1_000_000
# Of a text part so many bytes are read as text; one that is longer is a file as well.
MOST_TEXT_BYTES = 4 * MOST_TEXT
_SHOWN_PICTURE = re.compile(r"<img\b[^<>]{0,2000}?\bsrc\s*=\s*[\"']?(?:cid:)?([^\"'<>\s]{1,300})", re.IGNORECASE)
_PICTURE = re.compile(r"\[cid:([^\]\s]{1,300})\]", re.IGNORECASE)


@dataclass(slots=True)
class Block:
    """One piece of the body: the same words as plain text and as HTML, either may be missing."""

    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    _page_counts: tuple[int, bool] | None = None

    @property
    def page_counts(self) -> bool:
        """Whether the words are those of the HTML: there is no plain form, or it only stands in for the page."""
        if not self.html:
            return False
        seen = len(self.plain) + len(self.html)
        if self._page_counts is None or self._page_counts[0] != seen:
            plain = "\n".join(self.plain)
            self._page_counts = seen, not plain.strip() or only_stands_in(plain, "\n".join(self.html))
        return self._page_counts[1]

    def words(self) -> str:
        """The better form as text."""
        if self.page_counts:
            return "\n\n".join(filter(None, map(html_to_text, self.html)))
        return "\n".join(self.plain).strip("\n")


@dataclass(slots=True)
class Contents:
    """Everything found in the parts of one mail."""

    texts: list[TextPart] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    reports: list[tuple[str, bytes]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    protected: Protection | None = None
    envelopes: int = 0
    twisted: bool = False
    sealed: bool = False
    pages: int = 0
    files_allowed: int = MOST_FILES

    def body_text(self) -> str:
        """The best body as text: of each piece its plain form, else the words of its HTML.

        A picture that a program names in the text stands there by the name of its file. What lies beyond a million
        characters is kept as a file only.
        """
        text = "\n\n".join(filter(None, (block.words() for block in self.blocks)))
        if "[cid:" in text.lower():
            names = {item.cid.casefold(): item.name for item in self.attachments if item.cid}
            text = _PICTURE.sub(lambda found: f"[{names.get(found[1].casefold()) or found[1].partition('@')[0]}]", text)
        if len(text) > MOST_TEXT:
            if "truncated-text" not in self.warnings:
                self.keep("text.txt", "text/plain", text.encode("utf-8", "replace"), charset="utf-8")
            self.warnings.append("truncated-text")
            text = text[:MOST_TEXT]
        return text

    def body_html(self) -> str | None:
        """The HTML of the body, plain pieces between set as preformatted text; None without any HTML."""
        if not any(block.html for block in self.blocks):
            return None
        return "\n".join("\n".join(block.html) or _preformatted(block.plain) for block in self.blocks)

    def notice_text(self) -> str:
        """The one JSON document of a mail that has nothing else; empty for any other mail."""
        only = self.attachments[0] if len(self.attachments) == 1 and not self.blocks else None
        wanted = only is not None and only.content_type == "application/json"
        return only.data.decode("utf-8", "replace") if only is not None and wanted else ""

    def only_html(self) -> str | None:
        """The HTML of a body that is nothing else, None for any other body."""
        if len(self.blocks) == 1 and len(self.blocks[0].html) == 1 and self.blocks[0].page_counts:
            return self.blocks[0].html[0]
        return None

    def add_all(self, other: Contents) -> None:
        """Add what a mail inside this one holds."""
        self.texts += other.texts
        self.blocks += other.blocks
        self.warnings += other.warnings
        for item in other.attachments:
            if self._has_room():
                self.attachments.append(item)

    def name_pictures(self) -> None:
        """Let pictures answer to the name under which the page shows them: a Content-Location, the name of the file."""
        pages = "\n".join(page for block in self.blocks for page in block.html)
        shown = {unquote(source).casefold() for source in _SHOWN_PICTURE.findall(pages)} if self.attachments else set()
        for index, item in enumerate(self.attachments):
            if item.location and not (item.cid and item.cid in pages):
                self.attachments[index] = replace(item, cid=item.location)
            elif not item.cid and item.content_type.startswith("image/") and item.name.casefold() in shown:
                self.attachments[index] = replace(item, cid=item.name)

    def _has_room(self) -> bool:
        if len(self.attachments) < self.files_allowed:
            return True
        if "truncated-files" not in self.warnings:
            self.warnings.append("truncated-files")
        return False

    def keep(
        self,
        name: str,
        content_type: str,
        data: bytes,
        *,
        kind: AttachmentKind = "file",
        cid: str | None = None,
        inline: bool = False,
        charset: str | None = None,
        location: str | None = None,
    ) -> None:
        """Add a file; a name is made up where there is none, a calendar is read at once.

        Beyond a thousand files nothing is kept but the original, and the warnings say so.
        """
        if not self._has_room():
            return
        number = len(self.attachments) + 1
        self.attachments.append(
            Attachment(
                name=file_name(name, content_type, number),
                content_type=content_type,
                data=data,
                sha256=sha256(data).hexdigest(),
                size=len(data),
                cid=cid,
                inline=inline,
                kind=kind,
                charset=charset,
                location=location,
                invitation=read_invitation(data, charset or "") if kind == "invitation" else None,
            )
        )


def _preformatted(plain: list[str]) -> str:
    escaped = "\n".join(plain).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<pre>{escaped}</pre>"
