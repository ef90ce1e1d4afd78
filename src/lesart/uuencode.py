"""Files that old programs put into the text between a 'begin' and an 'end' line (uuencode)."""

from __future__ import annotations

import re
from binascii import Error, a2b_uu

_BEGIN = re.compile(rb"^begin [0-7]{3,4} ([^\r\n]{1,200})\r*$", re.MULTILINE)
_END = re.compile(rb"^(?:`|[ ])?[ \t]*\r*\n?end[ \t]*\r*$", re.MULTILINE)


def take_out(data: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """Separate a text from the files in it: the text without them, and (name, content) of each.

    A 'begin' line that is not followed by uuencoded lines is text and stays.
    """
    if b"begin " not in data:
        return data, []
    kept: list[bytes] = []
    files: list[tuple[bytes, bytes]] = []
    position = 0
    for match in _BEGIN.finditer(data):
        if match.start() < position:
            continue
        content, stop = _decode_lines(data, match.end())
        if stop is None:
            continue
        kept.append(data[position : match.start()])
        files.append((match[1].strip(), content))
        position = stop
    kept.append(data[position:])
    return b"".join(kept), files


def _decode_lines(data: bytes, position: int) -> tuple[bytes, int | None]:
    """Decode from `position` to the 'end' line; no position comes back when these are no such lines."""
    pieces: list[bytes] = []
    position += 1
    while position < len(data):
        stop = data.find(b"\n", position)
        stop = len(data) if stop < 0 else stop
        line = data[position:stop].rstrip(b"\r")
        position = stop + 1
        if line.strip() == b"end":
            return b"".join(pieces), min(position, len(data))
        piece = _line(line)
        if piece is None:
            whole = len(pieces) > 2 and any(pieces)
            return (b"".join(pieces), position - len(line) - 1) if whole else (b"", None)
        pieces.append(piece)
    return (b"".join(pieces), len(data)) if any(pieces) else (b"", None)


def _line(line: bytes) -> bytes | None:
    if not line or not 0x20 <= line[0] <= 0x60:
        return b"" if not line.strip() else None
    length = (line[0] - 0x20) & 0x3F
    needed = (length + 2) // 3 * 4
    if abs(len(line) - 1 - needed) > 4:
        return None
    try:
        return a2b_uu(line)
    except Error:
        return _cut(line[: needed + 1])


def _cut(line: bytes) -> bytes | None:
    try:
        return a2b_uu(line)
    except Error:
        return None
