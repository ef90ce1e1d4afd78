"""Whether a rule fits a case, and what would follow: asked when the house acts, and by the trial, which does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .facts import CaseFacts
from .kinds import CONDITIONS, EFFECTS
from .outlooks import GONE
from .rules import Content, RulePart, first_failing
from .sources import Sources


@dataclass(frozen=True, slots=True)
class Foreseen:
    """An effect, and by a code of ``outlooks`` why it would change nothing; "" where it would."""

    part: RulePart
    problem: str


def failing_condition(content: Content, facts: CaseFacts, sources: Sources) -> int | None:
    """Return which condition keeps a rule from running in a case, ``None`` where it runs. No query of its own."""
    held = [_holds(part, facts, sources) for part in content.conditions]
    return first_failing(held, any_of=content.any_of)


def _holds(part: RulePart, facts: CaseFacts, sources: Sources) -> bool:
    kind = CONDITIONS.named(part.kind, sources)
    return kind is not None and kind.holds(facts, part.values)  # what nobody knows any more holds for nothing


def foreseen(parts: Sequence[RulePart], facts: CaseFacts, sources: Sources) -> list[Foreseen]:
    """Return what effects would do in a case as it is. No query of its own."""
    return [Foreseen(part, _problem(part, facts, sources)) for part in parts]


def _problem(part: RulePart, facts: CaseFacts, sources: Sources) -> str:
    kind = EFFECTS.named(part.kind, sources)
    return kind.problem(facts, part.values, sources) if kind is not None else GONE
