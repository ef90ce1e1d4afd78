"""What the grammar knows of a body while it reads: one kind per line."""

from __future__ import annotations

from dataclasses import dataclass, field

from .endings import app_footer
from .lines import Line, is_rule
from .model import Kind


@dataclass(slots=True)
class Draft:
    """Lines with the kinds found so far; everything is own words until something else is proved.

    ``introduced`` says that a quoted mail was announced; ``picked`` are runs of marked lines that were not.
    """

    lines: list[Line]
    forward: bool = False
    introduced: bool = False
    picked: list[tuple[int, int]] = field(default_factory=list)
    kinds: list[Kind] = field(init=False)
    shown: list[bool] = field(init=False)

    def __post_init__(self) -> None:
        self.kinds = ["own"] * len(self.lines)
        self.shown = [True] * len(self.lines)

    def put(self, start: int, end: int, kind: Kind, *, shown: bool = False) -> None:
        """Set the kind of the lines ``start`` to ``end`` (exclusive)."""
        for index in range(start, end):
            self.kinds[index] = kind
            self.shown[index] = shown

    def last_said(self) -> int:
        """The last line in which the writer has said something; -1 for none."""
        return next((index for index in range(len(self.lines) - 1, -1, -1) if self.said(index, index + 1)), -1)

    def said(self, start: int, end: int) -> bool:
        """Has the writer said anything in these lines?"""
        return any(
            self.kinds[index] == "own" and self.lines[index].body and not _furniture(self.lines[index])
            for index in range(start, end)
        )


def _furniture(line: Line) -> bool:
    return is_rule(line) or line.raw.rstrip() == "--" or app_footer(line.body)
