"""German or English: a rule of small words and letters, enough for the two languages tonfall speaks."""

from __future__ import annotations

from typing import Literal

from tonfall._memory import remembered
from tonfall._text import words
from tonfall._wordlists import word_set

Language = Literal["de", "en"]

_SHORTEST = 15
_ENOUGH = 4000  # characters
_UMLAUTS = frozenset("äöüß")


def detect_language(text: str, fallback: Language | None = None) -> Language | None:
    """Return ``"de"`` or ``"en"`` for ``text``, or ``fallback`` when it is too short or shows neither.

    Fewer than 15 characters prove nothing: there the customer's stored language is the better guess, and the
    caller passes it as ``fallback``. Never raises.
    """
    if len(text.strip()) < _SHORTEST:
        return fallback
    return _detect(text[:_ENOUGH]) or fallback


@remembered
def _detect(text: str) -> Language | None:
    german_words, english_words = word_set("language", "german"), word_set("language", "english")
    german = english = 0.0
    for word in words(text):
        low = word.low
        if low in german_words and low in english_words:
            continue
        if low in german_words:
            german += 1
        elif low in english_words:
            english += 1
        if not _UMLAUTS.isdisjoint(low):
            german += 0.7
    if german == english:
        return None
    return "de" if german > english else "en"
