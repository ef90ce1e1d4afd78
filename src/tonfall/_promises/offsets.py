"""Distances from now: 'in drei Tagen', 'within two working days', 'heute in einer Woche'."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from tonfall._promises.pieces import Context, Piece, add_months
from tonfall._promises.wordlists import bag

# Python allows a group name once in a pattern, so every shape is a pattern of its own.
_SHAPES = (
    "n@half one u@UNIT",
    "one h@half u@UNIT",
    "one guten|knappen u@UNIT",
    "n@QTY und one f@half u@UNIT",
    "n@QTY u@UNIT und one f@half",
    "one u@UNIT oder m@QTY",
    "one q@quarter of one u@u:hour",
    "t@N3 u:quarter of one u@u:hour",
    "n@QTY SEP SEP? HEDGE* m@QTY u@UNIT",
    "n@QTY u@UNIT SEP m@QTY UNIT",
    "n@QTY more|weitere|weiteren? u@UNIT",
)
_LEADS = (
    "in|innerhalb|binnen|within|inside|nach|after|over|during|bis|ablauf von|of? the? next|coming? ( few als )? HEDGE*"
)
_GIVEN = frozenset({"another", "noch", "takes", "take", "dauert", "need", "brauchen", "brauche"})
_GIVING = frozenset({"give", "allow", "geben", "gib", "gebt"})
_OPENERS = frozenset(
    {"in", "innerhalb", "binnen", "within", "inside", "nach", "after", "over", "during", "bis",
    "ablauf", "vor", "seit",
     "the", "few"}
)  # fmt: skip
_PLURALS = bag("tage tagen days stunden hours wochen weeks minuten minutes werktage werktagen arbeitstagen")
_DAYS = {"u:day": 1, "u:week": 7, "u:fortnight": 14}
_HOURS = {"u:min": 1 / 60, "u:hour": 1.0, "u:q15": 0.25, "u:q45": 0.75, "u:hhour": 0.5}


def read_offset(context: Context, index: int) -> Piece | None:
    """Read a distance at ``index``, or return ``None``."""
    name = context.name(index)
    if name[:1] in {"R", "D"}:
        return _from_base(context, index)
    if name[:1] in {"N", "X"} or name in {"one", "half"}:
        return _from_base(context, index) or _before_now(context, index) or _bare(context, index)
    if match := context.match("this time next u@u:week|u:month|u:year", index):
        return _shifted(context, match, context.today)
    if name not in _OPENERS:
        return None
    return (
        (_before_now(context, index) if name in {"vor", "seit", "few"} else None)
        or _vague(context, index)
        or _led(context, index)
        or _bare(context, index)
    )


def _from_base(context: Context, index: int) -> Piece | None:
    """'heute in einer Woche', 'Freitag in zwei Wochen', 'a week from Monday', 'Friday week'."""
    for shape in _SHAPES:
        for text in (f"b@REL|DAY in HEDGE* {shape}", f"{shape} from|ab|on|after b@REL|DAY|now|jetzt"):
            if match := context.match(text, index):
                return _weeks_from(context, match)
    if match := context.match("n@QTY u@u:week b@REL", index):
        return _shifted(context, match, base_day(context, match["b"]))
    if context.english and (match := context.match("b@DAY|R0|R1 u:week", index)):
        day = base_day(context, match["b"]) + timedelta(days=7)
        return Piece(context.index(match.end()), day=day, ahead=True)
    return None


def _weeks_from(context: Context, match: re.Match[str]) -> Piece | None:
    """In German 'heute in acht Tagen' counts today in and means a week."""
    piece = _shifted(context, match, base_day(context, match["b"]))
    groups = match.groupdict()
    if (
        not context.english
        and piece
        and piece.day
        and groups["u"] == "u:day"
        and groups.get("n") == "N8"
        and not groups.get("m")
    ):
        return replace(piece, day=piece.day - timedelta(days=1))
    return piece


def base_day(context: Context, name: str) -> date:
    """Return the day a relative word or a weekday means; a weekday is the first one after today."""
    if name[0] == "R":
        return context.today + timedelta(days=int(name[1:]))
    if name[0] == "D":
        return context.today + timedelta(days=(int(name[1:]) - context.today.weekday() - 1) % 7 + 1)
    return context.today


def _before_now(context: Context, index: int) -> Piece | None:
    for shape in _SHAPES:
        for text in (f"vor HEDGE* {shape}", f"{shape} ago", f"seit HEDGE* {shape}"):
            if match := context.match(text, index):
                return Piece(context.index(match.end()), past=True)
    match = context.match("vor one? few of? UNIT", index) or context.match("one? few of? UNIT ago", index)
    return Piece(context.index(match.end()), past=True) if match else None


def _vague(context: Context, index: int) -> Piece | None:
    """'in den nächsten Tagen', 'in a couple of days', 'in wenigen Stunden': near, but no date."""
    for text in (
        "in|innerhalb|binnen|within|over|during|nach|after? the? next|coming of? one? few? of? the? UNIT",
        "in|innerhalb|binnen|within|over|during|nach|after von|of? the? one? few of? UNIT time?",
    ):
        match = context.match(text, index)
        if match and context.low(context.index(match.end()) - 1) in _PLURALS | {"time"}:
            return Piece(context.index(match.end()), vague=True, ahead=True)
    return None


def _led(context: Context, index: int) -> Piece | None:
    for shape in _SHAPES:
        if match := context.match(f"{_LEADS} {shape} time? ( from|ab now|jetzt|R0 )?", index):
            return _shifted(context, match, context.today)
    if match := context.match("in|within|over|innerhalb|binnen the next|coming? u:hour", index):
        return Piece(context.index(match.end()), instant=_later(context.now, timedelta(hours=1)), ahead=True)
    frist = context.match("in|innerhalb|binnen u@UNIT", index)
    if frist and context.low(index + 1).endswith("frist"):
        return _shifted(context, frist, context.today)
    return None


def _bare(context: Context, index: int) -> Piece | None:
    """'the next two days', 'give me twenty minutes', 'noch zwei Tage': a marker, but no preposition."""
    given = context.low(index - 1) in _GIVEN or any(context.low(index - step) in _GIVING for step in (2, 3))
    for shape in _SHAPES:
        match = context.match(f"the next|coming HEDGE* {shape}", index)
        match = match or context.match(f"{shape} noch", index) or (context.match(shape, index) if given else None)
        if match:
            return _shifted(context, match, context.today)
    return None


def _shifted(context: Context, match: re.Match[str], base: date) -> Piece | None:
    groups = {key: value for key, value in match.groupdict().items() if value}
    amount, end = _amount(groups), context.index(match.end())
    unit = groups["u"]
    if unit in _HOURS:
        hours = min(amount * _HOURS[unit], 24 * 3660)
        begins = context.now + timedelta(days=(base - context.today).days)
        return Piece(end, instant=_later(begins, timedelta(seconds=round(hours * 3600))), ahead=True, counted=True)
    day = _moved(context, base, unit, amount)
    return Piece(end, day=day, ahead=True, counted=True) if day else None


def _later(moment: datetime, by: timedelta) -> datetime:
    """Add hours that pass: in a night in which clocks change these are others than their hands show."""
    return (moment.astimezone(UTC) + by).astimezone(moment.tzinfo)


def _amount(groups: dict[str, str]) -> float:
    if "q" in groups:
        return 0.25
    if "t" in groups:
        return 0.75
    value = _value(groups.get("m") or groups.get("n") or groups.get("h") or "one")
    return value + (0.5 if "f" in groups else 0)


def _value(name: str) -> float:
    if name in {"one", "half"}:
        return 1.0 if name == "one" else 0.5
    number = re.match(r"\d+(?:\.\d+)?", name[1:])
    return float(number.group()) if number else 1.0


def _moved(context: Context, base: date, unit: str, amount: float) -> date | None:
    if amount > 3660:
        return None
    whole = int(amount)
    if unit == "u:work":
        return context.calendar.add_working_days(base, whole)
    if unit == "u:werk":
        return context.calendar.add_werktage(base, whole)
    if unit in _DAYS:
        return base + timedelta(days=int(amount * _DAYS[unit]))
    months = {"u:month": 1, "u:quarter": 3, "u:year": 12}[unit] * amount
    moved = add_months(base, int(min(months, 1200)))
    return moved + timedelta(days=15) if months % 1 else moved
