"""Text in the form in which it is looked for: blind to capitals, accents and the two ways to write an umlaut."""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not take apart into a plain one and a mark.
_PLAIN = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i"}
)
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")  # the few signs of a Western text that may be marks
_UMLAUT_E = re.compile(r"(?<=[aou])e+")
_WORD = re.compile(r"[^\W_]+")
# What Western letters are written in: folding makes no two words of one there.
_WESTERN = re.compile(r"[\x00-\x7f\xa0À-ÖØ-öø-ÿ‐-‧€]*")


def folded(text: str) -> str:
    """Return ``text`` in the form it is compared in: "Müller", "MUELLER" and "muller" are all "muller".

    The beginning of a text, folded, is a beginning of the folded text, so that typing goes on finding. Folding twice
    changes nothing. For looking up only: "Baur" and "Bauer" fall together, which shows a hit more and hides none.
    """
    return _UMLAUT_E.sub("", without_marks(text))


def without_marks(text: str) -> str:
    """Return ``text`` in small letters without accents, "ä" as "a" and "ß" as "ss" (DIN 5007, variant 1)."""
    plain = text.casefold()
    if plain.isascii():
        return plain
    apart = unicodedata.normalize("NFKD", plain)
    # Folded once more: taking a sign apart can bring capitals ("℡" is "TEL").
    bare = _BEYOND_ASCII.sub(_unmarked, apart).casefold()
    return bare if bare.isascii() else bare.translate(_PLAIN)


def _unmarked(found: re.Match[str]) -> str:
    return "".join(letter for letter in found[0].translate(_PLAIN) if not unicodedata.combining(letter))


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded, each once, in their order. Signs part words: "a.meier@x.de" has four."""
    if _WESTERN.fullmatch(text):  # in one go: nothing in it can come apart
        return list(dict.fromkeys(_WORD.findall(folded(text))))
    return list(dict.fromkeys(filter(None, map(folded, dict.fromkeys(_WORD.findall(_composed(text)))))))


def _composed(text: str) -> str:
    """Marks that stand apart from their letter would part words."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)
