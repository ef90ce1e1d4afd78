"""Single days: 'morgen', 'nächsten Dienstag', 'den 21.03.', '20th of March', 'zum 1.'"""

from __future__ import annotations

import re
from datetime import date, timedelta

from tonfall._promises.offsets import base_day
from tonfall._promises.pieces import Context, Piece, add_months, monday_of

_NUMBERED = "( ORD bis|und|to|-|oder the|zum? )?"
_DATES = (
    f"{_NUMBERED} d@NUM of|the? m@MONTH ,? y@YEAR",
    f"{_NUMBERED} d@NUM of|the? m@MONTH",
    "m@MONTH the? d@NUM ,? y@YEAR",
    "m@MONTH the? d@NUM",
)
_OF_MONTH = "d@ORD the|of the? w@next|coming|this u:month"
_BEFORE_ORDINAL = frozenset({"zum", "am", "the", "bis", "on", "by", "until", "till"})
_NO_DAYS = frozenset({"mal", "stock", "etage", "rate", "mahnung", "level", "floor", "time"})


def read_day(context: Context, index: int) -> Piece | None:
    """Read a single day at ``index``, or return ``None``."""
    return (
        _relative(context, index)
        or _weekday(context, index)
        or _written_date(context, index)
        or _figures(context, index)
        or _ordinal(context, index)
    )


def _relative(context: Context, index: int) -> Piece | None:
    if match := context.match("the? u:day after r@R1", index):
        return Piece(context.index(match.end()), day=context.today + timedelta(days=2), ahead=True)
    if match := context.match("r@REL u:day?", index):
        day = base_day(context, match["r"])
        return Piece(context.index(match.end()), day=day, ahead=match["r"] != "R0", settled=True)
    if match := context.match("tonight", index):
        return Piece(context.index(match.end()), day=context.today, part="p:evening", settled=True)
    if context.match("monthturn", index):
        return Piece(index + 1, day=add_months(context.today.replace(day=1), 1), ahead=True, settled=True)
    match = context.match("gone PART?", index) or context.match("last DAY|u:week|u:month|u:year|MONTH", index)
    return Piece(context.index(match.end()), past=True) if match else None


def _weekday(context: Context, index: int) -> Piece | None:
    match = context.match("the? ( w@WHICH )? ( coming )? d@DAY", index)
    if match is None:
        return None
    number, end = int(match["d"][1:]), context.index(match.end())
    day = base_day(context, match["d"])
    which = match["w"]
    if which == "this" and monday_of(context.today) + timedelta(days=number) == context.today:
        day = context.today
    elif which == "next" and context.english:
        day = monday_of(context.today) + timedelta(days=7 + number)
    elif which == "nextnext":
        day += timedelta(days=7)
    return Piece(end, day=day, weekday=number, ahead=which in {"next", "coming", "nextnext"})


def _written_date(context: Context, index: int) -> Piece | None:
    for text in _DATES:
        if match := context.match(text, index):
            groups = match.groupdict()
            year = int(groups["y"][1:]) if groups.get("y") else None
            day = dated(context, int(match["d"][1:]), int(match["m"][1:]), year)
            return Piece(context.index(match.end()), day=day, settled=True) if day else None
    return None


def dated(context: Context, day: int, month: int, year: int | None) -> date | None:
    """Return the date; without a year its next occurrence from today on. ``None`` when there is none."""
    years = [year] if year is not None else range(context.today.year, context.today.year + 5)
    for candidate in years:
        try:
            found = date(candidate + 2000 if candidate < 100 else candidate, month, day)
        except ValueError:
            continue
        if year is not None or found >= context.today:
            return found
    return None


def _figures(context: Context, index: int) -> Piece | None:
    kind, _, figures = context.name(index).partition("=")
    if kind in {"iso", "dotted", "slash"} and figures:
        day = _from_figures(context, kind, [int(part) for part in figures.split("/")])
        return Piece(index + 1, day=day, settled=True) if day else None
    if context.name(index)[:1] == "X" and context.name(index - 1) in {"am", "bis", "zum", "the", "ab", "vor"}:
        first, _, second = context.name(index)[1:].partition(".")
        if second.isdigit() and context.name(index + 1) not in {"uhr"} and context.name(index + 1)[:2] != "u:":
            day = dated(context, int(first), int(second), None)
            return Piece(index + 1, day=day, settled=True) if day else None
    return None


def _from_figures(context: Context, kind: str, figures: list[int]) -> date | None:
    if kind == "iso":
        return dated(context, figures[2], figures[1], figures[0])
    year = figures[2] if len(figures) > 2 else None
    day_first = dated(context, figures[0], figures[1], year)
    if kind == "dotted":
        return day_first
    # 5/8 is the eighth of May or the fifth of August: of two readings a promise means the nearer.
    readings = [found for found in (day_first, dated(context, figures[1], figures[0], year)) if found]
    ahead = [found for found in readings if found >= context.today] or readings
    return min(ahead, default=None)


def _ordinal(context: Context, index: int) -> Piece | None:
    name = context.name(index)
    if match := context.match(_OF_MONTH, index):
        first = add_months(context.today.replace(day=1), match["w"] != "this")
        day = dated(context, int(name[1:]), first.month, first.year)
        return Piece(context.index(match.end()), day=day, settled=True) if day else None
    if not re.fullmatch(r"O\d+", name) or context.name(index - 1) not in _BEFORE_ORDINAL:
        return None
    after = context.name(index + 1)
    if after[:2] in {"u:", "p:"} or after in _NO_DAYS or context.low(index + 1) in _NO_DAYS:
        return None
    if not context.low(index)[0].isdigit() and context.low(index - 1) not in {"zum", "am", "the"}:
        return None
    return _next_numbered(context, int(name[1:]), index + 1)


def _next_numbered(context: Context, number: int, end: int) -> Piece | None:
    month = context.today.replace(day=1)
    for ahead in range(13):
        candidate = add_months(month, ahead)
        try:
            day = candidate.replace(day=number)
        except ValueError:
            continue
        if day >= context.today:
            return Piece(end, day=day, settled=True)
    return None
