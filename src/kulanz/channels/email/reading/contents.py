"""What was found in the parts of a mail: pieces of the body in order, files, reports, doubts."""

from dataclasses import dataclass, field
from hashlib import sha256

from kulanz.channels.email.reading.html_text import html_to_text
from kulanz.channels.email.reading.invitations import read_invitation
from kulanz.channels.email.reading.model import Attachment, AttachmentKind, Protection, TextPart
from kulanz.channels.email.reading.names import file_name


@dataclass(slots=True)
class Block:
    """One piece of the body: the same words as plain text and as HTML, either may be missing."""

    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)


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

    def body_text(self) -> str:
        """The best body as text: of each piece its plain form, else the words of its HTML."""
        return "\n\n".join(filter(None, map(_block_text, self.blocks)))

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
        if len(self.blocks) == 1 and len(self.blocks[0].html) == 1 and not "".join(self.blocks[0].plain).strip():
            return self.blocks[0].html[0]
        return None

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
    ) -> None:
        """Add a file; a name is made up where there is none, a calendar is read at once."""
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
                invitation=read_invitation(data, charset or "") if kind == "invitation" else None,
            )
        )


def _block_text(block: Block) -> str:
    plain = "\n".join(block.plain).strip("\n")
    if plain.strip() or not block.html:
        return plain
    return "\n\n".join(filter(None, map(html_to_text, block.html)))


def _preformatted(plain: list[str]) -> str:
    escaped = "\n".join(plain).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<pre>{escaped}</pre>"
