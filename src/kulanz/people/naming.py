"""Names as Germans sort them: by surname, "Ä" with "A", "von" by the custom of the house. No database, no clock."""

from __future__ import annotations

import re

from kulanz.core.text import without_marks

LONGEST_KEY = 200
_SIGNS = re.compile(r"[\W_]+")
_TITLES = frozenset(
    "herr frau fam familie eheleute dr prof professor dipl ing med jur rer nat phil pol oec hc habil mag "
    "mr mrs ms".split()
)
_AFTER_THE_NAME = frozenset("jun jr sen sr junior senior mba ma ba msc bsc phd llm".split())
_NO_PERSON = frozenset(
    "ag co ev eg firma gbr gmbh gruppe hotel inc kg kgaa llc ltd mbh ohg praxis se stiftung sarl ug und verein".split()
)
# What stands before a noble or a Dutch, French, Italian ... surname; with it come the former titles of nobility.
PREFIXES = frozenset(
    "von vom van vanden vander zu zum zur der den de del della di da dos du le la ter ten auf af el al ibn bin "
    "freiherr freifrau freiin graf grafin baron baronin baroness edler edle ritter furst furstin".split()
)


def sort_key(name: str, *, prefixes_apart: bool = True) -> str:
    """Return what a name is sorted by: "Änne von Groß" as "gross anne von" (DIN 5007), or under "von gross anne".

    ``prefixes_apart``: whether words before the surname, such as "von", count only after everything else. Firms, names
    with a comma and names of one word are sorted as they are written. The key holds small letters, digits and spaces.
    """
    words = [word for word in map(_plain, name.replace("&", " und ").split()) if word]
    if "," in name or len(words) < 2 or not _NO_PERSON.isdisjoint(words) or any(map(_has_digit, words)):
        return " ".join(words)[:LONGEST_KEY]
    bare = [word for word in words if word.split()[0] not in _TITLES] or words
    ends = [word for word in bare[1:] if word in _AFTER_THE_NAME]
    bare = [bare[0], *(word for word in bare[1:] if word not in _AFTER_THE_NAME)]
    return " ".join([*_surname_first(bare, prefixes_apart=prefixes_apart), *ends])[:LONGEST_KEY]


def without_titles(name: str) -> str:
    """Return a name without "Frau", "Dr." and the like; as it is where nothing else is left."""
    bare = [word for word in name.split() if _plain(word) not in _TITLES]
    return " ".join(bare) or name


def _surname_first(words: list[str], *, prefixes_apart: bool) -> list[str]:
    begins = next((place for place, word in enumerate(words[:-1]) if word in PREFIXES), len(words) - 1)
    given, surname = words[:begins], words[begins:]
    if not prefixes_apart:
        return [*surname, *given]
    main = next((place for place, word in enumerate(surname) if word not in PREFIXES), len(surname) - 1)
    return [*surname[main:], *given, *surname[:main]]


def _plain(word: str) -> str:
    """Signs inside a word part it as spaces do; a full stop or an apostrophe does not: "e.V." is "ev"."""
    return _SIGNS.sub(" ", without_marks(word).replace(".", "").replace("'", "").replace("’", "")).strip()


def _has_digit(word: str) -> bool:
    return any(letter.isdigit() for letter in word)
