"""What the components of a due phrase are made of, and the small pattern language they are written in."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from tonfall._calendar import Calendar
from tonfall._promises.lexer import Symbol

_MACROS = {
    "QTY": r"N\d+|one|half|X[\d.]+",
    "NUM": r"[NO]\d+",
    "MIN": r"N\d{1,2}",
    "UNIT": r"u:\w+",
    "DAY": r"D\d",
    "REL": r"R\d",
    "MONTH": r"M\d+",
    "ORD": r"O\d+",
    "YEAR": r"N(?:19|20)\d\d",
    "SEP": r"bis|to|oder|und|-|,",
    "BOUND": r"b:\w+",
    "FEAST": r"H:\w+",
    "PART": r"p:\w+",
    "CLOCK": r"T[\d:]+",
    "DECIMAL": r"X[\d.]+",
    "WHICH": r"this|next|coming|nextnext",
    "HEDGE": r"ca|etwa|ungefähr|rund|around|about|approximately|maximal|max|höchstens|längstens|gut|knapp"
    r"|spätestens"
    r"|spätesten|noch|at|the|most|latest|less|only|just|bereits|schon|under|unter|weniger|als|in|also|no|more|than|fewer|longer|later|\.",
}
_PART = re.compile(r"(?:(?P<name>\w)@)?(?P<body>[^?*]+)(?P<times>[?*]?)")


@lru_cache(maxsize=256)
def pattern(text: str) -> re.Pattern[str]:
    """Compile a pattern over symbols: ``in the? n@QTY u@UNIT`` with macros, names and brackets."""
    parts = [_compiled(part) for part in text.split()]
    return re.compile("".join(parts))


def _compiled(part: str) -> str:
    if part in {"(", ")", ")?", ")*", "|"}:
        return "(?:" if part == "(" else part
    match = _PART.fullmatch(part)
    if match is None:
        raise ValueError(f"not a pattern: {part}")
    alternatives = [_MACROS.get(word) or re.escape(word) for word in match["body"].split("|")]
    body = "|".join(alternatives)
    group = f"(?P<{match['name']}>{body})" if match["name"] else f"(?:{body})"
    return f"(?:{group} ){match['times']}"


@dataclass(frozen=True, slots=True)
class Context:
    """A sentence as symbols, with the moment of writing on the desk's own clock."""

    symbols: tuple[Symbol, ...]
    now: datetime
    calendar: Calendar
    english: bool
    line: str = field(default="")
    places: tuple[int, ...] = ()

    @property
    def today(self) -> date:
        """The local day of writing."""
        return self.now.date()

    def match(self, text: str, index: int) -> re.Match[str] | None:
        """Match the symbol pattern ``text`` at symbol ``index``."""
        return pattern(text).match(self.line, self.places[index])

    def index(self, offset: int) -> int:
        """Return the symbol index of an offset in the line of symbols."""
        return bisect_left(self.places, offset)

    def name(self, index: int) -> str:
        """Return the symbol at ``index``, or an empty string outside the sentence."""
        return self.symbols[index].name if 0 <= index < len(self.symbols) else ""

    def low(self, index: int) -> str:
        """Return the lower-case word at ``index``, or an empty string outside the sentence."""
        return self.symbols[index].low if 0 <= index < len(self.symbols) else ""


def context(symbols: tuple[Symbol, ...], now: datetime, calendar: Calendar, *, english: bool) -> Context:
    """Return the context of one sentence; ``now`` is a moment on the desk's own clock."""
    places, offset = [], 0
    for symbol in symbols:
        places.append(offset)
        offset += len(symbol.name) + 1
    line = "".join(f"{symbol.name} " for symbol in symbols)
    return Context(symbols, now, calendar, english, line, (*places, offset))


@dataclass(frozen=True, slots=True)
class Piece:
    """One component of a due phrase, ending before symbol ``end``.

    ``first`` is the first day of a period whose last is ``day``; ``week`` the Monday of the week meant;
    ``ahead`` says that the words can only mean the future; ``vague`` and ``past`` pieces give no date.
    ``settled`` days are named as such, ``counted`` ones are a distance from now.
    """

    end: int
    day: date | None = None
    first: date | None = None
    week: date | None = None
    weekday: int | None = None
    clock: time | None = None
    part: str = ""
    instant: datetime | None = None
    bare_hour: bool = False
    ahead: bool = False
    vague: bool = False
    past: bool = False
    closing: bool = False
    settled: bool = False
    counted: bool = False


def monday_of(day: date) -> date:
    """Return the Monday of the week of ``day``."""
    return day - timedelta(days=day.weekday())


def month_end(day: date) -> date:
    """Return the last day of the month of ``day``."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def add_months(day: date, count: int) -> date:
    """Return ``day`` moved by ``count`` months, clamped to the month's last day (§ 188 BGB)."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    first = date(min(max(year, 1), 9998), month + 1, 1)
    return first.replace(day=min(day.day, month_end(first).day))
