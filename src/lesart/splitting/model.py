"""What a split mail body looks like: two texts and the pieces they are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["own", "quote", "header", "signature", "footer", "app-footer", "forwarded"]


@dataclass(frozen=True, slots=True)
class Segment:
    """One run of a body: ``text[start:end]`` of the text that was split, and whether it is shown.

    ``forwarded`` is a foreign mail that the writer hands on and that is therefore shown.
    A ``quote`` is shown where it was picked by hand and answered below.
    """

    kind: Kind
    start: int
    end: int
    shown: bool


@dataclass(frozen=True, slots=True)
class Split:
    """A body in two: ``visible`` is what the writer said, ``hidden`` all the rest.

    Together they hold every word of the body, in its order within each. ``segments`` cover the body
    without gaps; their offsets count in ``text`` (for HTML the text that was read out of it).
    """

    visible: str
    hidden: str
    segments: tuple[Segment, ...]
    text: str


def assemble(text: str, segments: Sequence[Segment]) -> Split:
    """Join neighbouring segments of one kind and collect the two texts."""
    joined: list[Segment] = []
    for piece in segments:
        last = joined[-1] if joined else None
        if last and (last.kind, last.shown) == (piece.kind, piece.shown):
            joined[-1] = Segment(last.kind, last.start, piece.end, last.shown)
        elif piece.start < piece.end:
            joined.append(piece)
    visible = _collect(text, joined, shown=True)
    hidden = _collect(text, joined, shown=False)
    return Split(visible, hidden, tuple(joined), text)


def _collect(text: str, segments: Sequence[Segment], *, shown: bool) -> str:
    pieces: list[str] = []
    start = end = 0
    for piece in segments:
        if piece.shown is not shown:
            continue
        if piece.start > end:
            pieces.append(text[start:end].strip())
            start = piece.start
        end = piece.end
    pieces.append(text[start:end].strip())
    return "\n\n".join(piece for piece in pieces if piece)
