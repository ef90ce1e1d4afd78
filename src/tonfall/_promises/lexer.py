"""From text to symbols: each word of a sentence becomes the one symbol the due grammar knows it by.

A symbol is a short string: ``D4`` Friday, ``M3`` March, ``R1`` tomorrow, ``N14`` a number, ``O20`` an
ordinal, ``u:week`` a unit, ``p:noon`` a part of the day, ``b:end`` the end of a period, ``H:easter`` a
feast; a word of the grammar stands for itself, any other word is ``_``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from tonfall._promises import lexicon

_TOKEN = re.compile(
    r"(?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"|(?P<dotted>[0-9]{1,2}\.\s?[0-9]{1,2}\.(?:\s?[0-9]{4}(?![0-9])|[0-9]{2}(?![0-9]))?)"
    r"|(?P<slash>[0-9]{1,2}/[0-9]{1,2}(?:/(?:[0-9]{4}|[0-9]{2}))?(?![0-9/]))"
    r"|(?P<clock>[0-9]{1,2}:[0-9]{2}|(?:(?<=um )|(?<=bis )|(?<=gegen )|(?<=ab ))[0-9]{1,2}h\b)"
    r"|(?P<decimal>[0-9]{1,3}[.,][0-9]{1,2}(?![0-9.]))"
    r"|(?P<ord>[0-9]{1,2}(?:st|nd|rd|th)\b|[0-9]{1,2}\.(?![0-9]))"
    r"|(?P<num>[0-9]+)"
    r"|(?P<ampm>[ap]\.\s?m\.?(?![^\W\d_]))"
    r"|(?P<word>(?:(?:twen|thir|for|fif|six|seven|eigh|nine)ty-)?[^\W\d_]+(?:['’][^\W\d_]+)*)"
    r"|(?P<other>[^\s\w])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Symbol:
    """One symbol, the place of its word in the text, the word in lower case, and whether it had a capital."""

    name: str
    low: str
    start: int
    end: int
    capital: bool = False


@lru_cache(maxsize=512)
def symbols(text: str, *, english: bool) -> tuple[Symbol, ...]:
    """Return the symbols of one sentence in order; one word may give two ('Freitagabend').

    Kept for sentences seen before: while a draft grows, only the sentence at the cursor is new.
    """
    found: list[Symbol] = []
    for match in _TOKEN.finditer(text):
        raw = match.group()
        low = raw.casefold().replace("’", "'")
        is_word = match.lastgroup == "word"
        names = lexicon.symbols_of(low, english=english) if is_word else (_name(match, raw),)
        for name in names:
            found.append(Symbol(name, low, match.start(), match.end(), raw[0].isupper()))
    return tuple(_settle(found, text, english=english))


def _name(match: re.Match[str], raw: str) -> str:
    kind = match.lastgroup
    if kind == "num":
        return f"N{int(raw)}" if len(raw) < 5 else "_"
    if kind == "ord":
        return f"O{int(raw.rstrip('.stndrhSTNDRH'))}"
    if kind == "clock":
        return f"T{raw.replace('h', ':00').replace('H', ':00')}"
    if kind in ("iso", "dotted", "slash"):
        return f"{kind}={re.sub(r'[^0-9]+', '/', raw).strip('/')}"
    if kind == "decimal":
        return f"X{raw.replace(',', '.')}"
    if kind == "ampm":
        return f"{raw[0].lower()}m"
    if raw in "-–—":
        return "-"
    return raw if raw in ",/&." else ";"


def _settle(found: list[Symbol], text: str, *, english: bool) -> list[Symbol]:
    """Decide the words whose meaning depends on a neighbour: Morgen, am, may, Di., Fr., und dreißig."""
    out: list[Symbol] = []
    for index, symbol in enumerate(found):
        if symbol.name == "_":
            out.append(symbol)
            continue
        if symbol.capital and _is_somebody(symbol, out):
            out.append(replace(symbol, name="_"))
            continue
        before = out[-1].name if out else ""
        after = found[index + 1].name if index + 1 < len(found) else ""
        name = _settled_name(symbol, before, after, text, english=english)
        if name == "join":
            out[-1] = Symbol("u:work", out[-1].low, out[-1].start, symbol.end)
        elif name:
            out.append(Symbol(name, symbol.low, symbol.start, symbol.end, symbol.capital))
    return out


def _is_somebody(symbol: Symbol, before: list[Symbol]) -> bool:
    """'Frau März', 'unser Kollege Jan', 'Herr Tom Freitag': a name that is also a day or a month."""
    if symbol.name[:1] not in {"M", "D", "R", "d"}:
        return False
    title = before[-1].low if before else ""
    if title not in lexicon.TITLES and len(before) > 1 and before[-1].capital and before[-1].name == "_":
        title = before[-2].low
    return title in lexicon.TITLES


def _settled_name(symbol: Symbol, before: str, after: str, text: str, *, english: bool) -> str:
    name, low = symbol.name, symbol.low
    raw = text[symbol.start : symbol.end]
    if name == "R1" and low == "morgen":
        is_part = before in {"R0", "gone"} or before[:1] == "D" or (before in {"am", "gegen"} and raw[0] == "M")
        return "p:early" if is_part else name
    if len(name) == 2 and name[0] == "d":
        return _abbreviated_day(name, raw, before, after, english=english)
    if low == "may":
        near = after[:1] in {"N", "O"} or before[:1] in {"N", "O"} or before in lexicon.BEFORE_MAY
        return name if near and raw[0] == "M" else "_"
    if low == "am" and english:
        return "am" if before[:1] in {"N", "T"} or before == "-" else "_"
    if name == "u:day" and before == "working":
        return "join"
    if name == "." and (before[:1] in {"M", "D"} or before.startswith("u:")):
        return ""
    if low == "first" and (after in {"of", "u:week"} or after[:1] == "M"):
        return "O1"
    return name


def _abbreviated_day(name: str, raw: str, before: str, after: str, *, english: bool) -> str:
    """Accept 'Di', 'Fr' or 'Sat' as a weekday only where its neighbours speak of time."""
    if not raw[0].isupper():
        return "_"
    near = before in lexicon.BEFORE_DAY or after[:1] in {"N", "T"} or after.startswith(("dotted", "p:"))
    return f"D{name[1:]}" if near or (english and len(raw) > 2) else "_"
