"""Whom does a note call? Pure: names in, persons out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# An @ at the beginning or after something that is no part of a word: a mail address calls nobody.
_CALL = re.compile(r"(?<![\w.+-])@(?=\w)")


@dataclass(frozen=True, slots=True)
class Called:
    """The ids of the persons whom a text calls, and first names that several persons have."""

    ids: frozenset[int]
    unclear: tuple[str, ...] = ()


def called_in(text: str, people: Sequence[tuple[int, str]]) -> Called:
    """Return whom ``text`` calls by "@Mara Lindner" or "@Mara"; ``people`` are (id, name) of everybody there is.

    The whole name wins over the first name; capitals do not matter. A first name that several people have calls
    nobody and is returned as unclear.
    """
    ids: set[int] = set()
    unclear: dict[str, None] = {}
    for rest in _rests(text):
        found = _fitting(rest, people, whole=True) or _fitting(rest, people, whole=False)
        if len(found) == 1:
            ids.add(found[0][0])
        elif found:
            unclear[found[0][1].split()[0]] = None
    return Called(frozenset(ids), tuple(unclear))


def _rests(text: str) -> Iterator[str]:
    for call in _CALL.finditer(text):
        yield text[call.end() :].casefold()


def _fitting(rest: str, people: Sequence[tuple[int, str]], *, whole: bool) -> list[tuple[int, str]]:
    """Return the people whose name stands at the beginning; of whole names only the longest."""
    fits = [(each, name) for each, name in people if _begins(rest, _spoken(name, whole=whole))]
    longest = max((len(_spoken(name, whole=whole)) for _id, name in fits), default=0)
    return [(each, name) for each, name in fits if len(_spoken(name, whole=whole)) == longest]


def _spoken(name: str, *, whole: bool) -> str:
    parts = name.casefold().split()
    return " ".join(parts if whole else parts[:1])


def _begins(rest: str, name: str) -> bool:
    # "@Anna-Lena" does not call Anna; a dash that only follows the name does not matter.
    return bool(name) and rest.startswith(name) and not re.match(r"[\w-]*\w", rest[len(name) :])
