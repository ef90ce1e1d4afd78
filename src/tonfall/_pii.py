"""Personal data: bank accounts, cards, telephone numbers, mail and postal addresses, each with its place.

Only patterns that can be checked count: an IBAN needs its check digits (ISO 13616, remainder 1 modulo 97), a
card its Luhn digit and an issuer's prefix. Order, customer and parcel numbers, dates and amounts are
protected first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from tonfall._memory import forgetful
from tonfall._numbers import amounts, business_numbers, date_spans, time_spans
from tonfall._places import address_spans
from tonfall._spans import Apart, Places
from tonfall._text import Span
from tonfall._wordlists import table, word_set

PersonalKind = Literal["iban", "card", "phone", "email", "address"]

_IBAN_START = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?=[ \u00a0.-]?[A-Za-z0-9])")
# With a wrong check digit it is no account, but its digits are no telephone number either.
_IBAN_SHAPED = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ .-]?\d){10,26}")
_CARD = re.compile(r"(?<![\d.,-])\d(?:[ \u00a0-]?\d){11,18}(?![\d]|[.,-]\d)")
_MAIL = re.compile(
    r"(?<![\w.+%-])[\w.+%-]{1,64}\s?(?:@|\(at\)|\[at\]|\{at\})\s?[\w-]{1,63}(?:\s?(?:\.|\(dot\)|\[dot\]|\(punkt\)|\[punkt\])\s?[\w-]+)*"
    r"\s?(?:\.|\(dot\)|\[dot\]|\(punkt\)|\[punkt\])\s?[A-Za-z]{2,}",
    re.I,
)
_ABROAD = re.compile(r"(?<![\w+])(?:\+|00)[1-9]\d{0,3}(?:[ \u00a0/().-]{0,3}\d){6,13}(?![\d])")
_HOME = re.compile(r"(?<![\w.,+#/-])\(?0[1-9]\d{1,4}\)?(?:[ \u00a0/.-]{0,3}\d){3,10}(?![\w]|[.,]\d)")
_AMERICAN = re.compile(r"(?<![\w.,+#/-])(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[.-])\d{3}[ .-]\d{4}(?![\w-])")
_ANY_DIGITS = re.compile(
    r"[\s.:,(]*(?:(?:ist|lautet|is|die|unter|on|at|me|mich|der|nummer|nr)\.?[\s:]+){0,3}"
    r"(?P<value>\(?\d[\d /().-]{4,16}\d)(?![\d.,]*\s?(?:€|EUR|Uhr|%))",
    re.I,
)


@dataclass(frozen=True, slots=True)
class PersonalData:
    """One piece of personal data: what it is and where it stands."""

    kind: PersonalKind
    span: Span


@forgetful
def find_personal_data(text: str) -> tuple[PersonalData, ...]:
    """Return every IBAN, card, telephone number, mail and postal address of ``text``, in order.

    German notations first (``030/123-45``, ``Gartenstr. 4, 89073 Ulm``), simple British, American and
    international ones too. Numbers of the business are left alone. Never raises.
    """
    found: list[PersonalData] = []
    taken, own = [number.span for number in business_numbers(text)], Apart()
    for kind, spans in (
        ("email", [Span(*m.span()) for m in _MAIL.finditer(text)]),
        ("iban", _ibans(text)),
        ("address", address_spans(text)),
        ("card", _cards(text)),
        ("phone", _phones(text)),
    ):
        blocked = Places(taken)
        for span in spans:
            if not blocked.touch(span) and own.take(span):
                found.append(PersonalData(kind, span))  # type: ignore[arg-type]
        if kind == "iban":
            taken += date_spans(text)
            taken += [Span(*m.span()) for m in _IBAN_SHAPED.finditer(text)]
        if kind == "address":
            taken += [span for span, _, _ in amounts(text)]
    return tuple(sorted(found, key=lambda f: f.span))


def _ibans(text: str) -> list[Span]:
    found = []
    for match in _IBAN_START.finditer(text):
        length = table("personal")["iban_lengths"].get(match.group()[:2].upper())
        end = _end_after(text, match.start(), length) if length else None
        if end and _is_iban(re.sub(r"[^A-Za-z0-9]", "", text[match.start() : end])):
            found.append(Span(match.start(), end))
    return found


def _end_after(text: str, start: int, length: int) -> int | None:
    """Return the index after ``length`` letters and digits from ``start``, one mark between two at most."""
    count, gap = 0, 0
    for index in range(start, min(len(text), start + 2 * length)):
        if text[index].isascii() and text[index].isalnum():
            count, gap = count + 1, 0
            if count == length:
                following = text[index + 1 : index + 2]
                return None if following.isalnum() else index + 1
        elif text[index] in " \u00a0-." and not gap:
            gap = 1
        else:
            return None
    return None


def _is_iban(iban: str) -> bool:
    moved = (iban[4:] + iban[:4]).upper()
    return int("".join(str(int(c, 36)) for c in moved)) % 97 == 1


def _cards(text: str) -> list[Span]:
    return [Span(*m.span()) for m in _CARD.finditer(text) if _is_card(re.sub(r"\D", "", m.group()))]


def _is_card(digits: str) -> bool:
    """Check length, issuer prefix and the Luhn digit (ISO/IEC 7812-1)."""
    first4, size = int(digits[:4]), len(digits)
    known = (
        (digits[0] == "4" and size in (13, 16, 19))
        or (size == 16 and (5100 <= first4 <= 5599 or 2221 <= first4 <= 2720 or 3528 <= first4 <= 3589))
        or (size == 15 and digits[:2] in ("34", "37"))
        or (size == 14 and (digits[:2] in ("36", "38", "39") or 3000 <= first4 <= 3059))
        or (16 <= size <= 19 and (first4 == 6011 or 6440 <= first4 <= 6599 or digits[:2] == "62"))
        or (16 <= size <= 19 and digits[:4] in ("5018", "5020", "5038", "5893", "6304", "6759", "6761", "6762", "6763"))
    )
    doubled = [int(d) * (1 + i % 2) for i, d in enumerate(reversed(digits))]
    return known and sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def _phones(text: str) -> list[Span]:
    clocks = Places(time_spans(text))
    found = [Span(*m.span()) for m in _ABROAD.finditer(text)]
    found += [Span(*m.span()) for m in _HOME.finditer(text) if _is_home_number(m.group())]
    found += [Span(*m.span()) for m in _AMERICAN.finditer(text)]
    for word in _announced().finditer(text):
        digits = _ANY_DIGITS.match(text, word.end())
        if digits and sum(c.isdigit() for c in digits["value"]) >= 5:
            found.append(Span(*digits.span("value")))
    return sorted((s for s in found if not clocks.touch(s)), key=lambda s: (s.start, -s.end))


@cache
def _announced() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(word_set('personal', 'phone_words')))})\b", re.I)


def _is_home_number(written: str) -> bool:
    """German numbers have 7 to 13 digits; short bare ones need a mark between area and number."""
    digits = re.sub(r"\D", "", written)
    if digits.startswith(("0815", "00")) or len(digits) > 13:
        return False
    marked = re.search(r"\d[ /)-]+\d", written) is not None
    return len(digits) >= (7 if marked else 10)
