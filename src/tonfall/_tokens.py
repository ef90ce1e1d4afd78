"""Folded tokens: text as the word grammars read it, with the way back to the original.

Folding makes ``Ärger``, ``AERGER`` and ``Aerger`` one word, so that a rule is written once. Every token keeps
the span it came from; a rule that matches folded tokens can therefore always show the customer's own letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from tonfall._memory import remembered
from tonfall._text import Span

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_SIGNS = "@$*#%&+|€!"
_CHUNK = re.compile(
    rf"(?P<word>[^\W_](?:[\w{_INVISIBLE}{re.escape(_SIGNS)}]|[-'’](?=[^\W_]))*|(?<![@$*#])[@$*#]+[^\W\d_][\w@$*#]*)"
    r"|(?P<stop>[.!…]+|\n[ \t]*\n)|(?P<ask>\?+[!?]*)|(?P<quote>[\"„“”»«‹›])"
    r"|(?P<pause>[,;:()\[\]/–—]|(?<=\s)-(?=\s))"
)
_PLAIN = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_SPECIAL = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "’": "'", "`": "'", "´": "'"})
_DROP = dict.fromkeys(map(ord, _INVISIBLE))
# Letters of other alphabets that look Latin and are used to slip past word lists.
_LOOKALIKES = str.maketrans("аеорсухіјѕԁɡαοερκνıł", "aeopcyxijsdgaoepkvil")


@dataclass(frozen=True, slots=True)
class Token:
    """A folded word or one of the marks ``. ? , "`` with its place in the original text."""

    low: str
    span: Span

    @property
    def is_word(self) -> bool:
        """Say whether this is a word rather than a mark."""
        return self.low not in _MARKS


_MARKS = frozenset('.?,"')


def fold(word: str) -> str:
    """Return ``word`` in the one spelling rules are written in: small, ``ä`` as ``ae``, no accents."""
    low = word.casefold()
    if low.isascii():
        return low
    low = unicodedata.normalize("NFC", low.translate(_DROP)).translate(_SPECIAL)
    if low.isascii():
        return low
    bare = "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))
    return bare.translate(_LOOKALIKES)


def tokenise(text: str, resolve: Callable[[str], str | None] | None = None) -> tuple[Token, ...]:
    """Return the folded tokens of ``text`` in order.

    ``resolve`` is asked about every chunk that is not plain letters (``Idi0t``, ``W*chser``); when it returns
    a word, the chunk is read as that word, otherwise as the words inside it.
    """
    found: list[Token] = []
    for match in _CHUNK.finditer(text):
        span = Span(match.start(), match.end())
        if match.lastgroup == "word":
            _add_words(found, match.group(), span, resolve)
        else:
            found.append(Token(_mark(match.lastgroup), span))
    return tuple(found)


@remembered
def tokens(text: str) -> tuple[Token, ...]:
    """Return the folded tokens of ``text`` as they stand, nothing de-obfuscated; remembered per text."""
    return tokenise(text)


def _mark(group: str | None) -> str:
    return {"ask": "?", "quote": '"', "pause": ","}.get(group or "", ".")


def _add_words(found: list[Token], chunk: str, span: Span, resolve: Callable[[str], str | None] | None) -> None:
    word = chunk.rstrip(_SIGNS if resolve is None else "!")
    if word.isalpha():
        found.append(Token(fold(word), Span(span.start, span.start + len(word))))
    elif resolve is not None and (known := resolve(fold(word or chunk))):
        found.append(Token(known, span))
    else:
        for part in _PLAIN.finditer(chunk):
            start = span.start + part.start()
            found.append(Token(fold(part.group()), Span(start, start + len(part.group()))))
    if chunk.endswith("!"):
        found.append(Token(".", Span(span.end - 1, span.end)))
