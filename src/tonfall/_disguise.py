"""Undoing disguises: ``A r s c h``, ``Idi0t``, ``W*chser`` and ``Idiooot`` read as the words they hide."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from tonfall._grammar import Lexicon
from tonfall._spans import Places
from tonfall._text import Span
from tonfall._tokens import Token, fold, tokenise, tokens

_LEET: dict[int, str] = {ord(sign): letter for sign, letter in zip("01345789@$€!|+", "oieastbgaseiit", strict=True)}
_LEET_L = _LEET | {ord("1"): "l", ord("!"): "l"}
_LEET_UMLAUT = _LEET | {ord("4"): "ae", ord("0"): "oe"}  # d4mlich, bl0d
# A single letter before stars is an insult only beside an address word; the rules read ``maskiert`` so.
_ONE_LETTER = {"f": "fuck", "s": "shit"}
_HIDDEN = re.compile(r"[*#%&_]+")
_LONGEST_DISGUISE = 60  # characters; longer chunks are keys and links
_RUN = re.compile(r"(.)\1{2,}")
# What a disguise needs: a sign or figure inside letters, a stretched letter, or letters that stand alone.
_SUSPECT = re.compile(
    r"[^\W\d_][@$*#%&+|€0-9!_]+[^\W\d_]|[^\W\d_][@$]|[@$][^\W\d_]|\b\d[^\W\d_]{3,}|\*{2}"
    r"|([^\W\d_])\1\1|\b\w[ .\-_]\w[ .\-_]\w\b|\w\*"
)
_SPACED = re.compile(r"(?<![\w$@*])(?:[\w$@*][ .\-_]{1,2}){3,}[\w$@*]+(?![\w$@*])")


def undisguised(text: str, lexicon: Lexicon) -> tuple[Token, ...]:
    """Return the tokens of ``text`` with spaced, starred, leet and stretched words read as what they hide."""
    if _SUSPECT.search(text) is None:
        return tokens(text)
    resolver = _Resolver(lexicon)
    found = tokenise(text, resolver)
    found = tuple(Token(resolver.shortened(t.low), t.span) if _RUN.search(t.low) else t for t in found)
    joined = [token for match in _SPACED.finditer(text) if (token := _joined(match, resolver))]
    taken = Places(token.span for token in joined)
    if not joined:
        return found
    return tuple(sorted([*(token for token in found if not taken.touch(token.span)), *joined], key=lambda t: t.span))


def _joined(match: re.Match[str], resolver: _Resolver) -> Token | None:
    """Return the word that letters with gaps between them spell, with or without the last piece."""
    letters, span = match.group(), Span(match.start(), match.end())
    joined = re.sub(r"[ .\-_]", "", letters)
    first, _, _last = letters.rpartition(" ")
    for candidate, reach in (
        (joined, span),
        (re.sub(r"[ .\-_]", "", first), Span(span.start, span.start + len(first))),
    ):
        known = resolver.known(fold(candidate)) if len(candidate) <= _LONGEST_DISGUISE else None
        if known is not None:
            return Token(known, reach)
    return None


class _Resolver:
    """Finds the listed word behind a disguised one."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def __call__(self, chunk: str) -> str | None:
        """Return the word that the folded ``chunk`` with digits, signs or stars hides, or ``None``."""
        if chunk.isdigit() or len(chunk) > _LONGEST_DISGUISE:
            return None
        return self.known(chunk)

    def known(self, chunk: str) -> str | None:
        for table in (_LEET, _LEET_L, _LEET_UMLAUT):
            word = self.shortened(chunk.translate(table))
            if word.isalpha() and self._is_insult(word):
                return word
        if _HIDDEN.search(chunk, 1) is None or not chunk[0].isalpha():
            return None
        if sum(c.isalpha() for c in chunk) == 1:
            return _ONE_LETTER.get(chunk[0], "maskiert") if chunk.count("*") >= 3 else None
        return _behind_stars(self._lexicon, chunk.translate(_LEET))

    def shortened(self, word: str) -> str:
        """Return ``word`` with letters stretched three times or more cut to the form the lists know."""
        if not _RUN.search(word):
            return word
        for size in ("", r"\1"):
            short = _RUN.sub(r"\1" + size, word)
            if self._lexicon.tags(short):
                return short
        return _RUN.sub(r"\1", word)

    def _is_insult(self, word: str) -> bool:
        return word in _COMMON or bool(set(self._lexicon.tags(word)) & _insult_letters(self._lexicon))


_INSULTS = (
    "vulgar",
    "fool",
    "slur",
    "en_vulgar",
    "en_fool",
    "en_slur",
    "dumb",
    "sex",
    "en_dumb",
    "beast",
    "en_beast",
)
# The words most often hidden come first: several may fit the same stars.
_COMMON = (
    "fuck",
    "fucking",
    "verpiss",
    "verpisst",
    "fresse",
    "ficken",
    "fick",
    "scheiss",
    "scheisse",
    "shit",
    "kotz",
    "kack",
    "piss",
    "bullshit",
    "hure",
    "bitch",
    "cunt",
    "arsch",
    "arschloch",
    "arschloecher",
    "wichser",
)


@cache
def _insult_letters(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(lexicon.letters[name] for name in _INSULTS)


@lru_cache(maxsize=1024)
def _behind_stars(lexicon: Lexicon, chunk: str) -> str | None:
    """Return the first listed insult that fits ``chunk`` when every run of stars hides some letters."""
    pattern = re.compile(
        "".join(
            rf"[a-z]{{1,{len(part) + 3}}}" if _HIDDEN.fullmatch(part) else re.escape(part)
            for part in re.split(r"([*#%&_]+)", chunk)
            if part
        )
    )
    letters = _insult_letters(lexicon)
    listed = sorted(w for w in lexicon.words() if set(lexicon.tags(w)) & letters)
    for word in (*_COMMON, *listed):
        for ending in ("", "e", "n", "en", "s", "r"):
            if pattern.fullmatch(word + ending):
                return word + ending
    return None
