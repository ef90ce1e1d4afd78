"""Business numbers, dates and amounts: what a run of digits is when it is not personal data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from tonfall._memory import remembered
from tonfall._spans import Apart, Places
from tonfall._text import Span
from tonfall._wordlists import word_set

NumberKind = Literal["order", "customer", "invoice", "tracking", "other"]

_KINDS: tuple[NumberKind, ...] = ("order", "customer", "invoice", "tracking", "other")
_CARRIER = re.compile(r"\b(?:1Z[0-9A-Z]{16}|00340\d{15}|JJD\d{14,18}|[A-Z]{2}\d{9}[A-Z]{2})\b")
_MONTH = (
    r"(?:Jan(?:uary|uar)?|Jän(?:ner)?|Feb(?:ruary|ruar)?|Mär(?:z)?|Mrz|Mar(?:ch)?|Apr(?:il)?|Mai|May|Jun[ei]?|Jul[iy]?"
    r"|Aug(?:ust)?|Sept?(?:ember)?|O[kc]t(?:ober)?|Nov(?:ember)?|De[zc](?:ember)?)\b"
)
_DATE = re.compile(
    r"\b(?:\d{1,2}\.\s?\d{1,2}\.(?:\s?\d{4}|\s?\d{2})?(?!\d)|\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{2,4}"
    rf"|\d{{1,2}}(?:\.|st|nd|rd|th)?\s?(?:of )?{_MONTH}\.?(?:\s\d{{4}})?"
    rf"|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:,?\s\d{{4}})?)"
)
_MONEY = r"€|EUR\b|Euros?\b|CHF\b|Franken\b|\$|USD\b|GBP\b|£|pounds?\b|dollars?\b|Cents?\b"
_AMOUNT = re.compile(
    rf"(?:(?P<before>€|EUR|CHF|\$|£|GBP|USD)\s?)?(?<![\d.,-])"
    rf"(?P<digits>\d{{1,3}}(?:[.,' ]\d{{3}})+(?:[.,]\d{{1,2}}|,-)?"
    rf"|\d+(?:[.,]\d{{1,2}}|,-)?)(?![\d])(?:\s?(?P<after>{_MONEY}))?",
    re.I,
)
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}(?::\d{2})?\s?(?:Uhr|h|am|pm)?\b|\b\d{1,2}\s?Uhr\b", re.I)


@dataclass(frozen=True, slots=True)
class BusinessNumber:
    """A number that belongs to the business: its kind, the number as written and its place."""

    kind: NumberKind
    value: str
    span: Span


@cache
def _named() -> re.Pattern[str]:
    groups = "|".join(
        f"(?P<{kind}>{'|'.join(sorted(word_set('personal', kind + '_words'), key=len, reverse=True))})"
        for kind in _KINDS
    )
    return re.compile(
        rf"\b(?:{groups})(?:s|e?n)?[- ]?(?:nummern?|nr\b\.?|no\b\.?|number|num\b|id|code|kennung)?[.:#]*"
        r"\s*(?:(?:lautet|ist|is|mit der|nummer|nr\.?|number|no\.?|die|der|zur|:|#|-)\s*){0,3}"
        r"(?P<value>#?[A-Z]{0,6}[-/]?\d[\dA-Z]*(?:[-/.][\dA-Z]+)*(?: \d{2,})*)",
        re.I,
    )


@remembered
def business_numbers(text: str) -> tuple[BusinessNumber, ...]:
    """Return the order, customer, invoice, tracking and other business numbers of ``text`` in order.

    A number counts when a word names it (*Bestellnummer*, *invoice no.*), stands with ``#`` or has the shape
    of a parcel carrier's number. Dates and amounts after such a word (*Rechnung vom 1.2.*) are not numbers.
    """
    found: list[BusinessNumber] = []
    for match in _named().finditer(text):
        value, span = match["value"].strip("#"), Span(*match.span("value"))
        kind = next(k for k in _KINDS if match[k])
        if sum(c.isdigit() for c in value) >= 3 and not _is_other(text, span):
            found.append(BusinessNumber(kind, value, span))
    named, apart = Places(n.span for n in found), Apart()
    for match in _CARRIER.finditer(text):
        span = Span(*match.span())
        if not named.touch(span) and apart.take(span):
            found.append(BusinessNumber("tracking", match.group(), span))
    for match in re.finditer(r"(?<!\w)#(\d[\d-]{3,})", text):
        span = Span(*match.span(1))
        if not named.touch(span):
            found.append(BusinessNumber("other", match.group(1), span))
    return tuple(sorted(found, key=lambda n: n.span))


def _is_other(text: str, span: Span) -> bool:
    """Say whether the digits at ``span`` are a date, a time or an amount."""
    if any(m.end() >= span.end for m in _DATE.finditer(text, span.start, span.end + 12) if m.start() == span.start):
        return True
    amount = _AMOUNT.match(text, span.start)
    return bool(amount and amount["after"]) or _CLOCK.match(text, span.start) is not None


def date_spans(text: str) -> list[Span]:
    """Return the spans of calendar dates written with figures, German or English."""
    return [Span(*m.span()) for m in _DATE.finditer(text)]


def time_spans(text: str) -> list[Span]:
    """Return the spans of times of day written with figures."""
    return [Span(*m.span()) for m in _CLOCK.finditer(text)]


def amounts(text: str) -> list[tuple[Span, int, str]]:
    """Return span, integer cents and ISO currency of every amount of money in ``text``.

    A figure counts with a currency beside it. ``1.234,56 €``, ``1,234.56 EUR``, ``49,-€`` and ``€ 20`` are
    read; ``Cent`` amounts are cents.
    """
    found = []
    for match in _AMOUNT.finditer(text):
        unit = match["after"] or match["before"]
        if unit:
            cents = _cents(match["digits"])
            found.append((Span(*match.span()), cents // 100 if unit.lower().startswith("cent") else cents, _iso(unit)))
    return found


def _cents(digits: str) -> int:
    digits = digits.replace("'", "").replace(" ", "").removesuffix(",-")
    whole, mark, rest = digits, "", ""
    tail = re.search(r"[.,](\d{1,2})$", digits)
    if tail:
        whole, mark, rest = digits[: tail.start()], ",", tail.group(1)
    return int(re.sub(r"[.,]", "", whole)) * 100 + (int(rest.ljust(2, "0")) if mark else 0)


def _iso(unit: str) -> str:
    low = unit.lower()
    if low.startswith(("£", "gbp", "pound")):
        return "GBP"
    if low.startswith(("$", "usd", "dollar")):
        return "USD"
    return "CHF" if low.startswith(("chf", "frank")) else "EUR"
