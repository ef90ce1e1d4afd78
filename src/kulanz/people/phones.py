"""Phone numbers as people write them: with remarks, extensions, without an area code. No database, no clock."""

from __future__ import annotations

import re
import unicodedata

LONGEST_SHORT = 6  # digits: 17, 115, 19222, 116117 are dialled as they stand
_LONGEST_WRITTEN = 250
_EXTENSION = re.compile(
    r"[\s,;:/\-–(]*(?:\b(?:durchwahl|durchw|d\.?w|anschluss|anschl|apparat|app|nebenstelle|nebenst|n\.?st|klappe|kl|extension|ext|"
    r"intern|int|x)(?![^\W\d])\.?|#)\s*[=:.]?\s*-?\s*(\d{1,7})(?!\d)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\+?[(\d][\d\s()/.\-–]*")
# The beginning of a remark that has figures itself: "3. Stock", "9-17 Uhr", "8 bis 16 Uhr".
_FIGURES = re.compile(
    r"[\s,;(]+\d{1,2}(?:[.:]\d\d)?(?:\s*[-–]\s*\d{1,2}(?:[.:]\d\d)?)?\s*(?=(?:uhr|h|bis\s+\d{1,2})\b)"
    r"|[\s,;(]+\d{1,2}\.\s*(?=(?:stock|stk|etage|og|obergeschoss|hof|aufgang|floor)\b)",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_LABEL = re.compile(r"(?:tel|telefon|fon|phone|mobil|mobile|handy|privat|büro|dienstlich|festnetz|fax)?[\s.:]*", re.I)
_WORD_NUMBER = re.compile(r"(?:0[789]00|0180\d?|\+?1[\s-]8\d\d)[\s-]*[A-Z][A-Z\s-]{3,}")
_TWO = re.compile(r"(?:\d[\s().\-–]*){7,}/\s*(?:\d[\s().\-–]*){5,}")
_ANOTHER = re.compile(r"\d(?:[\s()/.\-–]*\d){4,}")


def normal_phone(number: str, region: str = "DE") -> str:
    """Return a phone number in the form it is compared in, read as written in ``region``.

    That is E.164 ("+4930123450"), with an extension as RFC 3966 writes it ("+493012345;ext=67"); short numbers without
    an area code ("17", "116117") stay their digits. German notations such as 030/123-45, (030) 123 45 and 0049 30 12345
    are understood; labels and remarks ("Tel.:", "mobil", "(Anna)") do not count. Raises ``ValueError`` for what is no
    number, and for two numbers in one: none of them may be lost.
    """
    text = unicodedata.normalize("NFKC", number).strip()
    if len(text) > _LONGEST_WRITTEN:
        raise ValueError("not a phone number")
    if _WORD_NUMBER.fullmatch(text):
        return _parsed(text, region)
    found = _NUMBER.search(text)
    if found is None:
        raise ValueError("not a phone number")
    figures = _FIGURES.search(text, found.start())
    start, (end, behind) = found.start(), (found.end(), found.end())
    if figures is not None and figures.start() <= end:
        end, behind = figures.span()
    label, written, rest = text[:start], text[start:end], text[behind:]
    extension = _EXTENSION.match(rest.rstrip())
    remark = rest[extension.end() :] if extension else rest
    if _ANOTHER.search(remark) or _EXTENSION.search(remark) or _TWO.search(written) or _DIGIT.search(label):
        raise ValueError("not a phone number")
    plain = _short(written, label) or _parsed(written, region)
    return f"{plain};ext={extension[1]}" if extension else plain


def _short(written: str, label: str) -> str:
    """Return the digits of a number that is dialled as it stands, or "" where it is none."""
    digits = "".join(filter(str.isdecimal, written))
    is_short = 2 <= len(digits) <= LONGEST_SHORT and digits.isascii() and digits[0] != "0" and "+" not in written
    return digits if is_short and _LABEL.fullmatch(label) else ""


def _parsed(written: str, region: str) -> str:
    """Return a number in E.164. What becomes another number when it is read again, such as "000 1000", is none."""
    kept = _read(written, region)
    if _read(kept, region) != kept:
        raise ValueError("not a phone number")
    return kept


def _read(written: str, region: str) -> str:
    import phonenumbers  # noqa: PLC0415 - its tables are heavy, and most mails bring no number

    try:
        parsed = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException as error:
        raise ValueError("not a phone number") from error
    parsed.extension = None
    # A number of a few digits behind a country was never dialled by anybody: an area code is missing.
    if not phonenumbers.is_possible_number(parsed) or len(str(parsed.national_number)) < 4:
        raise ValueError("not a phone number")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
