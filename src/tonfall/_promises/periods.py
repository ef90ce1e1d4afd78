"""Weeks, months, quarters, years and feasts: 'Mitte nächster Woche', 'Ende März', 'KW 13', 'nach Ostern'.

A period without a part is due at its later bound. Beginning, middle and end of a month are its first,
fifteenth and last day (§ 192 BGB).
"""

from __future__ import annotations

from datetime import date, timedelta

from tonfall._holidays import easter_sunday
from tonfall._promises.days import dated, read_day
from tonfall._promises.lexicon import FIRST_NAMES, LEADING
from tonfall._promises.pieces import Context, Piece, add_months, monday_of, month_end

_INSIDE = frozenset({"laufe", "course", "verlauf", "during", "noch", "within", "over", "innerhalb", "binnen", "later"})
_FEAST_LEADS = frozenset(
    {"vor", "nach", "bis", "zu", "zum", "an", "über", "before", "after", "by", "at", "over", "until",
    "till", "for",
     "around", "um", "am", "this", "next", "coming", "zwischen", "between"}
)  # fmt: skip
_AHEAD = {"this": 0, "next": 1, "coming": 1, "nextnext": 2}


def read_period(context: Context, index: int) -> Piece | None:
    """Read a period or a feast at ``index``, or return ``None``."""
    return (
        _week(context, index)
        or _numbered_week(context, index)
        or _weekend(context, index)
        or _week_of_month(context, index)
        or _last_of_month(context, index)
        or _month(context, index)
        or _long_period(context, index)
        or _feast(context, index)
    )


def _bounds(text: str) -> tuple[str, ...]:
    """Return the pattern with and without a part of the period in front."""
    links = "of|in|the|von|-|zu|zum|im|am|working"
    return (f"b@BOUND {links}? {links}? {text}", text)


def _week(context: Context, index: int) -> Piece | None:
    for text in _bounds("the? ( w@WHICH )? ( working )? u:week ( after n@next )? ( d@darauf|drauf )?"):
        match = context.match(text, index)
        if match is None:
            continue
        groups, end = match.groupdict(), context.index(match.end())
        which = groups["w"] or ("this" if groups.get("b") or context.name(index - 1) in _INSIDE else "")
        if groups["n"] or groups["d"]:
            which = "nextnext" if groups["n"] else "next"
        if which and context.low(end - 1) not in {"wochen", "weeks", "wochenfrist"}:
            monday = monday_of(context.today) + timedelta(days=7 * _AHEAD[which])
            return _dated_week(context, end, monday, groups.get("b") or "")
    return _week_of_day(context, index)


def _week_of_day(context: Context, index: int) -> Piece | None:
    match = context.match("the? u:week of|vom|from|ab|beginning the?", index)
    piece = read_day(context, context.index(match.end())) if match else None
    if piece is None or piece.day is None:
        return None
    return _dated_week(context, piece.end, monday_of(piece.day), "")


def _numbered_week(context: Context, index: int) -> Piece | None:
    for text in (*_bounds("the? kw|u:week .? k@NUM"), *_bounds("the? k@ORD kw")):
        match = context.match(text, index)
        if match is None or not 1 <= (number := int(match["k"][1:])) <= 53:
            continue
        year = context.today.isocalendar().year
        if number < context.today.isocalendar().week:
            year += 1
        try:
            monday = date.fromisocalendar(year, number, 1)
        except ValueError:
            return None
        return _dated_week(context, context.index(match.end()), monday, match.groupdict().get("b") or "")
    return None


def _dated_week(context: Context, end: int, monday: date, bound: str) -> Piece:
    """A week is over with its last working day; its start and middle by the site's conventions."""
    conventions = context.calendar.conventions
    last = {"b:begin": conventions.week_start_day, "b:mid": conventions.week_middle_day}.get(bound, 6)
    day = context.calendar.last_working_day(monday, monday + timedelta(days=last))
    first = None if bound else monday
    return Piece(end, day=max(day, min(context.today, monday + timedelta(days=6))), first=first, week=monday,
                 ahead=monday > context.today)  # fmt: skip


