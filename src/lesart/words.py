"""Encoded words (RFC 2047), decoded on bytes: adjacent ones are joined before the charset is applied."""

from __future__ import annotations

import re
from binascii import Error, a2b_base64, a2b_qp

from .charset import decode_bytes

# Encoded text may hold blanks and a few question marks in the wild; the bound keeps the search linear.
_WORD = re.compile(rb"=\?([^?\s]{0,80})\?([bBqQ])\?([^?]*(?:\?(?!=)[^?]*){0,3})\?=")
_SPACE = re.compile(r"[ \t\r\n\0]+")
_ROUNDS = 3


def decode_words(value: bytes) -> str:
    """Header bytes to text: encoded words of any charset, raw 8-bit text, white space flattened."""
    if b"=?" not in value:
        text = decode_bytes(value)[0]
    else:
        text = _decode(value)
        # Some gateways encode what was encoded already.
        for _ in range(_ROUNDS):
            if "=?" not in text or "?=" not in text:
                break
            again = _decode(text.encode("utf-8", "replace"))
            if again == text:
                break
            text = again
    return _SPACE.sub(" ", text).strip()


def _decode(value: bytes) -> str:
    pieces: list[str] = []
    pending, charset, position = b"", "", 0
    for match in _WORD.finditer(value):
        between = value[position : match.start()]
        position = match.end()
        name = match[1].partition(b"*")[0].decode("latin-1").lower()
        blank = not between.strip()
        if pending and not (blank and name == charset):
            pieces.append(decode_bytes(pending, charset)[0])
            pending = b""
        if not blank:
            pieces.append(decode_bytes(between)[0])
        charset = name
        pending += _payload(match[2], match[3])
    if pending:
        pieces.append(decode_bytes(pending, charset)[0])
    pieces.append(decode_bytes(value[position:])[0])
    return "".join(pieces)


def _payload(kind: bytes, content: bytes) -> bytes:
    if kind in b"qQ":
        return a2b_qp(content.replace(b" ", b"_"), header=True)
    content = re.sub(rb"[^A-Za-z0-9+/]", b"", content)
    try:
        return a2b_base64(content + b"=" * (-len(content) % 4))
    except Error:
        return a2b_base64(content[: len(content) // 4 * 4])
