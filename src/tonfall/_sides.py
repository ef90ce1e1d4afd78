"""The four-sides reading aid: what a message may say besides its words.

Model: F. Schulz von Thun, *Miteinander reden 1* (1981): fact, self-disclosure, relation, appeal. What is
offered here are possible readings for a person to weigh, each with the words that suggest it; nothing is a
finding.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tonfall._facts import find_facts
from tonfall._grammar import load
from tonfall._memory import forgetful
from tonfall._questions import find_questions
from tonfall._summary import Summary, summarise
from tonfall._text import Span
from tonfall._tokens import tokens

Side = Literal["fact", "self", "relation", "appeal"]
_PER_SIDE = 2


@dataclass(frozen=True, slots=True)
class PossibleReading:
    """One possible reading: ``side``, a ``key`` for the interface's catalogue, and the words that suggest it.

    Keys: ``fact.matter``, ``fact.detail``; ``self.`` disappointed, angry, helpless, worried, pressed, glad;
    ``relation.`` not-heard, distrust, reproach, trust, leaving, respect; ``appeal.wish``,
    ``appeal.question``.
    """

    side: Side
    key: str
    span: Span


@forgetful
def four_sides(text: str, summary: Summary | None = None) -> tuple[PossibleReading, ...]:
    """Return up to two possible readings per side, in the order fact, self, relation, appeal.

    ``summary`` is what :func:`summarise` gave for the same text, made here when missing. A side the text does
    not suggest is left out. Never raises.
    """
    brief = summary or summarise(text, facts=find_facts(text), questions=find_questions(text))
    found = _fact_side(brief)
    matches = sorted(load("sides").read(tokens(text)), key=lambda m: (m.span.start, -m.span.end))
    for side in ("self", "relation"):
        seen: dict[str, Span] = {}
        for match in matches:
            if match.kind.startswith(side + "."):
                seen.setdefault(match.kind, match.span)
        found += [PossibleReading(side, key, span) for key, span in list(seen.items())[:_PER_SIDE]]
    return tuple(found + _appeal_side(brief))


def _fact_side(brief: Summary) -> list[PossibleReading]:
    found = [PossibleReading("fact", "fact.matter", brief.matter)] if brief.matter else []
    detail = next(
        (
            f.span
            for f in brief.facts
            if f.kind != "product" and (brief.matter is None or not brief.matter.covers(f.span))
        ),
        None,
    )
    return [*found, PossibleReading("fact", "fact.detail", detail)] if detail else found


def _appeal_side(brief: Summary) -> list[PossibleReading]:
    found = [PossibleReading("appeal", "appeal.wish", brief.wish)] if brief.wish else []
    if brief.open:
        found.append(PossibleReading("appeal", "appeal.question", brief.open[0].span))
    return found
