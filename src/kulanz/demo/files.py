"""Small true files for the demo's attachments: a picture and a one-page PDF, drawn here, nothing borrowed."""

from __future__ import annotations

import struct
import zlib
from math import isqrt

from kulanz.cases.arrival import Upload

_WIDTH, _HEIGHT = 320, 240
_AROUND = ((_WIDTH, _WIDTH // 2), (_HEIGHT, _HEIGHT // 3))  # each size, and where the lamp hangs


def upload(name: str) -> Upload:
    """Return a file named ``name``: a soft picture of light for ``.png``, a page with its name for ``.pdf``."""
    if name.endswith(".pdf"):
        return Upload(name, "application/pdf", _pdf(name))
    return Upload(name, "image/png", _png(sum(name.encode())))


def _png(seed: int) -> bytes:
    """Draw a lamp's glow in a colour that follows from ``seed``."""
    tint = (200 + seed % 55, 150 + seed % 70, 60 + seed % 90)
    pixels = [_pixel(distance, tint) for distance in range(_WIDTH + _HEIGHT)]
    across, down = ([(each - middle) ** 2 for each in range(size)] for size, middle in _AROUND)
    rows = b"".join(b"\0" + b"".join(pixels[isqrt(x + y)] for x in across) for y in down)
    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)
    parts = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def _pixel(distance: int, tint: tuple[int, int, int]) -> bytes:
    light = max(0.12, 1 - distance / 190)
    return bytes(int(channel * light) for channel in tint)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _pdf(title: str) -> bytes:
    text = f"BT /F1 18 Tf 72 760 Td ({title}) Tj ET".encode("latin-1", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return body + b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        table,
        len(objects) + 1,
        len(body),
    )
