"""The header block on raw bytes: splitting, unfolding, parameters (RFC 5322, RFC 2045, RFC 2231)."""

from __future__ import annotations

import re
from binascii import b2a_base64
from urllib.parse import unquote_to_bytes

from .charset import decode_bytes
from .words import decode_words

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
_CUT_MATTERS = ("from", "to", "cc", "reply-to", "subject")
# Lines that go on with a field although the blank in front of them was lost on the way.
_PARAMETER_LINE = re.compile(rb"[!#$%&'*+.^_`{|}~0-9A-Za-z-]{1,60}\*?=(?!\?)")
_PERCENTS = re.compile(r"(?:%[0-9A-Fa-f]{2}){2}")
_FIELD_NAME = re.compile(rb"[A-Za-z][A-Za-z0-9-]{0,60}[ \t]*:")
_ID_LINE = re.compile(rb"<[^<>\s]+@[^<>\s]*>[\s,]*(?:<[^<>\s]+>[\s,]*)*$")
_ID_FIELDS = frozenset(("references", "in-reply-to", "message-id"))
_LISTS = frozenset(("to", "cc", "bcc", "reply-to"))
_MOST_LOST = 6
_MOST_FIELDS = 5_000
_HALF_CHARACTER = re.compile(rb"([\x81-\x9f\xe0-\xfe])\\")
# Bytes of double-byte characters that look like quotation marks, backslashes and semicolons.
_ESCAPED_JAPANESE = re.compile(rb"\x1b\$(?:[@B]|\([DOQ]).*?(?:\x1b\([BJ]|\Z)", re.DOTALL)


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

    @property
    def has_cut(self) -> bool:
        """Whether a field that people read is longer than what is read of it."""
        return len(self.items) > _MOST_FIELDS or any(
            len(self._values[name][0]) > _LONGEST_VALUE for name in _CUT_MATTERS if name in self._values
        )

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
        if line[0] in b" \t" or (items and _lost_its_blank(line, *items[-1])):
            if items:
                items[-1][1].append(line)
        elif _NAME.match(line):
            name, _, value = line.partition(b":")
            # One more than counts stays, which tells has_cut that there were more.
            del items[_MOST_FIELDS:]
            items.append((name.rstrip().decode("latin-1").lower(), [value]))
        elif items and _header_goes_on(raw, following, end):
            items[-1][1].append(line)
        elif items or not _header_goes_on(raw, following, end):
            return _finish(items), position
        position = following
    return _finish(items), end


def _skip_envelope_line(raw: bytes, start: int, end: int) -> int:
    """Skip empty lines on top (only when a header follows) and the 'From ' line of mailbox files.

    A part whose first line is empty has no header: its first words may look like a field ('Adresse: Weg 1').
    """
    position = start
    while position < end and raw[position] in b"\r\n":
        position += 1
    if raw.startswith((b"From ", b">From "), position, end):
        stop = raw.find(b"\n", position, end)
        return end if stop < 0 else stop + 1
    field = _NAME if start == 0 else _CONTENT_FIELD
    return position if position == start or field.match(raw, position, min(end, position + 80)) else start


def _lost_its_blank(line: bytes, name: str, lines: list[bytes]) -> bool:
    """Whether the line can only go on with the field above: a parameter, an id, an encoded word, one more address."""
    before = lines[-1].rstrip()
    if before.endswith(b";"):
        of_a_trace = not name.startswith("content-") and not _FIELD_NAME.match(line)
        return of_a_trace or _PARAMETER_LINE.match(line) is not None
    if line.startswith(b"<") and name in _ID_FIELDS:
        return _ID_LINE.match(line) is not None
    if line.startswith(b"=?"):
        return before.endswith(b"?=") or name == "subject"
    return before.endswith(b",") and name in _LISTS and b"@" in line and not _FIELD_NAME.match(line)


def _header_goes_on(raw: bytes, position: int, end: int) -> bool:
    """Lines that are no header are a broken fold, not the body, when a well-known field follows without a gap."""
    for _ in range(_MOST_LOST):
        if _KNOWN.match(raw, position, min(end, position + 80)):
            return True
        stop = raw.find(b"\n", position, min(end, position + 1_000))
        if stop < 0 or not raw[position:stop].strip():
            return False
        position = stop + 1
    return False


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
    value = _shelter(value)
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
    for name in ("name", "filename"):
        if "%" in plain.get(name, ""):
            plain[name] = _without_percents(plain[name])
    return head, plain


def _without_percents(name: str) -> str:
    """A name that a program wrote as in a web address; one that is no UTF-8 behind the signs stays."""
    if not _PERCENTS.search(name):
        return name
    try:
        found = unquote_to_bytes(name).decode()
    except UnicodeDecodeError:
        return name
    return name if found.isascii() else found


def _shelter(value: bytes) -> bytes:
    """Raw Japanese and Chinese in a form that the grammar of parameters does not cut in the middle of a character."""
    if b"\x1b$" in value:
        value = _ESCAPED_JAPANESE.sub(
            lambda run: b"=?iso-2022-jp?B?" + b2a_base64(run[0], newline=False) + b"?=", value
        )
    if b"\\" in value and not value.isascii() and _HALF_CHARACTER.search(value):
        try:
            value.decode()
        except UnicodeDecodeError:
            value = _HALF_CHARACTER.sub(rb"\1\\\\", value)
    return value


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
    if b"=?" in joined and not charset:
        return decode_words(joined)
    return decode_bytes(joined, charset)[0].replace("\0", "").strip()