def _weekend(context: Context, index: int) -> Piece | None:
    match = context.match("the? ( w@WHICH )? weekend", index)
    if match is None:
        return None
    if not (match["w"] or {context.name(index - 1), context.name(index)} & (_FEAST_LEADS | {"the", "on"})):
        return None
    weeks = {"next": 1, "nextnext": 2}.get(match["w"] or "", 0)
    saturday = monday_of(context.today) + timedelta(days=5 + 7 * weeks)
    closing = context.name(index - 1) in {"bis", "by", "until", "till", "zum"}
    friday = context.calendar.last_working_day(saturday - timedelta(days=5), saturday - timedelta(days=1))
    day = friday if closing and friday >= context.today else saturday + timedelta(days=1)
    return Piece(context.index(match.end()), day=day, first=saturday, ahead=True)


def _week_of_month(context: Context, index: int) -> Piece | None:
    """'in der ersten Aprilwoche', 'the second week of May': its days are 1 to 7, 8 to 14 and so on."""
    match = context.match("the? o@ORD m@MONTH u:week", index)
    match = match or context.match("the? o@ORD u:week of|in|im the? m@MONTH", index)
    first = dated(context, 1, int(match["m"][1:]), None) if match else None
    if match is None or first is None or not 1 <= (number := int(match["o"][1:])) <= 4:
        return None
    last = first + timedelta(days=7 * number - 1)
    day = context.calendar.last_working_day(last - timedelta(days=6), last)
    return Piece(context.index(match.end()), day=day, ahead=True)


def _month(context: Context, index: int) -> Piece | None:
    """'Ende März', 'im April', 'nächsten Monat', 'Ende des Monats'."""
    for text in _bounds("the? ( w@WHICH )? m@u:month|MONTH ( y@YEAR )?"):
        match = context.match(text, index)
        if match is None:
            continue
        groups, end = match.groupdict(), context.index(match.end())
        bound = groups.get("b") or ""
        if not (bound or groups["w"] or groups["y"]) and _is_given_name(context, index):
            continue
        first = _month_meant(context, match["m"], groups["w"] or "", groups["y"])
        if first is None or (match["m"] == "u:month" and not (bound or groups["w"] or _is_inside(context, index))):
            continue
        if bound == "b:end" and context.low(index) == "late":
            bound = ""
        day = {"b:begin": first, "b:mid": first.replace(day=15)}.get(bound, month_end(first))
        if day < context.today and match["m"] != "u:month":
            day = add_months(day, 12)
        return Piece(end, day=max(day, context.today), first=None if bound else first, ahead=first > context.today)
    return None


def _last_of_month(context: Context, index: int) -> Piece | None:
    """'am Monatsletzten', 'the last day of April'."""
    match = context.match("the? last u:day of? the? ( w@WHICH )? m@u:month|MONTH", index)
    if match is None:
        return Piece(index + 1, day=month_end(context.today)) if context.name(index) == "ultimo" else None
    first = _month_meant(context, match["m"], match["w"] or "", None)
    return Piece(context.index(match.end()), day=month_end(first), settled=True) if first else None


def _is_given_name(context: Context, index: int) -> bool:
    """'Jan ruft Sie an', 'Viele Grüße, April': a month alone that nothing before it makes a time."""
    before = {context.name(index - 1), context.low(index - 1)}
    return context.low(index) in FIRST_NAMES and not _is_inside(context, index) and LEADING.isdisjoint(before)


def _is_inside(context: Context, index: int) -> bool:
    return context.name(index - 1) in _INSIDE


def _month_meant(context: Context, name: str, which: str, year: str | None) -> date | None:
    this = context.today.replace(day=1)
    if name == "u:month":
        return add_months(this, _AHEAD.get(which, 0))
    number = int(name[1:])
    if year:
        return date(int(year[1:]), number, 1)
    if number == this.month:
        return this
    return dated(context, 1, number, None)


