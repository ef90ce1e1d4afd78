"""Files from outside leave the house as downloads that cannot run in our address space."""

from __future__ import annotations

import re

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404

# What may be shown inside a letter; everything else is saved, never opened in our address space.
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
# How such a file begins; what begins in another way is something else, whatever its sender says.
_BEGINNINGS = {
    "image/png": rb"\x89PNG\r\n\x1a\n",
    "image/jpeg": rb"\xff\xd8\xff",
    "image/gif": rb"GIF8[79]a",
    "image/webp": rb"RIFF....WEBP",
}
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


def download(file: FieldFile, *, name: str, picture: str = "") -> FileResponse:
    """Answer with the bytes of a file, saved under ``name``.

    ``picture`` is a content type; one of ``PICTURES`` is shown inside a page instead, if the file really is one. Raises
    ``Http404`` where the file is gone from its storage.
    """
    try:
        content = file.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    inline = bool(picture) and is_picture(content.read(16), picture)
    content.seek(0)
    response = FileResponse(
        content,
        as_attachment=not inline,
        # A name may come from anybody's mail: a line break in it would split the header.
        filename=_CONTROL.sub(" ", name).replace("/", "_").strip() or "file",
        content_type=picture if inline else "application/octet-stream",
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def is_picture(beginning: bytes, content_type: str) -> bool:
    """Whether a file that begins so (16 bytes) is a picture of one of ``PICTURES``."""
    expected = _BEGINNINGS.get(content_type)
    return expected is not None and re.match(expected, beginning, re.DOTALL) is not None
