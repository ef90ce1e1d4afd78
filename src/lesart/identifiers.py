"""Message identifiers (RFC 5322 section 3.6.4), kept without their angle brackets."""

from __future__ import annotations

import re

from .headers import Headers
from .words import decode_words

_BRACKETED = re.compile(rb"<([^<>]{1,1000})>")
_SPACE = re.compile(rb"\s+")
_MOST = 200


def identifiers(headers: Headers, field: str) -> tuple[str, ...]:
    """Every identifier of the field in order, each once, without brackets; of many the first and last 100."""
    value = headers.raw(field)
    if not value:
        return ()
    if b"=?" in value:  # a long id that a library took for words; decoded it is the id again
        value = decode_words(value).encode("utf-8", "replace")
    found = [_SPACE.sub(b"", match) for match in _BRACKETED.findall(value) if match.strip()]
    if not found:
        found = [word.strip(b"<>,;\"'") for word in value.split() if b"@" in word]
    unique = list(dict.fromkeys(item.decode("utf-8", "replace") for item in found if item))
    return tuple(unique if len(unique) <= _MOST else unique[: _MOST // 2] + unique[-_MOST // 2 :])


def first_identifier(headers: Headers, field: str) -> str | None:
    """The first identifier of the field; a bare word without brackets counts, other text does not."""
    found = identifiers(headers, field)
    if found:
        return found[0]
    value = headers.plain(field).strip("<>")
    return value if value and " " not in value and len(value) < 1000 else None
