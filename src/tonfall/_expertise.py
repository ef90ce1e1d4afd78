"""How much the customer seems to know of the matter, from their own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tonfall._grammar import load
from tonfall._memory import forgetful
from tonfall._text import Span, words
from tonfall._tokens import tokens

ExpertiseLevel = Literal["novice", "normal", "expert"]
_ENOUGH_WORDS = 8


@dataclass(frozen=True, slots=True)
class ExpertiseCue:
    """One sign of knowledge or of its lack, with its words."""

    side: Literal["novice", "expert"]
    span: Span


@dataclass(frozen=True, slots=True)
class Expertise:
    """What :func:`read_expertise` saw: the level (``None``: too short to tell) and the cues."""

    level: ExpertiseLevel | None
    cues: tuple[ExpertiseCue, ...]


@forgetful
def read_expertise(text: str) -> Expertise:
    """Return how familiar with the matter the writer of ``text`` seems.

    What customers say about themselves outweighs their vocabulary; one technical word proves nothing, two
    different ones do. A text without a cue and under eight words gives ``None``. Never raises.
    """
    matches = sorted(load("expertise").read(tokens(text)), key=lambda m: (m.span.start, -m.span.end))
    cues: list[ExpertiseCue] = []
    for match in matches:
        if not cues or cues[-1].span.end <= match.span.start:  # they come in order of their beginnings
            cues.append(ExpertiseCue("novice" if match.kind == "novice" else "expert", match.span))
    return Expertise(_level(cues, text), tuple(cues))


def _level(cues: list[ExpertiseCue], text: str) -> ExpertiseLevel | None:
    if any(c.side == "novice" for c in cues):
        return "novice"
    if len({c.span.of(text).casefold() for c in cues}) >= 2:
        return "expert"
    return "normal" if len(words(text)) >= _ENOUGH_WORDS else None
