"""Word grammars: readable rules over folded tokens, read from TOML files.

A rule file has ``[lists]`` (name = words) and ``[[rule]]`` tables with ``kind`` and ``say``, some phrases.
A phrase is a row of elements, one blank apart:

========== ==============================================================================
``wort``   that word, folded (``fuer``, ``groesse``)
``wort*``  a word beginning so; ``*wort`` one ending so
``{name}`` a word of the list ``name``
``[a|b c]`` one of several phrases
``x?``     the element may be missing
``_``      any one word
``..``     up to three words, no mark between; ``.-`` the same without ``du``, ``Sie``, ``ihr``, ``you``
``...``    up to eight words inside the sentence, commas allowed
``,``      a pause; ``^`` start and ``$`` end of a clause
========== ==============================================================================

List entries are lemmas that match with common endings; ``=wort`` matches only itself, ``*wort`` also as the
last part of a compound.
"""

from __future__ import annotations

import re
import string
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from tonfall._text import Span
from tonfall._tokens import Token, fold
from tonfall._wordlists import table

_ENDINGS = ("", "e", "n", "s", "en", "er", "es", "em", "in", "innen", "ern", "t", "ste", "sten", "ster")
_REMEMBERED = 20_000
_LONGEST_WORD = 40  # longer "words" are keys and links; looking for compounds in them would cost
_TAG = r"(?:~\w+)?"
_WORD = rf' [^ ,.?"~]+{_TAG}'
_GAPS = {
    ".-": rf"(?:(?! (?:du|sie|ihr|you|u)[ ~]){_WORD}){{0,3}}?",
    "..": rf"(?:{_WORD}){{0,3}}?",
    "...": rf"(?:{_WORD}| ,){{0,8}}?",
    "_": _WORD,
    ",": " ,",
}
_EDGES = {"^": r'(?:^|(?<=[,.?"]))', "$": r'(?= [,.?"]|$)'}
_ELEMENT = re.compile(r"\[[^\]]*\]\??|\S+")


@dataclass(frozen=True, slots=True)
class Match:
    """What a rule saw: its kind and name, and the place of the whole match in the original text."""

    kind: str
    rule: str
    span: Span


