"""Facts of a message: dates, amounts, business numbers, products; and what the customer wants and feels."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from tonfall._grammar import load
from tonfall._memory import forgetful
from tonfall._numbers import amounts, business_numbers, date_spans
from tonfall._spans import Apart, Places
from tonfall._text import Span
from tonfall._tokens import tokens
from tonfall._wordlists import word_set

FactKind = Literal["date", "amount", "order", "customer", "invoice", "tracking", "number", "product", "wish", "feeling"]

_WEEKDAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_RELATIVE = re.compile(
    r"\b(?:vorgestern|gestern|heute|übermorgen|yesterday|today|tomorrow|(?<!guten )(?<!schönen )morgen"
    r"|(?:(?:am|seit|bis|letzten|letzte|vergangenen|nächsten|kommenden|last|next|on|since)\s+)"
    r"(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag|Woche|Monat|Monday|Tuesday|Wednesday|Thursday|Friday|"
    r"Saturday|Sunday|week|month)"
    r"|vor (?:\w+ )?(?:\d+|\w+) (?:Tag|Woche|Monat|Jahr)\w*|\w+ (?:days?|weeks?|months?) ago)\b",
    re.I,
)
_DAYS_AWAY = {
    "vorgestern": -2, "gestern": -1, "heute": 0, "morgen": 1, "übermorgen": 2,
    "yesterday": -1, "today": 0, "tomorrow": 1,
}  # fmt: skip
_MONTHS = (
    "jan",
    "feb",
    "mär|mrz|mar",
    "apr",
    "mai|may",
    "jun",
    "jul",
    "aug",
    "sep",
    "okt|oct",
    "nov",
    "dez|dec",
)
_OWNED = re.compile(
    r"\b(?i:mein(?:e[mnrs]?)?|unser(?:e[mnrs]?)?|ein(?:e[mnrs]?)?|d(?:er|ie|as|en|em)|diese[mnrs]?|Ihr(?:e[mnrs]?)?|"
    r"eur(?:e[mnrs]?)|my|the|your|a|an|our)\s+(?:(?:neue|alte|bestellte|gelieferte|defekte|kaputte|new|broken|faulty)[nrms]?\s+)?"
    r"(?P<noun>[A-ZÄÖÜ][a-zäöüß]{3,}(?:-?[A-ZÄÖÜ][a-zäöüß]+)*(?:\s+[A-Z]{1,4}[- ]?\d[\w-]*)?)"
)
_CLAUSE_END = re.compile(r"[.!?](?:\s|$)|\n")
_LONGEST_CLAUSE = 2000  # characters
_MODEL = re.compile(r"\b(?=[A-Z0-9-]*\d)(?=[A-Z0-9-]*[A-Z])[A-Z]{1,5}-?\d{2,5}[A-Za-z]{0,3}\b(?![-/]?\d)")


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: kind, place and value.

    ``value`` is the ISO date for dates that can be told (else the words), the number as written for business
    numbers, the name for products. ``cents`` and ``currency`` (ISO 4217) are set for amounts only.
    """

    kind: FactKind
    span: Span
    value: str
    cents: int | None = None
    currency: str | None = None


@forgetful
def find_facts(text: str, *, at: datetime | None = None, products: Iterable[str] = ()) -> tuple[Fact, ...]:
    """Return the facts of ``text`` in order of place.

    ``at`` is when the message was written: with it *gestern* gets a date. ``products`` are names the business
    sells; they are found in any case of letters. Without them only things the customer names with an article
    and that the text returns to, or model numbers, are taken for products. Never raises.
    """
    numbers = business_numbers(text)
    found = [Fact("number" if n.kind == "other" else n.kind, n.span, n.value) for n in numbers]
    found += [Fact("amount", span, span.of(text), cents, unit) for span, cents, unit in amounts(text)]
    taken = Places(f.span for f in found)
    dates = date_spans(text) + [Span(*m.span()) for m in _RELATIVE.finditer(text)]
    found += [Fact("date", s, _iso_date(s.of(text), at)) for s in dates if not taken.touch(s)]
    taken = Places(f.span for f in found)
    found += [f for f in _products(text, tuple(products)) if not taken.touch(f.span)]
    found += _said(text)
    return tuple(sorted(found, key=lambda f: f.span))


def _said(text: str) -> list[Fact]:
    """Return the wishes and feeling words, the widest of overlapping ones."""
    matches = load("facts").read(tokens(text))
    spared = Places(m.span for m in matches if m.kind == "spare")
    kept: list[Fact] = []
    reach: dict[str, int] = {}  # how far the last one of each kind goes: they come in order of their beginnings
    for match in sorted(matches, key=lambda m: (m.span.start, -m.span.end)):
        if match.kind == "spare" or spared.hold(match.span):
            continue
        span = _to_clause_end(text, match.span) if match.kind == "wish" else match.span
        if span.start >= reach.get(match.kind, 0):
            reach[match.kind] = span.end
            kept.append(Fact(match.kind, span, span.of(text)))  # type: ignore[arg-type]
    return kept


def _to_clause_end(text: str, span: Span) -> Span:
    """A wish reaches to the end of its sentence."""
    start = max(span.start, span.end - 1)
    clause = text[start : start + _LONGEST_CLAUSE]
    stop = _CLAUSE_END.search(clause)
    return Span(span.start, max(span.end, start + (stop.start() if stop else len(clause.rstrip()))))


def _products(text: str, known: tuple[str, ...]) -> list[Fact]:
    found = [
        Fact("product", Span(*m.span()), name)
        for name in known
        if name.strip()
        for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.I)
    ]
    for match in _OWNED.finditer(text):
        noun = match["noun"]
        if not _is_everyday(noun):
            found.append(Fact("product", Span(*match.span("noun")), noun))
    found += [Fact("product", Span(*m.span()), m.group()) for m in _MODEL.finditer(text)]
    apart = Apart()
    return [fact for fact in found if apart.take(fact.span)]


@lru_cache(maxsize=4096)
def _is_everyday(noun: str) -> bool:
    """Say whether ``noun`` is a word of every service letter (*Rechnung*, *Mitarbeiter*) and no product."""
    low = noun.casefold()
    everyday = word_set("products", "everyday")
    stems = {low, low.removesuffix("s"), low.removesuffix("n"), low.removesuffix("en"), low.removesuffix("e")}
    return bool(stems & everyday) or low.endswith(tuple(word_set("products", "endings")))


def _iso_date(said: str, at: datetime | None) -> str:
    """Return the ISO date of ``said``; the words themselves where a year or a reference is missing."""
    low = said.casefold()
    if at is not None and low in _DAYS_AWAY:
        return (at.date() + timedelta(days=_DAYS_AWAY[low])).isoformat()
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", said):
        return said
    parts = re.match(r"(\d{1,2})\.\s?(?:(\d{1,2})\.|([a-zä]{3})[a-zä]*\.?)\s?(\d{4}|\d{2})?", low)
    if parts is None:
        return said
    month = int(parts[2]) if parts[2] else next((i for i, m in enumerate(_MONTHS, 1) if re.match(m, parts[3])), 0)
    year = int(parts[4]) + (2000 if len(parts[4]) == 2 else 0) if parts[4] else at.year if at else 0
    try:
        return date(year, month, int(parts[1])).isoformat()
    except ValueError:
        return said
