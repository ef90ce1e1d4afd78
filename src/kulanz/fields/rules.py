"""What people type into a field, read by its kind, in German and English."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

LONGEST_ID = 18  # digits
LONGEST_TEXT = 500
LONGEST_KEY = 100
MOST_DIGITS = 14  # before the comma
FIRST_YEAR, LAST_YEAR = 1900, 2200


class FieldKind(StrEnum):
    """The kinds of fields."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    CHOICE = "choice"
    PERSON = "person"
    YES_NO = "yesno"


Value = str | Decimal | date | int | None  # the id of an option or a person; None for an empty field

_GROUPED = {
    "de": re.compile(r"[+-]?\d{1,3}(?:[.  ]\d{3})+(?:,\d+)?", re.ASCII),
    "en": re.compile(r"[+-]?\d{1,3}(?:[,  ]\d{3})+(?:\.\d+)?", re.ASCII),
}
_PLAIN = {"de": re.compile(r"[+-]?\d+(?:,\d+)?", re.ASCII), "en": re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)}
_OTHER = re.compile(r"[+-]?\d+(?:[.,]\d+)?", re.ASCII)


def number_in(typed: str, language: str) -> Decimal | None:
    """Return the number that somebody typed: "1.234,5" in German, "1,234.5" in English; ``None`` where it is none.

    A sign of the other language is taken for a decimal one only where it cannot part thousands: "3.5" is no 35 to
    anybody.
    """
    text = typed.strip().replace("−", "-")
    main = language[:2] if language[:2] in _PLAIN else "de"
    comma, dot = (",", ".") if main == "de" else (".", ",")
    if _GROUPED[main].fullmatch(text) or _PLAIN[main].fullmatch(text):
        text = re.sub(rf"[\s{re.escape(dot)}]", "", text).replace(comma, ".")
    elif _OTHER.fullmatch(text):
        text = text.replace(",", ".")
    else:
        return None
    try:
        number = Decimal(text).quantize(Decimal("0.0001"))
    except InvalidOperation:
        return None
    return plain_number(number) if abs(number) < 10**MOST_DIGITS else None


def plain_number(number: Decimal | None) -> Decimal | None:
    """Return a number without the zeros that a database adds behind its comma."""
    return number.normalize() + 0 if number is not None else None


_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_NUMERIC = re.compile(r"(\d{1,2})\s*([./])\s*(\d{1,2})\s*(?:\2\s*)?(\d{4}|\d{2})?", re.ASCII)
_MONTHS = (
    "jan", "feb", "mär|maer|mrz|mar", "apr", "mai|may", "jun", "jul", "aug", "sep", "okt|oct", "nov", "dez|dec",
)  # fmt: skip
_NAMED = (
    re.compile(r"(?P<day>\d{1,2})(?:\.|st|nd|rd|th)?\s*(?:of\s+)?(?P<month>[a-zäö]{3,})\.?,?\s*(?P<year>\d{4})?", re.A),
    re.compile(r"(?P<month>[a-z]{3,})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s*(?P<year>\d{4})?", re.A),
)


def day_in(typed: str, today: date) -> date | None:
    """Return the day that somebody wrote as a date: "24.12.", "24.12.26", "2026-12-24", "24 December", "Dec 24, 2026".

    Days come before months, as in all of Europe; without a year the one of ``today`` is meant. ``None`` for anything
    else, such as "tomorrow".
    """
    text = " ".join(typed.casefold().split())
    if (found := _ISO.fullmatch(text)) is not None:
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if (found := _NUMERIC.fullmatch(text)) is not None:
        year = int(found[4]) + (2000 if len(found[4]) == 2 else 0) if found[4] else today.year
        return _date(year, int(found[3]), int(found[1]))
    for form in _NAMED:
        if (found := form.fullmatch(text)) is not None and (month := _month(found["month"])):
            return _date(int(found["year"] or today.year), month, int(found["day"]))
    return None


def _month(name: str) -> int:
    return next((place for place, names in enumerate(_MONTHS, 1) if re.match(names, name)), 0)


def _date(year: int, month: int, day: int) -> date | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def key_of(text: str) -> str:
    """Return the beginning of a text in the form in which texts are compared."""
    return " ".join(text.casefold().split())[:LONGEST_KEY].rstrip()


def written(value: Value) -> str:
    """Return a value as addresses, events and ways back keep it, the same in every language; "" for none."""
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def meant(kind: FieldKind, kept: str) -> Value:
    """Return the value that was kept by ``written``. Raises ``ValueError`` for what is none of this kind."""
    if not kept:
        return None
    if kind is FieldKind.NUMBER:
        if _NUMBER.fullmatch(kept) is None:
            raise ValueError(kept)
        return Decimal(kept)
    if kind is FieldKind.DAY:
        return date.fromisoformat(kept)
    if kind in {FieldKind.CHOICE, FieldKind.PERSON}:
        if not (kept.isascii() and kept.isdecimal() and len(kept) <= LONGEST_ID):
            raise ValueError(kept)
        return int(kept)
    if kind is FieldKind.YES_NO and kept not in {"yes", "no"}:
        raise ValueError(kept)
    return kept[:LONGEST_TEXT]


_NUMBER = re.compile(rf"-?\d{{1,{MOST_DIGITS}}}(?:\.\d{{1,4}})?", re.ASCII)