class _Need(NamedTuple):
    """What must occur for a phrase to match: one of the words or tags, or one of the pieces of text."""

    words: frozenset[str]
    pieces: tuple[str, ...]

    def is_met(self, seen: set[str], tagged: str) -> bool:
        return not self.words.isdisjoint(seen) or any(piece in tagged for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class _Phrase:
    kind: str
    rule: str
    pattern: re.Pattern[str]
    needs: tuple[_Need, ...]


class Lexicon:
    """The word lists of a rule file, each with a one-letter tag."""

    def __init__(self, lists: dict[str, list[str]]) -> None:
        self.letters = dict(zip(lists, string.ascii_letters, strict=False))
        self._exact: dict[str, str] = {}
        self._lemmas: dict[str, str] = {}
        self._heads: dict[str, str] = {}
        for name, entries in lists.items():
            for entry in entries:
                self._enter(fold(entry), self.letters[name])
        self._known: dict[str, tuple[str, tuple[str, ...]]] = {}

    def _enter(self, entry: str, letter: str) -> None:
        if entry.startswith("="):
            self._exact[entry[1:]] = self._exact.get(entry[1:], "") + letter
            return
        lemma = entry.lstrip("*")
        self._lemmas[lemma] = self._lemmas.get(lemma, "") + letter
        if entry.startswith("*"):
            self._heads[lemma] = self._heads.get(lemma, "") + letter

    def tags(self, word: str) -> str:
        """Return the letters of all lists ``word`` (folded) belongs to, empty when none."""
        return self.piece(word)[0].partition("~")[2]

    def piece(self, word: str) -> tuple[str, tuple[str, ...]]:
        """Return ``word`` as the patterns see it, `` word~ab``, and its tags ``~a``, ``~b``; remembered."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            letters = self._look_up(word)
            known = f" {word}~{letters}" if letters else " " + word, tuple("~" + one for one in letters)
            self._known[word] = known
        return known

    def _look_up(self, word: str) -> str:
        letters = set(self._exact.get(word, ""))
        if len(word) > _LONGEST_WORD:
            return ""
        for ending in _ENDINGS:
            if not word.endswith(ending) or len(word) - len(ending) < 2:
                continue
            lemma = word[: len(word) - len(ending)]
            letters.update(self._lemmas.get(lemma, ""))
            for start in range(2, len(lemma) - 2):
                letters.update(self._heads.get(lemma[start:], ""))
        return "".join(sorted(letters))

    def words(self) -> frozenset[str]:
        """Return every listed word as it is listed, without its marks."""
        return frozenset(self._exact) | frozenset(self._lemmas)


class Grammar:
    """All rules of one or more files, ready to read tokens."""

    def __init__(self, lexicon: Lexicon, rules: list[dict[str, object]]) -> None:
        self.lexicon = lexicon
        self._phrases = [p for rule in rules for p in _phrases(rule, lexicon)]

    def read(self, tokens: tuple[Token, ...]) -> list[Match]:
        """Return every match of every rule over ``tokens``, in order of the rules."""
        tagged, starts, seen = self._tagged(tokens)
        found: list[Match] = []
        for phrase in self._phrases:
            if all(need.is_met(seen, tagged) for need in phrase.needs):
                for match in phrase.pattern.finditer(tagged):
                    found.append(Match(phrase.kind, phrase.rule, _span(match, tokens, starts)))
        return found

    def _tagged(self, tokens: tuple[Token, ...]) -> tuple[str, list[int], set[str]]:
        parts: list[str] = []
        starts: list[int] = []
        seen = {token.low for token in tokens}
        length = 0
        for token in tokens:
            piece, tags = self.lexicon.piece(token.low)
            if tags:
                seen.update(tags)
            starts.append(length)
            length += len(piece)
            parts.append(piece)
        return "".join(parts), starts, seen


@cache
def load(*names: str) -> Grammar:
    """Return the grammar of the rule files ``names`` in the package's ``lexicon`` folder, read once."""
    lists: dict[str, list[str]] = {}
    rules: list[dict[str, object]] = []
    for name in names:
        pack = table(name)
        for key, words in pack.get("lists", {}).items():
            lists.setdefault(key, []).extend(words.split() if isinstance(words, str) else words)
        rules.extend(pack.get("rule", []))
    return Grammar(Lexicon(lists), rules)


def _span(match: re.Match[str], tokens: tuple[Token, ...], starts: list[int]) -> Span:
    first = bisect_right(starts, match.start()) - 1
    last = bisect_right(starts, max(match.start(), match.end() - 1)) - 1
    while last > first and not tokens[last].is_word:
        last -= 1
    while first < last and not tokens[first].is_word:
        first += 1
    return Span(tokens[first].span.start, tokens[last].span.end)


def _phrases(rule: dict[str, object], lexicon: Lexicon) -> list[_Phrase]:
    kind, name, says = str(rule["kind"]), str(rule.get("id", rule["kind"])), rule["say"]
    assert isinstance(says, list)
    made = []
    for say in says:
        body, needs = _compile(str(say), lexicon)
        made.append(_Phrase(kind, name, re.compile(body + r"(?![^ ])"), tuple(map(_need, needs))))
    return made


def _need(probes: tuple[str, ...]) -> _Need:
    return _Need(
        frozenset(p for p in probes if not p.startswith("*")),
        tuple(p[1:] for p in probes if p.startswith("*")),
    )


def _compile(say: str, lexicon: Lexicon) -> tuple[str, list[tuple[str, ...]]]:
    body: list[str] = []
    needs: list[tuple[str, ...]] = []
    for element in _ELEMENT.findall(say):
        optional = element.endswith("?") and len(element) > 1
        bare = element[:-1] if optional else element
        pattern, probes = _element(bare, lexicon)
        body.append(f"(?:{pattern})?" if optional else pattern)
        if probes and not optional:
            needs.append(probes)
    return "".join(body), needs


def _element(element: str, lexicon: Lexicon) -> tuple[str, tuple[str, ...]]:
    """Return the pattern of one element and what must occur for it to match: words, tags or ``*pieces``."""
    if element in _GAPS or element in _EDGES:
        return _GAPS.get(element) or _EDGES[element], ()
    if element.startswith("["):
        made = [_compile(choice, lexicon) for choice in element[1:-1].split("|")]
        probes = [needs[0] if needs else () for _, needs in made]
        known = tuple(p for probe in probes for p in probe) if all(probes) else ()
        return "(?:" + "|".join(body for body, _ in made) + ")", known
    if element.startswith("{"):
        letter = lexicon.letters[element[1:-1]]
        return rf" [^ ~]+~\w*{letter}\w*", ("~" + letter,)
    stem = re.escape(fold(element.strip("*")))
    left = "[^ ~]*" if element.startswith("*") else ""
    right = "[^ ~]*" if element.endswith("*") else ""
    probe = fold(element.strip("*"))
    return f" {left}{stem}{right}{_TAG}", ((f"*{probe}" if left else f"* {probe}") if left or right else probe,)
