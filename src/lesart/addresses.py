"""Address fields (RFC 5322 section 3.4) read leniently on raw bytes; names are decoded after splitting."""

from __future__ import annotations

import re
from unicodedata import normalize

from .headers import Headers
from .model import Address
from .words import decode_words

_TOKEN = re.compile(
    rb'"(?:[^"\\]|\\.)*"|\\.'  # a quoted string, a quoted character
    rb"|=\?[^?\s]{0,80}\?[bBqQ]\?[^?]*\?="  # an encoded word may hold any of the separators
    rb'|<(?:"(?:[^"\\]|\\.)*"|[^<>"])*+>'  # brackets may stand inside a quoted local part
    rb"|<[^<>]*>?|\[[^\[\]]*\]?|[(),;:]|[^\s\"<>\[\](),;:=]+|\s+|.",
    re.DOTALL,
)
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_QUOTED_ADDRESS = re.compile(rb'"(?:[^"\\]|\\.)*"\s*@\s*[^\s"@]+')
_ATOMS = re.compile(r"[^\s\"(),:;<>@\[\\\].]+(?:\.[^\s\"(),:;<>@\[\\\].]+)*")
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
    """Split one field into mailboxes; groups are dissolved, a comment is the name when there is no other.

    Many programs write names with commas and no quotes: what stands before an address belongs to its name.
    """
    found: list[Address] = []
    start = 0
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
            start = _close(found, words, comment, angle, start)
            words, comment, angle = [], [], None
            if len(found) >= _MOST:
                return found
        elif token == b":" and not any(b"@" in word for word in words):
            words, comment, angle, start = [], [], None, len(found)
        elif token[:1] == b"<" and len(token) > 1:
            angle = token[1:].removesuffix(b">") if angle is None or b"@" not in angle else angle
        else:
            words.append(token)
    _close(found, words, comment, angle, start)
    return found


def _close(found: list[Address], words: list[bytes], comment: list[bytes], angle: bytes | None, start: int) -> int:
    """Add the mailbox that ends here; returns from where on names may belong to the next address."""
    if angle is not None:
        name = _name(words) or _name(comment)
        address = _clean(angle)
        if not address and "@" in name and " " not in name:
            name, address = "", name
    else:
        name, address = _bare(words)
        name = name or _name(comment)
    bracketed = angle is not None
    if "@" in address:
        name = _joined_name(found[start:], name, address, bracketed=bracketed)
        del found[start:]
    if address or name:
        found.append(Address(name if name != address else "", address))
    return len(found) if "@" in address or bracketed else start


def _joined_name(before: list[Address], name: str, address: str, *, bracketed: bool) -> str:
    """'Roe, Jane <j@x>' is one person. Without brackets the last word of the name may touch the at sign."""
    if not before:
        return name
    # A name with a remark ('Roe (Sales), Jane') was read as an address with one.
    names = [
        f"{each.address} ({each.name})" if each.name and each.address else each.name or each.address for each in before
    ]
    local = address.rpartition("@")[0]
    said = " ".join([*names, name]).casefold()
    if name and not bracketed and not all(word in said for word in re.split(r"[._-]", local.casefold())):
        name = f"{name} {local}"
    return ", ".join(filter(None, [*names, name]))[:500]


def _bare(words: list[bytes]) -> tuple[str, str]:
    """A mailbox without angle brackets: the word with the at sign is the address, the rest is the name."""
    joined = b"".join(words).strip()
    if not joined:
        return "", ""
    if _QUOTED_ADDRESS.fullmatch(joined):
        return "", _clean(joined)
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
    text = decode_words(raw).strip("<> '")
    if (quoted := _QUOTED.match(text)) and text[quoted.end() :].lstrip()[:1] == "@":
        return _quoted_local(quoted, text[quoted.end() :])
    text = text.replace(" ", "").strip("<>'\"")
    if text.startswith("@") and ":" in text:
        text = text.rpartition(":")[2]
    text = text.removeprefix("mailto:").removeprefix("MAILTO:")
    local, at, domain = text.rpartition("@")
    if at and not (local and domain):
        return ""
    return _put_together(local, domain) if at else text[:1000]


def _quoted_local(quoted: re.Match[str], rest: str) -> str:
    """'"Jane Roe"@x' keeps its quotes; where they change nothing (RFC 5322, 3.4.1) they are left out."""
    plain = re.sub(r"\\(.)", r"\1", quoted[1])
    domain = rest.replace(" ", "").lstrip("@").strip("<>'\"")
    if not plain or not domain or "@" in domain:
        return ""
    return _put_together(plain if _ATOMS.fullmatch(plain) else quoted[0], domain)


def _put_together(local: str, domain: str) -> str:
    """Letters in one form: a decomposed 'ö' is the same mailbox (RFC 6532, 3.1)."""
    return normalize("NFC", f"{local}@{domain.lower().rstrip('.')}")[:1000]