def _long_period(context: Context, index: int) -> Piece | None:
    this = context.today.replace(day=1)
    for text in _bounds("the? ( w@WHICH )? ( o@ORD )? u@u:quarter|quarter|u:year ( y@YEAR )?"):
        match = context.match(text, index)
        groups = match.groupdict() if match else {}
        if match is None or not (groups.get("b") or groups["w"] or groups["o"] or _is_inside(context, index)):
            continue
        months = 12 if match["u"] == "u:year" else 3
        start = this.replace(month=(this.month - 1) // months * months + 1)
        if groups["o"] and months == 3 and 1 <= int(groups["o"][1:]) <= 4:
            start = dated(context, 28, int(groups["o"][1:]) * 3, None) or start
            start = add_months(start.replace(day=1), -2)
        start = add_months(start, months * _AHEAD.get(groups["w"] or "", 0))
        last = month_end(add_months(start, months - 1))
        middle = start + (last - start) / 2
        day = {"b:begin": start, "b:mid": middle}.get(groups.get("b") or "", last)
        return Piece(context.index(match.end()), day=max(day, context.today), first=start, ahead=False)
    match = context.match("b@b:end y@YEAR", index)
    return Piece(context.index(match.end()), day=date(int(match["y"][1:]), 12, 31)) if match else None


def _feast(context: Context, index: int) -> Piece | None:
    match = context.match("between|zwischen the? H:xmas und H:newyear|H:nye", index) or context.match(
        "zwischen the u:year", index
    )
    if match:
        last = context.calendar.last_working_day(context.today, date(context.today.year, 12, 31))
        return Piece(context.index(match.end()), day=last, ahead=True)
    match = context.match("the? w@WHICH? f@FEAST", index)
    if match is None:
        return None
    if not {context.name(index - 1), context.name(index)} & _FEAST_LEADS:
        return None
    first, last = feast(context, match["f"])
    closing = context.name(index - 1) in {"bis", "by", "until", "till"}
    day = context.calendar.last_working_day(context.today, first) if closing else last
    return Piece(context.index(match.end()), day=day, first=first, ahead=True, closing=True)


def feast(context: Context, name: str) -> tuple[date, date]:
    """Return the first and last day of the next feast of that name which has not passed."""
    if name == "H:holidays":
        return _next_holidays(context)
    for year in (context.today.year, context.today.year + 1):
        first, last = _feast_in(year, name, english=context.english)
        if last >= context.today:
            return first, last
    raise ValueError(f"unknown feast {name}")


def _next_holidays(context: Context) -> tuple[date, date]:
    day = context.today
    while not context.calendar.is_holiday(day):
        day += timedelta(days=1)
    first = day
    while context.calendar.is_holiday(day + timedelta(days=1)):
        day += timedelta(days=1)
    return first, day


def _feast_in(year: int, name: str, *, english: bool) -> tuple[date, date]:
    easter = easter_sunday(year)
    moving = {
        "H:easter": (-2, 1), "H:pentecost": (49, 50), "H:ascension": (39, 39), "H:goodfriday": (-2, -2),
        "H:eastermonday": (1, 1), "H:whitmonday": (50, 50), "H:maundy": (-3, -3),
    }  # fmt: skip
    if name in moving:
        first, last = moving[name]
        return easter + timedelta(days=first), easter + timedelta(days=last)
    fixed = {
        "H:xmas": ((12, 25 if english else 24), (12, 26)), "H:nye": ((12, 31), (12, 31)),
        "H:newyear": ((1, 1), (1, 1)), "H:eve": ((12, 24), (12, 24)), "H:unity": ((10, 3), (10, 3)),
    }  # fmt: skip
    first_day, last_day = fixed[name]
    return date(year, *first_day), date(year, *last_day)
