"""The mail inside an S/MIME signature container (RFC 8551, RFC 5652), to be read; nothing is verified."""

from __future__ import annotations

import zlib
from base64 import b64decode
from binascii import Error
from dataclasses import dataclass

_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_COMPRESSED_DATA = bytes.fromhex("2a864886f70d0109100109")
_SEQUENCE, _SET, _OID, _OCTETS, _WRAPPED = 0x30, 0x31, 0x06, 0x04, 0xA0
_DEEPEST = 24
_MOST_LOOKS = 200_000
_LARGEST = 25_000_000


@dataclass(frozen=True, slots=True)
class _Element:
    """One BER value: its tag, the range of its content, and where the next value begins."""

    tag: int
    start: int
    end: int
    following: int


def signed_content(data: bytes) -> bytes | None:
    """The bytes a SignedData value was made over; None for any other container and for a broken one.

    Empty when the signature is detached.
    """
    container, value = _opened(data, _SIGNED_DATA)
    if value is None:
        return None
    try:
        inner = next(item for item in value if item.tag == _SEQUENCE)
        content = [item for item in container.children(inner) if item.tag == _WRAPPED]
        return container.octets(content[0], 0) if content else b""
    except (IndexError, ValueError, StopIteration):
        return None


def certificates_only(data: bytes) -> bool:
    """Whether a SignedData value holds certificates and signs nothing (RFC 8551, 3.8)."""
    _, value = _opened(data, _SIGNED_DATA)
    try:
        sets = [item for item in value or [] if item.tag == _SET]
        return len(sets) == 2 and sets[-1].start == sets[-1].end and signed_content(data) == b""
    except (IndexError, ValueError):
        return False


def compressed_content(data: bytes) -> bytes | None:
    """The bytes that a CompressedData value holds (RFC 3274), at most 25 MB of them; None for anything else."""
    container, value = _opened(data, _COMPRESSED_DATA)
    if value is None:
        return None
    try:
        content = [item for item in container.children(value[-1]) if item.tag == _WRAPPED]
        return zlib.decompressobj().decompress(container.octets(content[0], 0), _LARGEST)
    except (IndexError, ValueError, zlib.error):
        return None


def _opened(data: bytes, kind: bytes) -> tuple[_Container, list[_Element] | None]:
    """The members of a container of this kind, None where it is another; one in letters (PEM) is decoded first."""
    container = _Container(_binary(data))
    try:
        outer = container.children(container.element(0, 0))
        if outer[0].tag != _OID or container.data[outer[0].start : outer[0].end] != kind:
            return container, None
        return container, container.children(container.children(outer[1])[0])
    except (IndexError, ValueError):
        return container, None


def _binary(data: bytes) -> bytes:
    if not data.startswith((b"-----BEGIN PKCS7-----", b"-----BEGIN CMS-----", b"MI")):
        return data
    letters = b"".join(line for line in data.split(b"\n") if not line.startswith(b"-----"))
    try:
        return b64decode(b"".join(letters.split()), validate=True)
    except (Error, ValueError):
        return data


@dataclass(slots=True)
class _Container:
    """BER values (X.690) read from `data`; the number of looks is bounded."""

    data: bytes
    looks: int = 0

    def element(self, position: int, depth: int) -> _Element:
        """The value at `position`; one of indefinite length ends at two zero bytes."""
        tag, length = self.data[position], self.data[position + 1]
        start = position + 2
        self.looks += 1
        if depth > _DEEPEST or self.looks > _MOST_LOOKS or tag & 0x1F == 0x1F:
            raise ValueError("not a container we read")
        if length == 0x80:
            end = start
            while self.data[end : end + 2] != b"\0\0":
                end = self.element(end, depth + 1).following
            return _Element(tag, start, end, end + 2)
        if length > 0x80:
            start += length - 0x80
            length = int.from_bytes(self.data[position + 2 : start])
        if start + length > len(self.data):
            raise ValueError("cut off")
        return _Element(tag, start, start + length, start + length)

    def children(self, parent: _Element) -> list[_Element]:
        found: list[_Element] = []
        position = parent.start
        while position < parent.end:
            found.append(self.element(position, 0))
            position = found[-1].following
        return found

    def octets(self, element: _Element, depth: int) -> bytes:
        """An octet string in one piece or in many."""
        if element.tag == _OCTETS:
            return self.data[element.start : element.end]
        if depth > _DEEPEST:
            raise ValueError("too deep")
        return b"".join(self.octets(child, depth + 1) for child in self.children(element))
