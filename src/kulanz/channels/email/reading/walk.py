"""From the tree of parts to what people see: bodies in order, files beside them."""

import re

from kulanz.channels.email.reading.charset import decode_bytes
from kulanz.channels.email.reading.contents import Block, Contents
from kulanz.channels.email.reading.headers import parse_parameters
from kulanz.channels.email.reading.model import AttachmentKind, TextPart
from kulanz.channels.email.reading.smime import signed_content
from kulanz.channels.email.reading.tnef import unpack_tnef
from kulanz.channels.email.reading.transfer import decode_transfer
from kulanz.channels.email.reading.tree import Part, build_tree, normalise_line_ends
from kulanz.channels.email.reading.uuencode import take_out

_SHOWN = frozenset(("text/plain", "text/html", "text/enriched", "text/richtext", "text/markdown"))
_TNEF = frozenset(("application/ms-tnef", "application/vnd.ms-tnef"))
_SIGNATURES = frozenset(("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"))
_SMIME = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime"))
_MOST_ENVELOPES = 2
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_HTML_START = re.compile(r"\s*(?:<!doctype html|<html\b)", re.IGNORECASE)
_PGP_ARMOUR = re.compile(r"-----BEGIN PGP MESSAGE-----.*?(?:-----END PGP MESSAGE-----|\Z)", re.DOTALL)


def walk(raw: bytes, root: Part) -> Contents:
    """Visit every part in order and sort it into bodies and attachments."""
    contents = Contents()
    visit(raw, root, contents)
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
    found = walk(inner, root)
    contents.texts += found.texts
    contents.blocks += found.blocks
    contents.attachments += found.attachments
    contents.warnings += [*warnings, *found.warnings]


def visit(raw: bytes, root: Part, contents: Contents) -> None:
    """Add what `root` holds to `contents`; the stack is our own, so depth is no danger."""
    stack: list[tuple[Part, Block | None]] = [(root, None)]
    while stack:
        part, block = stack.pop()
        if part.main != "multipart":
            _leaf(raw, part, block, contents)
        elif part.children:
            _note_protection(part, contents)
            if part.content_type == "multipart/alternative" and block is None:
                block = Block()
                contents.blocks.append(block)
            stack += [(child, block) for child in reversed(part.children)]
        else:
            _undivided(raw, part, block, contents)


def _note_protection(part: Part, contents: Contents) -> None:
    if part.content_type == "multipart/encrypted":
        contents.protected = "encrypted"
    elif part.content_type == "multipart/signed" and contents.protected is None:
        contents.protected = "signed"


def _undivided(raw: bytes, part: Part, block: Block | None, contents: Contents) -> None:
    """A multipart in which no parts were found: short ones are text, the rest is kept as it is."""
    data = raw[part.begin : part.end]
    if not data.strip():
        return
    contents.warnings.append("multipart-without-parts")
    if len(data) > 1_000_000 or b"\nContent-Type: multipart" in data:
        contents.keep("undivided.eml", "message/rfc822", raw[part.whole : part.end], kind="message")
    else:
        part.content_type = "text/plain"
        _add_text(part, data, block, contents)


def _leaf(raw: bytes, part: Part, block: Block | None, contents: Contents) -> None:
    encoding = part.headers.plain("content-transfer-encoding")
    data, whole = decode_transfer(raw[part.begin : part.end], encoding)
    if not whole:
        contents.warnings.append("transfer-encoding")
    value = part.headers.raw("content-disposition")
    disposition, parameters = parse_parameters(value) if value else ("", {})
    name = parameters.get("filename") or part.parameters.get("name") or ""
    # A name alone does not make a file of the first text, nor of one of two forms of the same words.
    as_text = not name or not contents.texts or block is not None
    if part.content_type in _SHOWN and disposition != "attachment" and as_text:
        _add_text(part, data, block, contents)
    elif data or name:
        _add_file(part, data, name, disposition, contents)


def _add_text(part: Part, data: bytes, block: Block | None, contents: Contents) -> None:
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
        block.html.append(text)
    else:
        if b"\nbegin " in data or data.startswith(b"begin "):
            text = _without_files(part, data, contents)
        block.plain.append(_readable(part, text, contents))


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
    """The text as a person reads it: line ends in one form, flowed lines joined, armour taken out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    if "-----BEGIN PGP MESSAGE-----" in text:
        for armour in _PGP_ARMOUR.findall(text)[:20]:
            contents.keep("message.asc", "application/pgp-encrypted", armour.encode(), kind="encrypted")
        contents.protected = "encrypted"
        text = _PGP_ARMOUR.sub("", text)
    elif "-----BEGIN PGP SIGNED MESSAGE-----" in text and contents.protected is None:
        contents.protected = "signed"
    if part.parameters.get("format", "").lower() == "flowed":
        text = unflow(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")
    return text


def unflow(text: str, *, delete_space: bool) -> str:
    """Join the soft line breaks of format=flowed (RFC 3676); quoted and signature lines keep theirs."""
    joined: list[str] = []
    soft = False
    for line in text.split("\n"):
        line = line[1:] if line.startswith(" ") else line
        plain = not line.startswith(">") and line not in ("-- ", "--")
        if soft and plain:
            joined[-1] += line
        else:
            joined.append(line)
        soft = plain and line.endswith(" ")
        if soft and delete_space:
            joined[-1] = joined[-1][:-1]
    return "\n".join(joined)


def _add_file(part: Part, data: bytes, name: str, disposition: str, contents: Contents) -> None:
    content_type = part.content_type
    if content_type in _TNEF or name.lower() == "winmail.dat":
        if _unpacked(data, contents):
            return
        contents.warnings.append("tnef-unreadable")
    if content_type in _SMIME:
        _open_envelope(part, data, contents)
    if content_type.startswith("message/") or content_type == "text/rfc822-headers":
        contents.reports.append((content_type, data))
    contents.keep(
        name or part.headers.text("content-location").rpartition("/")[2],
        content_type,
        data,
        kind=_kind(part, contents),
        cid=part.headers.plain("content-id").strip("<> ") or None,
        inline=disposition == "inline",
        charset=part.parameters.get("charset"),
    )


def _open_envelope(part: Part, data: bytes, contents: Contents) -> None:
    """An S/MIME container: signed ones hold a mail that is read, encrypted ones stay closed."""
    content = signed_content(data)
    signed = content is not None or part.parameters.get("smime-type", "").lower() == "signed-data"
    contents.protected = "signed" if signed else "encrypted"
    if content and contents.envelopes < _MOST_ENVELOPES:
        contents.envelopes += 1
        inner = normalise_line_ends(content)
        root, warnings = build_tree(inner)
        contents.warnings += warnings
        visit(inner, root, contents)


def _kind(part: Part, contents: Contents) -> AttachmentKind:
    content_type = part.content_type
    if content_type in ("text/calendar", "application/ics"):
        return "invitation"
    if content_type in _SIGNATURES:
        return "signature"
    if content_type == "application/pgp-encrypted" or (content_type in _SMIME):
        return "signature" if contents.protected == "signed" else "encrypted"
    if contents.protected == "encrypted" and content_type == "application/octet-stream":
        return "encrypted"
    return "message" if content_type in ("message/rfc822", "message/global") else "file"


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
