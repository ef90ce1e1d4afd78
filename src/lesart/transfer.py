"""Transfer encodings (RFC 2045 section 6) undone on bytes, with what is broken kept as far as it goes."""

from __future__ import annotations

import re
from binascii import Error, a2b_base64, a2b_qp

_MOST_PIECES = 1_000
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/ \t\r\n\0"


def decode_transfer(data: bytes, encoding: str) -> tuple[bytes, bool]:
    """Undo a Content-Transfer-Encoding; returns the bytes and whether everything fitted.

    An unknown encoding leaves the bytes as they are. Base64 with stray characters or a missing end gives
    what can be decoded.
    """
    encoding = encoding.strip().strip("\"';").lower()
    if not encoding or encoding in ("7bit", "8bit", "binary", "7-bit", "8-bit"):
        return data, True
    if encoding in ("quoted-printable", "quotedprintable", "quoted printable"):
        return a2b_qp(data), True
    if encoding == "base64":
        return decode_base64(data)
    if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
        return data, True
    return data, False


def decode_base64(data: bytes) -> tuple[bytes, bool]:
    """Base64 bytes decoded; each padded piece on its own, since some programs glue several together.

    What is plainly no base64, because nobody encoded it, comes back unchanged.
    """
    if _is_plain(data):
        return data, False
    if b"=" not in data.rstrip(b"=\r\n \t\0"):
        return _piece(data)
    pieces = [_piece(piece) for piece in re.split(rb"=+", data, maxsplit=_MOST_PIECES) if piece]
    return b"".join(piece for piece, _ in pieces), all(whole for _, whole in pieces)


def _is_plain(data: bytes) -> bool:
    """More than one strange byte in twenty, or blanks between words: text that was never encoded."""
    head = data[:4_000].partition(b"=")[0]
    strange = len(head.translate(None, _ALPHABET))
    return strange * 20 > len(head) or head.strip().count(b" ") * 12 > len(head)


def _piece(data: bytes) -> tuple[bytes, bool]:
    try:
        return a2b_base64(data), True
    except Error:
        content = _NOT_BASE64.sub(b"", data)
    rest = len(content) % 4
    if rest == 1:
        return a2b_base64(content[:-1]), False
    return a2b_base64(content + b"=" * (-rest % 4)), rest != 0
