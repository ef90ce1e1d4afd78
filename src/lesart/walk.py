"""From the tree of parts to what people see: bodies in order, files beside them."""

from __future__ import annotations

import re

from .charset import decode_bytes
from .contents import MOST_FILES, MOST_TEXT_BYTES, Block, Contents
from .enriched import enriched_to_text
from .file_kinds import is_calendar, is_mail
from .headers import parse_parameters
from .html_guard import is_bearable
from .html_text import LARGEST, html_to_text
from .model import AttachmentKind, TextPart
from .names import picture_name, picture_type
from .rtf import read_rtf
from .sealed import (
    ARMOUR,
    SMIME,
    note_protection,
    open_container,
    seal,
    sealed_type,
    settle_protection,
    take_armour,
)
from .tnef import unpack_tnef
from .transfer import decode_transfer
from .tree import Part, build_tree, normalise_line_ends
from .uuencode import take_out

_RICH = frozenset(("text/enriched", "text/richtext"))
_SHOWN = frozenset(("text/plain", "text/html", "text/markdown")) | _RICH
# Other forms of the same letter that only some programs can show, and that nobody can open as a file.
_FOR_OTHERS = frozenset(("text/x-amp-html", "text/watch-html"))
_RTF = frozenset(("text/rtf", "application/rtf", "text/richtext"))
_TNEF = frozenset(("application/ms-tnef", "application/vnd.ms-tnef"))
_MOST_ENVELOPES = 2
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_HTML_START = re.compile(r"\s*(?:<!doctype html|<html\b)", re.IGNORECASE)


def walk(raw: bytes, root: Part, *, files_allowed: int = MOST_FILES) -> Contents:
    """Visit every part in order and sort it into bodies and attachments."""
    contents = Contents(files_allowed=files_allowed)
    visit(raw, root, contents)
    _show_lone_rtf(contents)
    settle_protection(contents)
    contents.name_pictures()
    return contents


def look_inside(contents: Contents) -> None:
    """A mail without a word of its own that hands on one message is read as that message.

    The message stays an attachment; what is inside, files included, is added.
    """
    attached = [item for item in contents.attachments if item.kind == "message"]
    if contents.blocks or len(attached) != 1:
        return
    inner = normalise_line_ends(attached[0].data)
    root, warnings = build_tree(inner)
    contents.warnings += warnings
    contents.add_all(walk(inner, root, files_allowed=contents.files_allowed))


def visit(raw: bytes, root: Part, contents: Contents) -> None:
    """Add what `root` holds to `contents`; the stack is our own, so depth is no danger."""
    stack: list[tuple[Part, Block | None]] = [(root, None)]
    while stack:
        part, block = stack.pop()
        if part.main != "multipart":
            _leaf(raw, part, block, contents)
        elif part.children:
            note_protection(part, contents)
            if part.content_type == "multipart/alternative" and block is None:
                block = Block()
                contents.blocks.append(block)
            stack += [(child, block) for child in reversed(part.children)]
        else:
            _undivided(raw, part, block, contents)


def _undivided(raw: bytes, part: Part, block: Block | None, contents: Contents) -> None:
    """A multipart in which no parts were found: short ones are text, the rest is kept as it is."""
    data = raw[part.begin : part.end]
    if not data.strip():
        return
    contents.warnings.append("multipart-without-parts")
    if len(data) > 1_000_000 or b"\nContent-Type: multipart" in data:
        # A file and no message: whoever looked inside would find the same undivided whole again, level by level.
        contents.keep("undivided.eml", "message/rfc822", raw[part.whole : part.end])
    else:
        part.content_type = "text/plain"
        _add_text(part, data, block, contents)


def _leaf(raw: bytes, part: Part, block: Block | None, contents: Contents) -> None:
    if part.content_type in _FOR_OTHERS and block is not None:
        return
    encoding = part.headers.plain("content-transfer-encoding")
    data, whole = decode_transfer(raw[part.begin : part.end], encoding)
    if not whole:
        contents.warnings.append("transfer-encoding")
    value = part.headers.raw("content-disposition")
    disposition, parameters = parse_parameters(value) if value else ("", {})
    name = parameters.get("filename") or part.parameters.get("name") or ""
    # A name alone does not make a file of the first text, nor of one of two forms of the same words.
    as_text = not name or not contents.texts or block is not None
    shown = part.content_type in _SHOWN and disposition != "attachment" and as_text
    if shown and not _is_something_else(part.content_type, name, data):
        _add_text(part, data, block, contents)
    elif data or name:
        _add_file(part, data, name, disposition, contents)


def _is_something_else(content_type: str, name: str, data: bytes) -> bool:
    """Whether a part that calls itself a text is a calendar, a part of a seal, or RTF."""
    if content_type == "text/richtext" and data.lstrip()[:5] == b"{\\rtf":
        return True
    return bool(name) and (is_calendar(content_type, name, data) or bool(sealed_type(content_type, name, data)))


def _add_text(part: Part, data: bytes, block: Block | None, contents: Contents) -> None:
    if len(data) > MOST_TEXT_BYTES:
        contents.keep("", part.content_type, data, charset=part.parameters.get("charset"))
        contents.warnings.append("truncated-text")
        data = data[:MOST_TEXT_BYTES]
    text, guessed = _decode_text(part, data)
    if guessed:
        contents.warnings.append("charset-guessed")
    if not text.strip("\0 \t\r\n"):
        return
    content_type = part.content_type
    if "content-type" not in part.headers and _HTML_START.match(text):
        content_type = "text/html"
    contents.texts.append(TextPart(content_type, text))
    if block is None:
        block = Block()
        contents.blocks.append(block)
    if content_type == "text/html":
        _add_page(text, block, contents)
    else:
        if b"\nbegin " in data or data.startswith(b"begin "):
            text = _without_files(part, data, contents)
        block.plain.append(_readable(part, text, contents))


