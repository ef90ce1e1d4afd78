"""The small pattern language of the rule packs, compiled to regular expressions.

====================  ================================================================
``nicht zuständig``   these words one after the other; a comma may stand between them
``(a|b c)``           one of these
``[a|b]``             one of these, or nothing
``zuständig*``        any ending; ``*gesagt`` any beginning
``{sein}``            a list of words named in the pack's ``words.toml``
``..`` and ``...``    up to two, up to six words in between
``<what: (a|b)>``     remember the words for the better wording
``!(a|b)``            not followed by these
``^``                 only at the start of a sentence
====================  ================================================================

A better wording that ends in ``~`` stands for an aside: inside a sentence the aside goes with its commas.
Case does not matter, except for the German pronouns of politeness (``Sie``, ``Ihnen``, ``Ihr...``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tonfall._review.words import word_set

_TOKEN = re.compile(r"\s*(?:(\.{2,3})|<(\w+):|([()\[\]|>!^])|\{(\w+)\}|([^\s()\[\]|<>!^{}]+))")
_SEPARATOR = r",?\s+"
_ANY_WORD = r"[\w'’€%-]+"
_POLITE = word_set("Sie Ihnen Ihr Ihre Ihren Ihrem Ihrer Ihres")
_GAPS = {"..": 2, "...": 6}


class PatternError(ValueError):
    """The pattern cannot be read; trying again does not help."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern with the words of which at least one must be in the text for it to match."""

    source: str
    regex: re.Pattern[str]
    anchors: tuple[str, ...]

    def may_match(self, low: str) -> bool:
        """Say quickly whether ``low`` (text in lower case) can contain a match at all."""
        for anchor in self.anchors:  # noqa: SIM110 - a plain loop is twice as fast, and this runs most of all
            if anchor in low:
                return True
        return False

    def search(self, text: str, low: str, start: int = 0) -> re.Match[str] | None:
        """Return the first match in ``text`` from ``start`` on; ``low`` is the same text in lower case."""
        return self.regex.search(text, start) if self.may_match(low) else None


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of expression; ``kind`` decides how it is joined: word, optional, gap or zero width."""

    kind: str
    regex: str
    anchors: tuple[str, ...] = ()


def compile_pattern(source: str, words: Mapping[str, str]) -> Pattern:
    """Return ``source`` compiled; ``words`` maps macro names to alternatives (``"bin|sind"``).

    Raises ``PatternError`` when brackets do not close, a macro is unknown or nothing must match.
    """
    reader = _Reader(_tokens(source), words)
    part = reader.alternatives()
    if reader.rest():
        raise PatternError(f"unread rest in pattern: {source}")
    if not part.regex or not part.anchors:
        raise PatternError(f"pattern without a word that must match: {source}")
    return Pattern(source, re.compile(rf"(?<!\w){part.regex}(?!\w)", re.IGNORECASE), part.anchors)


def _tokens(source: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    position = 0
    while source[position:].strip():
        match = _TOKEN.match(source, position)
        if match is None:
            raise PatternError(f"unreadable pattern: {source}")
        kind = ("gap", "name", "sign", "macro", "word")[(match.lastindex or 1) - 1]
        found.append((kind, match.group(match.lastindex or 1)))
        position = match.end()
    return found


class _Reader:
    """Recursive descent over the tokens of one pattern."""

    def __init__(self, tokens: list[tuple[str, str]], words: Mapping[str, str]) -> None:
        self._tokens = tokens
        self._words = words
        self._at = 0

    def rest(self) -> bool:
        return self._at < len(self._tokens)

    def alternatives(self) -> _Part:
        """Read ``a|b|c`` up to a closing sign."""
        choices = [self._sequence()]
        while self._next_is("|"):
            self._at += 1
            choices.append(self._sequence())
        if len(choices) == 1:
            return choices[0]
        if any(choice.kind == "gap" for choice in choices):
            raise PatternError("a gap cannot be one of several choices")
        anchors = tuple(dict.fromkeys(a for choice in choices for a in choice.anchors))
        complete = all(choice.anchors for choice in choices)
        return _Part("word", f"(?:{'|'.join(choice.regex for choice in choices)})", anchors if complete else ())

    def _sequence(self) -> _Part:
        parts: list[_Part] = []
        while self.rest() and not any(self._next_is(sign) for sign in "|)]>"):
            parts.append(self._item())
        if len(parts) == 1 and parts[0].kind == "gap":
            return parts[0]
        return _join(parts)

    def _item(self) -> _Part:
        if not self.rest():
            raise PatternError("a pattern cannot end here")
        kind, value = self._tokens[self._at]
        self._at += 1
        if kind == "gap":
            return _Part("gap", value)
        if kind == "macro":
            return self._macro(value)
        if kind == "name":
            inner = self._closed(">")
            return _Part("word", f"(?P<{value}>{inner.regex})", inner.anchors)
        if kind == "word":
            return _word(value)
        return self._sign(value)

    def _sign(self, value: str) -> _Part:
        if value == "(":
            inner = self._closed(")")
            return _Part("word", f"(?:{inner.regex})", inner.anchors)
        if value == "[":
            inner = self._closed("]")
            return inner if inner.kind == "gap" else _Part("optional", f"(?:{inner.regex})")
        if value == "^":
            return _Part("zero", r"\A")
        if value == "!":
            return _Part("not", f"(?!{_SEPARATOR}{self._item().regex}(?!\\w))")
        raise PatternError(f"unexpected {value}")

    def _macro(self, name: str) -> _Part:
        if name not in self._words:
            raise PatternError(f"unknown word list: {name}")
        inner = _Reader(_tokens(self._words[name]), self._words).alternatives()
        return _Part("word", f"(?:{inner.regex})", inner.anchors)

    def _closed(self, sign: str) -> _Part:
        inner = self.alternatives()
        if not self._next_is(sign):
            raise PatternError(f"missing {sign}")
        self._at += 1
        return inner

    def _next_is(self, sign: str) -> bool:
        return self.rest() and self._tokens[self._at] == ("sign", sign)


def _word(value: str) -> _Part:
    left, right, core = value.startswith("*"), value.endswith("*"), value.strip("*")
    regex = re.escape(core)
    if core in _POLITE:
        regex = f"(?-i:{regex})"
    anchors = (core.lower(),) if core else ()
    return _Part("word", left * r"\w*" + regex + right * r"\w*", anchors)


def _join(parts: list[_Part]) -> _Part:
    """Join parts with separators; the rarest-looking mandatory part gives the anchors."""
    regex = ""
    anchors: tuple[str, ...] = ()
    begun = False
    for part in parts:
        if part.kind == "gap":
            if not begun:
                raise PatternError("a gap needs a word before it")
            regex += f"(?:{_SEPARATOR}{_ANY_WORD}){{0,{_GAPS[part.regex]}}}?"
        elif part.kind in ("zero", "not"):
            regex += part.regex
        elif part.kind == "optional":
            regex += f"(?:{_SEPARATOR}{part.regex})?" if begun else f"(?:{part.regex}{_SEPARATOR})?"
        else:
            regex += f"{_SEPARATOR}{part.regex}" if begun else part.regex
            anchors = max(anchors, part.anchors, key=_rarity)
            begun = True
    return _Part("word", regex, anchors)


def _rarity(anchors: tuple[str, ...]) -> int:
    return min((len(anchor) for anchor in anchors), default=0)
