"""The compressed RTF body of a winmail.dat ([MS-OXRTFCP]) and the text or HTML in it ([MS-OXRTFEX])."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field

from .charset import decode_bytes, whole_characters

_COMPRESSED, _PLAIN = b"LZFu", b"MELA"
# The dictionary every stream begins with (section 2.1.2.1 of the specification).
_FIRST = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor "
    rb"MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0" + b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_RING = 4096
_LARGEST = 1_000_000
_TOKEN = re.compile(rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z'])|([{}])|([^\\{}]+)", re.IGNORECASE)
_HIDDEN_NAMES = "fonttbl colortbl stylesheet info pict object header footer listtable listoverridetable generator"
_HIDDEN = frozenset(name.encode() for name in _HIDDEN_NAMES.split())
_BREAKS = {b"par": "\n", b"line": "\n", b"tab": "\t", b"emdash": "—", b"endash": "–", b"bullet": "•"}
_BREAKS |= {b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”"}


def read_compressed_rtf(data: bytes) -> tuple[str, str] | None:
    """(content type, text) of a compressed RTF body, None when it is none; a million bytes are read at most.

    RTF that was made from HTML gives the HTML, any other its words.
    """
    rtf = decompress(data)
    return None if rtf is None else read_rtf(rtf)


def read_rtf(rtf: bytes) -> tuple[str, str] | None:
    """The same of RTF as it stands in a file."""
    rtf = rtf[:_LARGEST]
    if not rtf.lstrip().startswith(b"{\\rtf"):
        return None
    from_html = b"\\fromhtml" in rtf[:2_000]
    reader = _Reader()
    for match in _TOKEN.finditer(rtf.rstrip(b"\0")):
        reader.take(match)
    reader.flush()
    return ("text/html" if from_html else "text/plain", whole_characters("".join(reader.pieces)).strip("\0"))


def decompress(data: bytes) -> bytes | None:
    """Undo the compression; what a cut stream still holds is given back, None when it is another format."""
    if len(data) < 16:
        return None
    size, kind = struct.unpack_from("<I", data, 4)[0], data[8:12]
    if kind == _PLAIN:
        return data[16 : 16 + size]
    if kind != _COMPRESSED:
        return None
    out = bytearray(_FIRST)
    position, end = 16, min(size, _LARGEST) + len(_FIRST)
    while position < len(data) and len(out) < end:
        control = data[position]
        position += 1
        for bit in range(8):
            if not control >> bit & 1:
                out += data[position : position + 1]
                position += 1
            elif position + 2 > len(data) or not _copy(out, data[position], data[position + 1]):
                return bytes(out[len(_FIRST) : end])
            else:
                position += 2
    return bytes(out[len(_FIRST) : end])


def _copy(out: bytearray, high: int, low: int) -> bool:
    """Repeat up to 17 bytes from the ring of the last 4,096; a reference to the writing place is the end."""
    offset, length = high << 4 | low >> 4, (low & 15) + 2
    distance = (len(out) - offset) % _RING
    if distance == 0 or distance > len(out):
        return False
    for _ in range(length):
        out.append(out[-distance])
    return True


@dataclass(slots=True)
class _Reader:
    """Collects the words of RTF; groups that are no text are passed over."""

    pieces: list[str] = field(default_factory=list)
    pending: bytearray = field(default_factory=bytearray)
    stack: list[tuple[bool, int]] = field(default_factory=list)
    hidden: bool = False
    skipped: int = 1
    to_skip: int = 0
    suppressed: bool = False
    starred: bool = False
    codepage: str = "cp1252"

    def take(self, match: re.Match[bytes]) -> None:
        word, number, code, symbol, brace, text = match.groups()
        if brace:
            self.group(brace)
        elif word:
            self.control(word.lower(), int(number) if number else None)
        elif code:
            self.raw(bytes((int(code, 16),)))
        elif symbol:
            self.symbol(symbol)
        else:
            self.raw(text.replace(b"\r", b"").replace(b"\n", b""))

    def group(self, brace: bytes) -> None:
        if brace == b"{":
            if len(self.stack) < 10_000:
                self.stack.append((self.hidden, self.skipped))
        elif self.stack:
            self.hidden, self.skipped = self.stack.pop()
        self.starred = False

    def symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self.starred = True
        elif symbol in (b"\\", b"{", b"}"):
            self.raw(symbol)
        elif symbol == b"~":
            self.say("\xa0")

    def control(self, word: bytes, number: int | None) -> None:
        if word == b"htmltag":
            self.starred = False
        elif word == b"htmlrtf":
            self.suppressed = number != 0
        elif word in _HIDDEN or self.starred:
            self.hidden, self.starred = True, False
        elif word == b"ansicpg" and number:
            self.codepage = f"cp{number}"
        elif word == b"uc" and number is not None:
            self.skipped = number
        elif word == b"u" and number is not None:
            self.say(chr(number % 65_536))
            self.to_skip = self.skipped
        elif word in _BREAKS:
            self.say(_BREAKS[word])

    def raw(self, data: bytes) -> None:
        cut = min(self.to_skip, len(data))
        self.to_skip -= cut
        if not self.hidden and not self.suppressed:
            self.pending += data[cut:]

    def say(self, text: str) -> None:
        if not self.hidden and not self.suppressed:
            self.flush()
            self.pieces.append(text)

    def flush(self) -> None:
        if self.pending:
            self.pieces.append(decode_bytes(bytes(self.pending), self.codepage)[0])
            self.pending.clear()
