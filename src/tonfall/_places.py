"""Postal addresses: German street, number, postcode and town; simple British and American ones."""

from __future__ import annotations

import re
from functools import cache

from tonfall._spans import Apart
from tonfall._text import Span
from tonfall._wordlists import word_set

_NUMBER = r"\d{1,4}(?: ?[a-hA-H])?(?:[ ]?[-–/][ ]?\d{1,4}[a-h]?)?(?![\w.,]*\d)(?!\w)"
_TOWN = (
    r"(?:D[- ]?|A-|CH-)?\d{5} " + r"[A-ZÄÖÜ][a-zäöüß]{2,}(?:[ -](?:[A-ZÄÖÜ][a-zäöüß]+|am|an der|im|ob der|vor der))*"
)
_BETWEEN = r"(?:,\s*|\s*\n\s*|\s+in\s+|\s+)"
_UK_CODE = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"
_TOWN_ALONE = re.compile(rf"(?:(?<=PLZ )|(?<=Ort: )|(?<=in )|(?<=nach )|(?<=aus )|(?<=, )|(?<=\n)|^)({_TOWN})", re.M)
_CAPITAL = r"[A-ZÄÖÜ][\wäöüß.-]{1,40}"
_LOOSE = re.compile(rf"(?<![\w.-]){_CAPITAL}(?:[ ](?:{_CAPITAL}|de[rnms])){{0,3}} {_NUMBER}{_BETWEEN}{_TOWN}")


def address_spans(text: str) -> list[Span]:
    """Return the spans of postal addresses in ``text``, the longest reading of each, in order."""
    found = [Span(*m.span()) for m in _LOOSE.finditer(text)]
    for pattern in (_german(), _prefixed(), _english()):
        found += [Span(*m.span()) for m in pattern.finditer(text)]
    found += [Span(*m.span(1)) for m in _TOWN_ALONE.finditer(text) if not _is_quantity(m.group(1))]
    apart = Apart()
    longest_first = sorted(found, key=lambda s: (s.start - s.end, s.start))
    return sorted(span for span in longest_first if not _is_quantity(span.of(text)) and apart.take(span))


@cache
def _german() -> re.Pattern[str]:
    ends = "|".join(sorted(word_set("personal", "street_ends"), key=len, reverse=True))
    name = (
        r"(?:[A-ZÄÖÜ][\wäöüß.]{0,40}(?:-[A-ZÄÖÜ][\wäöüß.]{0,40}){0,5}[ -])?"
        rf"(?:[A-ZÄÖÜ][\wäöüß-]{{0,40}}(?:{ends})|Straße|Strasse|Str|Weg|Platz|Allee|Ring)"
    )
    return re.compile(rf"(?<![\w.-]){name}\.?\s?{_NUMBER}(?:{_BETWEEN}{_TOWN})?")


@cache
def _prefixed() -> re.Pattern[str]:
    starts = "|".join(
        s.replace("_", " ").capitalize() for s in sorted(word_set("personal", "street_starts"), key=len, reverse=True)
    )
    return re.compile(rf"\b(?:{starts}) [A-ZÄÖÜ][\wäöüß-]+(?: [A-ZÄÖÜ][\wäöüß-]+)? {_NUMBER}{_BETWEEN}{_TOWN}")


@cache
def _english() -> re.Pattern[str]:
    ends = "|".join(e.capitalize() for e in sorted(word_set("personal", "english_streets"), key=len, reverse=True))
    words = r"(?:[A-Z][\w']+ ){1,3}"
    state = r"[A-Z]{2} \d{5}(?:-\d{4})?"
    city = r"(?:[A-Z][a-z]+ ?){1,3}"
    return re.compile(
        rf"\b\d{{1,5}}[A-Za-z]? {words}(?:{ends})\b\.?(?:,? (?:Flat|Apt|Apartment|Unit) \w+)?"
        rf"(?:,\s*{city}(?:,?\s*(?:{_UK_CODE}|{state}))?|,?\s*(?:{_UK_CODE}|{state}))?"
    )


def _is_quantity(found: str) -> bool:
    """``12500 Gramm`` looks like a postcode and a town."""
    last = re.search(r"\d{5} ([A-ZÄÖÜ][a-zäöüß]+)", found)
    return last is not None and last.group(1).casefold() in word_set("personal", "units")
