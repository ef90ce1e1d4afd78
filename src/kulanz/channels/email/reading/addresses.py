"""Address fields (RFC 5322 section 3.4) read leniently on raw bytes; names are decoded after splitting."""

import re

from kulanz.channels.email.reading.headers import Headers
from kulanz.channels.email.reading.model import Address
from kulanz.channels.email.reading.words import decode_words

_TOKEN = re.compile(
    rb'"(?:[^"\\]|\\.)*"|\\.'  # a quoted string, a quoted character
    rb"|=\?[^?\s]{0,80}\?[bBqQ]\?[^?]*\?="  # an encoded word may hold any of the separators
    rb"|<[^<>]*>?|\[[^\[\]]*\]?|[(),;:]|[^\s\"<>\[\](),;:=]+|\s+|.",
    re.DOTALL,
)
_COMMENT = re.compile(rb"\([^()]*\)")
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_LONGEST = 65_536
_MOST = 500
_SENDER_FIELDS = ("from", "sender", "reply-to", "return-path")


def find_sender(headers: Headers) -> Address | None:
    """The address of From, else of Sender, Reply-To, Return-Path in this order; never invented."""
    spare: Address | None = None
    for field in _SENDER_FIELDS:
        for value in headers.all(field)[:3]:
            for address in read_addresses(value):
                if "@" in address.address:
                    return address if address.name or spare is None else Address(spare.name, address.address)
                if spare is None and (address.address or address.name):
                    spare = address
    return Address(spare.name, spare.address) if spare and spare.address else None


def address_field(headers: Headers, field: str) -> tuple[Address, ...]:
    """Every mailbox of every field of this name, those without an address left out; 500 at most."""
    values = headers.all(field)
    if not values:
        return ()
    found = [address for value in values[:20] for address in read_addresses(value) if address.address]
    return tuple(found[:_MOST])


def read_addresses(value: bytes) -> list[Address]:
    """Split one field into mailboxes; groups are dissolved, a comment is the name when there is no other."""
    found: list[Address] = []
    words: list[bytes] = []
    comment: list[bytes] = []
    angle: bytes | None = None
    depth = 0
    for token in _TOKEN.findall(value[:_LONGEST]):
        if token == b"(":
            depth += 1
        elif depth:
            depth -= token == b")"
            comment.append(token if depth else b" ")
        elif token == b"," or token == b";":
            _close(found, words, comment, angle)
            words, comment, angle = [], [], None
            if len(found) >= _MOST:
                return found
        elif token == b":" and not any(b"@" in word for word in words):
            words, comment, angle = [], [], None
        elif token[:1] == b"<" and len(token) > 1:
            angle = token[1:].removesuffix(b">") if angle is None or b"@" not in angle else angle
        else:
            words.append(token)
    _close(found, words, comment, angle)
    return found


def _close(found: list[Address], words: list[bytes], comment: list[bytes], angle: bytes | None) -> None:
    if angle is not None:
        name = _name(words) or _name(comment)
        address = _clean(angle)
        if not address and "@" in name and " " not in name:
            name, address = "", name
    else:
        name, address = _bare(words)
        name = name or _name(comment)
    if address or name:
        found.append(Address(name if name != address else "", address))


def _bare(words: list[bytes]) -> tuple[str, str]:
    """A mailbox without angle brackets: the word with the at sign is the address, the rest is the name."""
    joined = b"".join(words).strip()
    if not joined:
        return "", ""
    pieces = joined.split()
    marked = [piece for piece in pieces if b"@" in piece]
    if len(pieces) == 1 or (len(marked) == 1 and len(marked[0]) == 1):
        return "", _clean(b"".join(pieces))
    if not marked:
        return _name(words), ""
    chosen = next((piece for piece in marked if not piece.startswith((b"@", b'"'))), marked[0])
    return _name([piece + b" " for piece in pieces if piece is not chosen]), _clean(chosen)


def _name(words: list[bytes]) -> str:
    if not words:
        return ""
    plain = [
        _ESCAPED.sub(rb"\1", word[1:-1]) if word[:1] == b'"' and word[-1:] == b'"' and len(word) > 1 else word
        for word in words
    ]
    return decode_words(b"".join(plain)).strip("'\" ")[:500]


def _clean(raw: bytes) -> str:
    """An address without route, blanks and quotes around the whole; the domain is lower-cased."""
    if b"(" in raw:
        raw = _COMMENT.sub(b"", raw)
    if b"=?" in raw:
        raw = decode_words(raw).encode("utf-8", "replace")
    text = decode_words(raw).replace(" ", "").strip("<>'\"")
    if text.startswith("@") and ":" in text:
        text = text.rpartition(":")[2]
    text = text.removeprefix("mailto:").removeprefix("MAILTO:")
    local, at, domain = text.rpartition("@")
    if at and not (local and domain):
        return ""
    return f"{local}@{domain.lower().rstrip('.')}"[:1000] if at else text[:1000]
