"""Files from outside leave the house as downloads that cannot run in our address space."""

from __future__ import annotations

import re

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404

# What may be shown inside a letter; everything else is saved, never opened in our address space.
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


def download(file: FieldFile, *, name: str, picture: str = "") -> FileResponse:
    """Answer with the bytes of a file, saved under ``name``.

    ``picture`` is a content type; one of ``PICTURES`` is shown inside a page instead. Raises ``Http404`` where the file
    is gone from its storage.
    """
    inline = picture in PICTURES
    try:
        content = file.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    response = FileResponse(
        content,
        as_attachment=not inline,
        # A name may come from anybody's mail: a line break in it would split the header.
        filename=_CONTROL.sub(" ", name).replace("/", "_").strip() or "file",
        content_type=picture if inline else "application/octet-stream",
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
