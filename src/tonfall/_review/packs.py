"""The readable rule packs: TOML in ``tonfall/rules/<language>``, read once, compiled when first needed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Literal, cast

from tonfall._review.model import Level
from tonfall._review.patterns import Pattern, compile_pattern

PackLanguage = Literal["de", "en"]
LANGUAGES: tuple[PackLanguage, ...] = ("de", "en")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One wording a rule looks for.

    ``every`` are patterns that must all be found in one clause, in any order; a single one is an ordinary
    pattern. ``replace`` is the better wording (empty: nothing to offer), ``scope`` how much of the text it
    stands for.
    """

    every: tuple[Pattern, ...]
    replace: str | None
    scope: Literal["phrase", "clause", "sentence"]


@dataclass(frozen=True, slots=True)
class Example:
    """A draft that must (bad) or must not (good) be noted by its rule, with the context it needs."""

    text: str
    context: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as people read it; ``unless`` silences it in its sentence, ``unless_near`` also after it."""

    id: str
    level: Level
    title: str
    reason: str
    better: str
    phrases: tuple[Phrase, ...]
    unless: tuple[Pattern, ...]
    unless_near: tuple[Pattern, ...]
    good: tuple[Example, ...]
    bad: tuple[Example, ...]

    @property
    def family(self) -> str:
        """Return the part of the id before the dot: ``wall`` for ``wall.rules``."""
        return self.id.split(".")[0]


@dataclass(frozen=True, slots=True)
class Pack:
    """All rules of one language, its word lists, and its cue patterns (what checks look for in a letter)."""

    language: PackLanguage
    rules: Mapping[str, Rule]
    words: Mapping[str, str]
    cues: Mapping[str, tuple[Pattern, ...]]

    def family(self, name: str) -> tuple[Rule, ...]:
        """Return the rules whose id begins with ``name`` and a dot, in the order of the pack."""
        return tuple(rule for rule in self.rules.values() if rule.family == name)

    def says(self, cue: str, text: str) -> bool:
        """Say whether one of the patterns of ``cue`` occurs in ``text``."""
        low = text.lower()
        return any(pattern.search(text, low) for pattern in self.cues[cue])


@lru_cache(maxsize=len(LANGUAGES))
def pack(language: PackLanguage) -> Pack:
    """Return the pack of ``language``; files are read and compiled on the first call only."""
    words: dict[str, str] = {}
    cues: dict[str, tuple[Pattern, ...]] = {}
    raw_rules: list[dict[str, Any]] = []
    raw_cues: dict[str, list[str]] = {}
    for content in _files(language):
        words.update(content.get("words", {}))
        raw_cues.update(content.get("cues", {}))
        raw_rules.extend(content.get("rule", []))
    for name, sources in raw_cues.items():
        cues[name] = _compiled(sources, words)
    rules = {raw["id"]: _rule(raw, words) for raw in raw_rules}
    return Pack(language, rules, words, cues)


def _files(language: PackLanguage) -> Iterator[dict[str, Any]]:
    folder = resources.files("tonfall") / "rules" / language
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            yield tomllib.loads(file.read_text(encoding="utf-8"))


def _rule(raw: Mapping[str, Any], words: Mapping[str, str]) -> Rule:
    return Rule(
        id=raw["id"],
        level=cast("Level", raw["level"]),
        title=raw["title"],
        reason=raw["reason"],
        better=raw["better"],
        phrases=tuple(_phrase(phrase, words) for phrase in raw.get("phrases", ())),
        unless=_compiled(raw.get("unless", ()), words),
        unless_near=_compiled(raw.get("unless_near", ()), words),
        good=tuple(_example(example) for example in raw["good"]),
        bad=tuple(_example(example) for example in raw["bad"]),
    )


def _phrase(raw: Mapping[str, Any] | str, words: Mapping[str, str]) -> Phrase:
    if isinstance(raw, str):
        raw = {"match": raw}
    sources = raw.get("all") or [raw["match"]]
    scope = raw.get("scope", "phrase")
    return Phrase(_compiled(sources, words), raw.get("replace"), cast("Literal['phrase']", scope))


def _example(raw: Mapping[str, Any] | str) -> Example:
    return Example(raw, {}) if isinstance(raw, str) else Example(raw["text"], raw.get("context", {}))


def _compiled(sources: Any, words: Mapping[str, str]) -> tuple[Pattern, ...]:
    return tuple(compile_pattern(source, words) for source in sources)