def _add_page(html: str, block: Block, contents: Contents) -> None:
    if contents.pages > LARGEST:
        contents.keep("", "text/html", html.encode("utf-8", "replace"), charset="utf-8")
        contents.warnings.append("truncated-text")
        return
    contents.pages += len(html)
    if len(html) > LARGEST:
        contents.warnings.append("truncated-text")
    if not is_bearable(html[:LARGEST]):
        contents.warnings.append("unbearable-html")
    if ARMOUR not in html:
        block.html.append(html)
    elif not block.plain:
        block.plain.append(take_armour(html_to_text(html), contents))


def _without_files(part: Part, data: bytes, contents: Contents) -> str:
    """The text of a part that holds uuencoded files, which become attachments."""
    data, files = take_out(data)
    for name, content in files:
        contents.keep(decode_bytes(name)[0], "application/octet-stream", content)
    return _decode_text(part, data)[0]


def _decode_text(part: Part, data: bytes) -> tuple[str, bool]:
    declared = part.parameters.get("charset", "")
    if not declared and part.content_type == "text/html" and not data.isascii():
        match = _META_CHARSET.search(data[:2_000])
        declared = match[1].decode("ascii") if match else ""
    text, guessed = decode_bytes(data, declared)
    return text.replace("\0", "") if "\0" in text else text, guessed


def _readable(part: Part, text: str, contents: Contents) -> str:
    """The text as a person reads it: line ends in one form, flowed lines joined, marks and armour taken out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    if part.content_type in _RICH:
        text = enriched_to_text(text, rich=part.content_type == "text/richtext")
    text = take_armour(text, contents)
    if part.parameters.get("format", "").lower() == "flowed":
        text = unflow(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")
    return text


def unflow(text: str, *, delete_space: bool) -> str:
    """Join the soft line breaks of format=flowed (RFC 3676); quoted and signature lines keep theirs."""
    joined: list[list[str]] = []
    soft = False
    for line in text.split("\n"):
        line = line[1:] if line.startswith(" ") else line
        plain = not line.startswith(">") and line not in ("-- ", "--")
        goes_on = plain and line.endswith(" ")
        words = line[:-1] if goes_on and delete_space else line
        if soft and plain:
            joined[-1].append(words)
        else:
            joined.append([words])
        soft = goes_on
    return "\n".join(map("".join, joined))


def _add_file(part: Part, data: bytes, name: str, disposition: str, contents: Contents) -> None:
    content_type = part.content_type
    if content_type in _TNEF or name.lower() == "winmail.dat":
        if _unpacked(data, contents):
            return
        contents.warnings.append("tnef-unreadable")
    if is_mail(content_type, name, data):
        content_type = "message/rfc822"
    if content_type.startswith("message/") or content_type == "text/rfc822-headers":
        contents.reports.append((content_type, data))
    kind, inner = _kind(part, content_type, name, data, contents)
    if inner:
        _open_mail(inner, contents)
    cid = part.headers.text("content-id").strip("<> ").removeprefix("cid:") or None
    location = part.headers.text("content-location") or None
    if cid or location:
        content_type = picture_type(content_type, data)
    if not name and content_type.startswith("image/"):
        name = picture_name(cid or "", content_type)
    contents.keep(
        name or (location or "").rpartition("/")[2],
        content_type,
        data,
        kind=kind,
        cid=cid,
        inline=disposition == "inline",
        charset=part.parameters.get("charset"),
        location=location,
    )


def _open_mail(content: bytes, contents: Contents) -> None:
    """The mail inside an S/MIME container."""
    if contents.envelopes >= _MOST_ENVELOPES:
        contents.warnings.append("truncated-nesting")
        return
    contents.envelopes += 1
    inner = normalise_line_ends(content)
    root, warnings = build_tree(inner)
    contents.warnings += warnings
    visit(inner, root, contents)


def _kind(part: Part, content_type: str, name: str, data: bytes, contents: Contents) -> tuple[AttachmentKind, bytes]:
    """What kind of file it is, and the mail that it holds where it is a container of one."""
    sealed = sealed_type(content_type, name, data)
    if sealed in SMIME:
        return open_container(part, name, data, contents)
    if sealed:
        return seal(sealed, name, data, contents), b""
    if is_calendar(content_type, name, data):
        return "invitation", b""
    if contents.protected == "encrypted" and content_type == "application/octet-stream":
        return "encrypted", b""
    return ("message" if content_type in ("message/rfc822", "message/global") else "file"), b""


def _show_lone_rtf(contents: Contents) -> None:
    """Show the words of RTF that stands where a letter would; the file stays, too."""
    if contents.blocks or any(item.kind != "file" for item in contents.attachments):
        return
    for item in contents.attachments:
        found = read_rtf(item.data) if item.content_type in _RTF else None
        if found is not None and found[1].strip():
            contents.texts.append(TextPart(*found))
            page = found[0] == "text/html"
            contents.blocks.append(Block(html=[found[1]]) if page else Block(plain=[found[1]]))
            return


def _unpacked(data: bytes, contents: Contents) -> bool:
    """Put the contents of a winmail.dat in its place."""
    tnef = unpack_tnef(data)
    if tnef is None:
        return False
    for name, content_type, content in tnef.files:
        contents.keep(name, content_type, content)
    for content_type, text in tnef.bodies:
        contents.texts.append(TextPart(content_type, text))
        block = Block(html=[text]) if content_type == "text/html" else Block(plain=[text])
        contents.blocks.append(block)
    return True
