"""Gathers words until there are as many as are shown."""

from __future__ import annotations

import re

from .limits import CHARACTERS, Enough

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


class Gathered:
    """A text that grows up to ``CHARACTERS``; ``add`` raises ``Enough`` beyond."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._size = 0
        self.is_cut = False

    def add(self, words: str) -> None:
        """Add words, without signs that nobody can see."""
        words = _CONTROL.sub("", words)[: CHARACTERS - self._size]
        self._parts.append(words)
        self._size += len(words)
        if self._size >= CHARACTERS:
            self.cut()

    def cut(self) -> None:
        """End here: more is there than is shown. Raises ``Enough``."""
        self.is_cut = True
        raise Enough

    @property
    def text(self) -> str:
        """What was gathered, with at most one blank line between two others."""
        lines = (line.rstrip() for line in "".join(self._parts).split("\n"))
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
