"""Rules and what they did, in the words of their pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .content import in_words, plan_in_words
from .kinds import CONDITIONS, TRIGGERS, told_of
from .models import Macro, Rule
from .outlooks import words_of
from .queries import Ahead
from .rules import content_of, part_of
from .sources import Sources


@dataclass(frozen=True, slots=True)
class ToldRule:
    """When, if, then in words."""

    when: str
    conditions: list[str]
    effects: list[str]
    any_of: bool


def content_in_words(kept: Mapping[str, Any], sources: Sources) -> ToldRule:
    """Return what was stored of a rule in words. No query but those of ``sources``."""
    content = content_of(kept)
    return ToldRule(
        in_words(TRIGGERS, content.when, sources),
        [in_words(CONDITIONS, part, sources) for part in content.conditions],
        [plan_in_words(part, sources) for part in content.effects],
        content.any_of,
    )


def plans_in_words(macro: Macro, sources: Sources | None = None) -> list[str]:
    """Return what a macro would change, in words. As many queries as kinds of things that it names."""
    return [plan_in_words(part_of(each), sources or Sources()) for each in macro.effects]


@dataclass(frozen=True, slots=True)
class MacroAhead:
    """What one change of a macro would do in some cases: in how many of them, and why not in others."""

    words: str
    does: int
    problems: list[tuple[str, int]]


def ahead_in_words(ahead: Sequence[Ahead]) -> list[MacroAhead]:
    """Return what a macro would do, change by change."""
    sources, found = Sources(), []
    for place, first in enumerate(ahead[0].effects if ahead else ()):
        problems = Counter(each.effects[place].problem for each in ahead)
        does = problems.pop("", 0)
        why = [(words_of(code), amount) for code, amount in problems.items()]
        found.append(MacroAhead(plan_in_words(first.part, sources), does, why))
    return found


def steps_in_words(did: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    """Return what a run did, and why a step was left out, "" where it was not. No query."""
    return [
        ((str(told_of(effect)) or effect) % {"what": what}, words_of(problem) if problem else "")
        for effect, what, problem in did
    ]


def names_of(rule_ids: Iterable[int]) -> dict[int, str]:
    """Return the names of rules. One query, none for no rule."""
    wanted = set(rule_ids)
    return dict(Rule.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}
