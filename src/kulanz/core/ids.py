"""Ids that leave the house, which nobody can guess, and how long one that comes in may be."""

from __future__ import annotations

import secrets
import string
from collections.abc import Iterable

LONGEST_ID = 18  # digits; more than any database counts to
LONGEST_MAIL_ID = 1000  # characters of a Message-ID; a line of a mail ends at 998 (RFC 5322, 2.1.1)
_DENSE = string.ascii_letters + string.digits


def id_in(text: str) -> int | None:
    """Return the id that an address, a form or a header names in plain digits, any other count, too; else None."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_ID else None


def ids_in(texts: Iterable[str]) -> list[int]:
    """Return every id among ``texts``, in their order."""
    return [found for text in texts if (found := id_in(text)) is not None]


def public_id(length: int = 22) -> str:
    """Return an unguessable id of ``length`` letters and digits (22 of them carry 130 bits)."""
    return "".join(secrets.choice(_DENSE) for _ in range(length))
