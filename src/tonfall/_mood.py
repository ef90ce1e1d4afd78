"""Mood of a customer's message from cues that everybody can see; each cue is shown with its words.

No score is computed for people: the level is what an experienced colleague would say at a glance, and the
cues are the reason. Rules are in ``lexicon/mood.toml``; capitals and runs of exclamation marks are read here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from tonfall._grammar import Match, load
from tonfall._memory import forgetful
from tonfall._spans import Places
from tonfall._text import Span
from tonfall._tokens import tokens

MoodLevel = Literal["calm", "upset", "urgent"]
CueKind = Literal[
    "repetition", "waiting", "complaint", "disappointment", "leaving", "legal", "capitals", "exclamation",
    "urgency", "emergency", "thanks", "cancelling", "resolved",
]  # fmt: skip

# One strong cue is enough for "upset", of the weak ones it takes two.
_STRONG = frozenset(("repetition", "complaint", "disappointment", "leaving", "legal"))
_WEAK = frozenset(("waiting", "capitals", "exclamation", "cancelling"))
# Waiting that already hurts: weeks with "nun schon", being passed around, nobody who answers.
_SHARP = "waiting-sharp"
_PRESSING = frozenset(("urgency", "emergency"))
_EXCLAIMED = re.compile(r"!{2,}|\?{2,}|[!?]*(?:!\?|\?!)[!?]*")
_SHOUTED = re.compile(r"\b[A-ZÄÖÜ]{2,}(?:[ ,]+[A-ZÄÖÜ]{2,}){1,}\b")
_SHOUTED_ONE = re.compile(
    r"\b(?:NICHT|NIE|NIEMALS|NICHTS|SOFORT|ENDLICH|IMMER|KEINE?|NIEMAND|NEVER|NOT|NOW|STILL|ALWAYS|NOTHING)\b"
)


@dataclass(frozen=True, slots=True)
class MoodCue:
    """One visible sign of mood: its kind and the words that show it."""

    kind: CueKind
    span: Span


@dataclass(frozen=True, slots=True)
class Mood:
    """What :func:`read_mood` saw: the level and the cues behind it, in order of place."""

    level: MoodLevel
    cues: tuple[MoodCue, ...]


@forgetful
def read_mood(text: str) -> Mood:
    """Return the mood level of ``text`` (German or English) with every cue that speaks for or against it.

    ``urgent`` means that time or safety presses, whatever the tone; ``upset`` that the customer shows
    anger, disappointment or thoughts of leaving; ``calm`` everything else. Denied cues (*nicht verärgert*,
    *no rush*) do not count, and thanks outweigh a single weak cue. Never raises.
    """
    seen = _seen(text)
    return Mood(_level(seen), tuple(MoodCue(m.kind, m.span) for m in seen))  # type: ignore[arg-type]


def _seen(text: str) -> list[Match]:
    matches = load("mood").read(tokens(text))
    spared = Places(m.span for m in matches if m.kind == "spare")
    found = [m for m in matches if m.kind != "spare" and not spared.touch(m.span)]
    found += [Match("exclamation", "", Span(*m.span())) for m in _EXCLAIMED.finditer(text)]
    stands_out = text.upper() != text or len(text) > 3
    for pattern in (_SHOUTED, _SHOUTED_ONE):
        found += [
            Match("capitals", "", Span(*m.span())) for m in pattern.finditer(text) if _is_shouted(m.group(), stands_out)
        ]
    return _without_nested(found)


def _is_shouted(words: str, stands_out: bool) -> bool:
    """Tell shouting from abbreviations: at least two words with a vowel and one of four letters."""
    parts = re.findall(r"\w+", words)
    if len(parts) == 1:
        return stands_out
    return max(map(len, parts)) >= 4 and sum(bool(re.search("[AEIOUÄÖÜ]", p)) for p in parts) >= 2


def _without_nested(found: list[Match]) -> list[Match]:
    """Keep the widest of several matches of one kind in the same place."""
    kept: list[Match] = []
    reach: dict[str, int] = {}  # how far the last one of each kind goes: they come in order of their beginnings
    for match in sorted(found, key=lambda m: (m.span.start, m.rule != _SHARP, -m.span.end)):
        if match.span.start >= reach.get(match.kind, 0):
            kept.append(match)
            reach[match.kind] = match.span.end
    return kept


def _level(seen: list[Match]) -> MoodLevel:
    kinds = {match.kind for match in seen}
    if kinds & _PRESSING:
        return "urgent"
    strong = sum(m.kind in _STRONG or m.rule == _SHARP for m in seen)
    weak = sum(m.kind in _WEAK and m.rule != _SHARP for m in seen)
    eased = 3 * ("resolved" in kinds) + (0 if strong else "thanks" in kinds)
    return "upset" if 2 * strong + weak - eased >= 2 else "calm"
