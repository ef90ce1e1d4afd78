"""The header block on raw bytes: splitting, unfolding, parameters (RFC 5322, RFC 2045, RFC 2231)."""

import re
from urllib.parse import unquote_to_bytes

from kulanz.channels.email.reading.charset import decode_bytes
from kulanz.channels.email.reading.words import decode_words

_NAME = re.compile(rb"[!-9;-~]+[ \t]*:")
_KNOWN = re.compile(
    rb"(?:from|to|cc|subject|date|sender|reply-to|message-id|mime-version|received|return-path|references"
    rb"|in-reply-to|content-[a-z-]+|x-[a-z0-9-]+|list-[a-z-]+|user-agent|priority|errors-to)[ \t]*:",
    re.IGNORECASE,
)
_CONTENT_FIELD = re.compile(rb"content-[a-z-]{1,40}[ \t]*:", re.IGNORECASE)
_PARAMETER = re.compile(rb';\s*([^\s=;"]{1,80})\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)', re.DOTALL)
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_LONGEST_VALUE = 65_536


class Headers:
    """Header fields in their order, looked up by name in any case, values as raw unfolded bytes."""

    __slots__ = ("_values", "items")

    def __init__(self, items: list[tuple[str, bytes]]) -> None:
        self.items = items
        self._values: dict[str, list[bytes]] = {}
        for name, value in items:
            self._values.setdefault(name, []).append(value)

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def raw(self, name: str) -> bytes:
        """First value of the field as bytes, empty when it is absent; cut at 64 KiB."""
        values = self._values.get(name)
        return values[0][:_LONGEST_VALUE] if values else b""

    def all(self, name: str) -> list[bytes]:
        """Every value of the field, in order."""
        return self._values.get(name, [])

    def text(self, name: str) -> str:
        """First value decoded completely: encoded words resolved, white space flattened."""
        value = self.raw(name)
        return decode_words(value) if value else ""

    def plain(self, name: str) -> str:
        """First value of a field that is ASCII by its grammar (ids, keywords), without encoded words."""
        return self.raw(name).decode("latin-1").strip()


def split_head(raw: bytes, start: int, end: int) -> tuple[Headers, int]:
    """Read the header block of `raw[start:end]`; returns the fields and where the body begins."""
    position = _skip_envelope_line(raw, start, end)
    items: list[tuple[str, list[bytes]]] = []
    while position < end:
        stop = raw.find(b"\n", position, end)
        following = end if stop < 0 else stop + 1
        line = raw[position : following if stop < 0 else stop].rstrip(b"\r")
        if not line:
            return _finish(items), following
        if line[0] in b" \t":
            if items:
                items[-1][1].append(line)
        elif _NAME.match(line):
            name, _, value = line.partition(b":")
            items.append((name.rstrip().decode("latin-1").lower(), [value]))
        elif items and _header_goes_on(raw, following, end):
            items[-1][1].append(line)
        elif items or not _header_goes_on(raw, following, end):
            return _finish(items), position
        position = following
    return _finish(items), end


def _skip_envelope_line(raw: bytes, start: int, end: int) -> int:
    """Skip empty lines on top (only when a header follows) and the 'From ' line of mailbox files.

    Inside a mail an empty line on top ends the fields of a part, whatever its text begins with: 'Hinweis: ...'.
    """
    field = _CONTENT_FIELD if start else _NAME
    position = start
    while position < end and raw[position] in b"\r\n":
        position += 1
    if raw.startswith((b"From ", b">From "), position, end):
        stop = raw.find(b"\n", position, end)
        return end if stop < 0 else stop + 1
    return position if position == start or field.match(raw, position, min(end, position + 80)) else start


def _header_goes_on(raw: bytes, position: int, end: int) -> bool:
    """A line that is no header is a broken fold, not the body, when a well-known field follows at once."""
    return _KNOWN.match(raw, position, min(end, position + 80)) is not None


def _finish(items: list[tuple[str, list[bytes]]]) -> Headers:
    return Headers([(name, lines[0].strip() if len(lines) == 1 else unfold(lines)) for name, lines in items])


def unfold(lines: list[bytes]) -> bytes:
    """Join the lines of one field; a fold counts as one space."""
    return b" ".join(line.strip() for line in lines).strip()


def parse_parameters(value: bytes) -> tuple[str, dict[str, str]]:
    """Split 'text/plain; charset=utf-8' into the lower-case value and its decoded parameters.

    Continuations and percent-encoding (RFC 2231) are resolved; encoded words inside (not allowed, but usual)
    too. The first of two parameters of one name wins.
    """
    value = value[:_LONGEST_VALUE]
    head = value.partition(b";")[0].strip().decode("latin-1").lower()
    if b";" not in value:
        return head, {}
    plain: dict[str, str] = {}
    extended: dict[str, list[tuple[int, bool, bytes]]] = {}
    for match in _PARAMETER.finditer(value, value.find(b";")):
        name = match[1].decode("latin-1").lower()
        content = _unquote(match[2])
        if "*" in name:
            base, section, encoded = _section(name)
            extended.setdefault(base, []).append((section, encoded, content))
        else:
            plain.setdefault(name, decode_words(content) if name in ("name", "filename") else _simple(content))
    for base, pieces in extended.items():
        plain[base] = _join_sections(pieces)
    return head, plain


def _simple(content: bytes) -> str:
    return content.decode("latin-1").replace("\0", "").strip()


def _unquote(content: bytes) -> bytes:
    content = content.strip()
    if content[:1] == b'"':
        content = content[1:-1] if len(content) > 1 and content[-1:] == b'"' else content[1:]
        return _ESCAPED.sub(rb"\1", content) if b"\\" in content else content
    return content


def _section(name: str) -> tuple[str, int, bool]:
    base, *rest = name.split("*")
    number = int(rest[0]) if rest and rest[0].isdecimal() and len(rest[0]) < 6 else 0
    return base, number, rest[-1] == ""


def _join_sections(pieces: list[tuple[int, bool, bytes]]) -> str:
    charset, joined = "", b""
    for index, (_, encoded, content) in enumerate(sorted(pieces, key=lambda piece: piece[0])):
        if encoded:
            if index == 0 and content.count(b"'") >= 2:
                name, _, content = content.split(b"'", 2)
                charset = name.decode("latin-1")
            content = unquote_to_bytes(content)
        joined += content
    return decode_bytes(joined, charset)[0].replace("\0", "").strip()
