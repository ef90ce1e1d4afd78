"""How rules think: chains that end, words that are found, texts that are filled in. Without a database."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

LONGEST_CHAIN = 5  # rules that follow from one another
MOST_A_DAY = 20  # runs of one rule in one case
MOST_PARTS = 12  # conditions, and effects, of one rule


@dataclass(frozen=True, slots=True)
class RulePart:
    """A condition or an effect as it is kept: its kind, and plain JSON values by the names of its parameters."""

    kind: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return it as it is stored."""
        return {"kind": self.kind, **self.values}


@dataclass(frozen=True, slots=True)
class Content:
    """When, if, then: ``when`` is a trigger, ``any_of`` says that one condition is enough."""

    when: RulePart
    conditions: tuple[RulePart, ...] = ()
    effects: tuple[RulePart, ...] = ()
    any_of: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return it as it is stored."""
        return {
            "when": self.when.as_json(),
            "any_of": self.any_of,
            "if": [each.as_json() for each in self.conditions],
            "then": [each.as_json() for each in self.effects],
        }


def part_of(kept: Mapping[str, Any]) -> RulePart:
    """Return a part as it was stored."""
    return RulePart(kept["kind"], {name: value for name, value in kept.items() if name != "kind"})


def content_of(kept: Mapping[str, Any]) -> Content:
    """Return what was stored of a rule."""
    return Content(
        part_of(kept["when"]),
        tuple(part_of(each) for each in kept["if"]),
        tuple(part_of(each) for each in kept["then"]),
        kept["any_of"],
    )


def may_follow(rule_id: int, chain: Sequence[int]) -> bool:
    """Say whether a rule may run after those of a chain: each once, and no chain without end."""
    return rule_id not in chain and len(chain) < LONGEST_CHAIN


def first_failing(holds: Sequence[bool], *, any_of: bool) -> int | None:
    """Return which condition keeps a rule from running, ``None`` where it runs. Without conditions it does."""
    if any_of:
        return None if any(holds) or not holds else 0
    return next((place for place, held in enumerate(holds) if not held), None)


def words_in(typed: str) -> tuple[str, ...]:
    """Return words and phrases that somebody typed, parted by commas or lines, in compared form."""
    parts = (" ".join(each.split()).casefold() for each in re.split(r"[,;\n]", typed))
    return tuple(dict.fromkeys(each for each in parts if each))


def holds_any(text: str, words: Sequence[str]) -> bool:
    """Say whether a text holds one of some words as whole words, whatever its capitals; "retour*" finds beginnings."""
    compared = " ".join(text.casefold().split())
    return any(_pattern(word).search(compared) is not None for word in words)


def _pattern(word: str) -> re.Pattern[str]:
    end = r"" if word.endswith("*") else r"(?!\w)"
    return re.compile(rf"(?<!\w){re.escape(word.rstrip('*'))}{end}")


def added_to(draft: str, text: str) -> str:
    """Return a draft with a text below what stands there."""
    return f"{draft.rstrip()}\n\n{text}" if draft.strip() else text


def taken_out(draft: str, text: str) -> str:
    """Return a draft without a text that was added to it, whatever was written since."""
    before, found, behind = draft.partition(text)
    return "\n\n".join(filter(None, (before.strip(), behind.strip()))) if found else draft
