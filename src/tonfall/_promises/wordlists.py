"""Word lists are written as running text and used as sets."""

from __future__ import annotations


def bag(text: str) -> frozenset[str]:
    """Return the words of ``text`` as a set, casefolded as the words of a clause are (ß becomes ss)."""
    return frozenset(text.casefold().split())
