"""Word stems for comparing topics: Snowball where PyStemmer is installed, else plain suffix stripping."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from importlib import import_module

from tonfall._text import words
from tonfall._tokens import fold
from tonfall._wordlists import word_set

_SUFFIXES = (
    "ungen",
    "ung",
    "erin",
    "innen",
    "heiten",
    "ing",
    "ern",
    "est",
    "en",
    "er",
    "es",
    "em",
    "et",
    "st",
    "ed",
    "e",
    "s",
    "n",
    "t",
)


@cache
def _snowball() -> Callable[[str], str] | None:
    try:
        stemmer = import_module("Stemmer").Stemmer("german")  # optional: tonfall runs without it
    except ImportError:
        return None
    return lambda word: str(stemmer.stemWord(word))


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """Return the stem of ``word``, folded; one function for both languages."""
    snowball = _snowball()
    return fold(snowball(word.casefold()) if snowball else _stripped(fold(word)))


def _stripped(word: str) -> str:
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word[: len(word) - len(suffix)]
    return word


def topics(text: str) -> tuple[str, ...]:
    """Return the stems of the content words of ``text`` in order, each once."""
    stop = word_set("questions", "stop")
    kept = (w.low for w in words(text) if len(w.low) > 2 and w.low not in stop)
    return tuple(dict.fromkeys(stem(w) for w in kept))


def are_akin(one: str, other: str) -> bool:
    """Say whether two stems share their word: equal, or one begins or ends the other (5 letters)."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    return len(short) >= 5 and (long.startswith(short) or long.endswith(short) or one[:6] == other[:6])
