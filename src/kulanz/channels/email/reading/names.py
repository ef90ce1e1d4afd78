"""File names of attachments: harmless wherever they are written, made up where the mail gives none."""

import mimetypes
import re

_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_LONGEST = 200


def file_name(name: str, content_type: str, number: int) -> str:
    """A name without path, control and direction characters, 200 characters at most.

    Without a name: 'attachment-2.pdf' for the second part, by its type.
    """
    name = _UNSAFE.sub("_", name.rpartition("\\")[2].rpartition("/")[2] if name[:300] else "").strip(" ._\t")
    if name:
        stem, dot, ending = name.rpartition(".")
        if len(name) > _LONGEST and dot and len(ending) < 10:
            return stem[: _LONGEST - len(ending) - 1] + "." + ending
        return name[:_LONGEST]
    ending = ".eml" if content_type.startswith("message/rfc822") else mimetypes.guess_extension(content_type) or ""
    return f"attachment-{number}{ending or '.bin'}"
