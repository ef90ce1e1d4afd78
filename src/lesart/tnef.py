"""Files and bodies inside a winmail.dat (Transport Neutral Encapsulation Format, [MS-OXTNEF]).

The stream is read directly: the packaged reader copies the rest of the stream for every object and trusts
counts in it, so that a few damaged bytes could stop the mail room.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from .charset import decode_bytes
from .rtf import read_compressed_rtf

_SIGNATURE = 0x223E9F78
_TITLE, _DATA, _RENDERING, _PROPERTIES = 0x8010, 0x800F, 0x9002, 0x9005
_BODY, _MESSAGE_PROPERTIES, _CODEPAGE = 0x800C, 0x9003, 0x9007
_FILE_NAME, _LONG_NAME, _DISPLAY_NAME, _CONTENT_TYPE, _OBJECT = 0x3704, 0x3707, 0x3001, 0x370E, 0x3701
_PLAIN, _HTML, _RTF, _INTERNET_CODEPAGE = 0x1000, 0x1013, 0x1009, 0x3FDE
_TEXT, _UNICODE, _EMBEDDED, _BINARY = 0x1E, 0x1F, 0x0D, 0x102
_SIZES = {0x02: 4, 0x03: 4, 0x04: 4, 0x0A: 4, 0x0B: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x14: 8, 0x40: 8, 0x48: 16}
_MOST = 2_000
_DEEPEST = 4


@dataclass(slots=True)
class Tnef:
    """`files` as (name, content type, bytes), `bodies` as (content type, text)."""

    files: list[tuple[str, str, bytes]] = field(default_factory=list)
    bodies: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _File:
    title: str = ""
    long_name: str = ""
    content_type: str = "application/octet-stream"
    data: bytes = b""
    embedded: bytes = b""


def unpack_tnef(data: bytes, depth: int = 0) -> Tnef | None:
    """Take a TNEF stream apart; None when it is none. A broken end loses only what is broken."""
    if len(data) < 6 or struct.unpack_from("<I", data)[0] != _SIGNATURE:
        return None
    found, files = Tnef(), list[_File]()
    codepage = "cp1252"
    for name, content in _objects(data):
        if name == _CODEPAGE and len(content) >= 4:
            codepage = f"cp{struct.unpack_from('<I', content)[0]}"
        elif name == _BODY:
            found.bodies.append(("text/plain", _string(content, codepage)))
        elif name == _MESSAGE_PROPERTIES:
            found.bodies += _bodies(content, codepage)
        elif name == _RENDERING:
            files.append(_File())
        elif files:
            _fill(files[-1], name, content, codepage)
    for file in files:
        _finish(file, found, depth)
    found.bodies = [body for body in found.bodies if body[1].strip()][:2]
    return found


def _objects(data: bytes) -> list[tuple[int, bytes]]:
    """(attribute number, content) of each object: level, attribute, type, length, content, checksum."""
    objects: list[tuple[int, bytes]] = []
    position = 6
    while position + 9 <= len(data) and len(objects) < _MOST:
        level, name, _, length = struct.unpack_from("<BHHI", data, position)
        if level not in (1, 2):
            break
        objects.append((name, data[position + 9 : position + 9 + length]))
        position += 9 + length + 2
    return objects


def _fill(file: _File, name: int, content: bytes, codepage: str) -> None:
    if name == _TITLE:
        file.title = file.title or _string(content, codepage)
    elif name == _DATA:
        file.data = content
    elif name == _PROPERTIES:
        for kind, number, value in _properties(content):
            if number == _LONG_NAME:
                file.long_name = _value(kind, value, codepage)
            elif number in (_FILE_NAME, _DISPLAY_NAME):
                file.title = file.title or _value(kind, value, codepage)
            elif number == _CONTENT_TYPE:
                file.content_type = _value(kind, value, codepage).lower() or file.content_type
            elif number == _OBJECT and kind in (_EMBEDDED, _BINARY):
                file.embedded = value[16:] if kind == _EMBEDDED else value


def _finish(file: _File, found: Tnef, depth: int) -> None:
    """A file inside; a message inside a message gives its own files and is kept itself as well."""
    name = file.long_name or file.title
    if file.data or not file.embedded:
        found.files.append((name, file.content_type, file.data))
    if file.embedded:
        found.files.append((name, "application/octet-stream", file.embedded))
    if depth < _DEEPEST:
        inner = unpack_tnef(file.embedded, depth + 1)
        found.files += inner.files if inner else []


def _bodies(content: bytes, codepage: str) -> list[tuple[str, str]]:
    bodies: list[tuple[str, str]] = []
    html, rtf = b"", None
    for kind, number, value in _properties(content):
        if number == _INTERNET_CODEPAGE and len(value) >= 4:
            page = struct.unpack_from("<I", value)[0]
            codepage = "utf-8" if page == 65001 else f"cp{page}"
        elif number == _PLAIN:
            bodies.append(("text/plain", _value(kind, value, codepage)))
        elif number == _HTML:
            html = value
        elif number == _RTF:
            rtf = read_compressed_rtf(value)
    if html:
        bodies.append(("text/html", _string(html, codepage)))
    return [*bodies, rtf] if rtf and not bodies else bodies


def _properties(content: bytes) -> list[tuple[int, int, bytes]]:
    """(type, number, first value) of each MAPI property; reading stops at the first that does not fit."""
    found: list[tuple[int, int, bytes]] = []
    try:
        count, position = min(struct.unpack_from("<I", content)[0], _MOST), 4
        for _ in range(count):
            kind, number = struct.unpack_from("<HH", content, position)
            position = _skip_name(content, position + 4) if number >= 0x8000 else position + 4
            value, position = _read_values(content, position, kind)
            found.append((kind & 0xFFF, number, value))
    except (struct.error, ValueError):
        return found
    return found


def _skip_name(content: bytes, position: int) -> int:
    named_by_text, length = struct.unpack_from("<II", content, position + 16)
    return position + 24 + (_padded(length) if named_by_text else 0)


def _read_values(content: bytes, position: int, kind: int) -> tuple[bytes, int]:
    many, base = bool(kind & 0x1000), kind & 0xFFF
    variable = base in (_TEXT, _UNICODE, _EMBEDDED, _BINARY)
    count = 1
    if many or variable:
        (count,) = struct.unpack_from("<I", content, position)
        position += 4
    if count > _MOST:
        raise ValueError("more values than a property holds")
    first: bytes | None = None
    for _ in range(count):
        if variable:
            (length,) = struct.unpack_from("<I", content, position)
            value, position = content[position + 4 : position + 4 + length], position + 4 + _padded(length)
        else:
            length = _SIZES.get(base, 4)
            value, position = content[position : position + length], position + length
        first = value if first is None else first
    return first or b"", position


def _padded(length: int) -> int:
    return (length + 3) // 4 * 4


def _value(kind: int, value: bytes, codepage: str) -> str:
    return _string(value, "utf-16-le" if kind == _UNICODE else codepage)


def _string(value: bytes, codepage: str) -> str:
    return decode_bytes(value, codepage)[0].rstrip("\0").replace("\0", "")
