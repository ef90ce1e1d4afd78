"""Times of day: 'halb vier', 'zwischen 8 und 12 Uhr', '3 p.m.', 'morgens', 'close of business'."""

from __future__ import annotations

import re
from datetime import time

from tonfall._promises.pieces import Context, Piece

_MARKED = (
    "c@CLOCK uhr|h? a@am|pm?",
    "c@DECIMAL uhr|am|pm",
    "h@NUM uhr m@MIN?",
    "h@NUM uhr|o'clock a@am|pm?",
    "h@NUM a@am|pm",
    "l@half h@NUM uhr?",
    "q@quarter|three-quarter r@nach|vor|past|to|after h@NUM uhr?",
    "q@quarter|three-quarter h@NUM uhr?",
    "m@NUM u:min? r@nach|vor|past|to l@half h@NUM uhr?",
    "m@NUM u:min? r@nach|vor|past|to h@NUM uhr?",
)
_ENGLISH_HALF = "l@half past? h@NUM"
_LED_HOUR = "um|at|gegen|ab|bis h@NUM a@am|pm?"


def read_clock(context: Context, index: int) -> Piece | None:
    """Read a time of day at ``index``, or return ``None``."""
    return _closing(context, index) or _part(context, index) or _range(context, index) or _exact(context, index)


def _closing(context: Context, index: int) -> Piece | None:
    for text in (
        "eod",
        "close|b:end of the? working|play u:day? R0?",
        "b:end of|the? the? this? R0? u:day|u:work R0?",
    ):
        match = context.match(text, index)
        if match is not None:
            return Piece(context.index(match.end()), part="eod", closing=True)
    if match := context.match("laufe|verlauf|course|during of? the? u:day", index):
        return Piece(context.index(match.end()), part="day", closing=True)
    return None


def _part(context: Context, index: int) -> Piece | None:
    match = context.match("first thing ( in the p:morning )?", index) or context.match("early in the p:morning", index)
    if match:
        return Piece(context.index(match.end()), part="p:early")
    match = context.match("( w@this|b:begin|b:end|b:mid|later|spät )? p@PART", index)
    if match is None:
        return None
    part = "p:early" if match["w"] == "b:begin" and match["p"] == "p:morning" else match["p"]
    return Piece(context.index(match.end()), part=part)


def _range(context: Context, index: int) -> Piece | None:
    """'zwischen 8 und 12', 'von 8 bis 12 Uhr', '9-11am': the later bound counts."""
    start = context.match(
        "k@zwischen|between|von|from? ( NUM|CLOCK|DECIMAL ) am|pm|uhr|h? bis|und|to|-|oder um|at?", index
    )
    if start is None:
        return None
    bound = context.index(start.end())
    later = _exact(context, bound) or _noon(context, bound)
    if later is not None and not (start["k"] is None and context.name(bound - 1) == "to"):
        return later
    bare = context.match("h@MIN a@am|pm?", bound) if start["k"] and context.name(bound)[:1] == "N" else None
    if bare is None or (clock := _hour(int(bare["h"][1:]), 0, bare["a"])) is None:
        return None
    return Piece(context.index(bare.end()), clock=clock, bare_hour=not bare["a"])


def _noon(context: Context, index: int) -> Piece | None:
    return Piece(index + 1, clock=time(12)) if context.name(index) == "p:noon" else None


def _exact(context: Context, index: int) -> Piece | None:
    if context.english and (match := context.match(_ENGLISH_HALF, index)):
        return _bare(context, match, int(match["h"][1:]), 30)
    for text in _MARKED:
        if match := context.match(text, index):
            return _read(context, match)
    match = context.match(_LED_HOUR, index)
    if match is None and context.english and (match := context.match("by|before|until|till h@MIN", index)):
        return None if context.name(index + 2) in {"_", "am", "pm", "o'clock"} else _counted_hour(context, match)
    if match is None or _counts_something(context, context.index(match.end())):
        return None
    return _bare(context, match, int(match["h"][1:]), 0)


def _counted_hour(context: Context, match: re.Match[str]) -> Piece | None:
    end = context.index(match.end())
    return None if _counts_something(context, end) else _bare(context, match, int(match["h"][1:]), 0)


def _counts_something(context: Context, index: int) -> bool:
    """Say whether a number goes on into a unit, a date or a noun ('um 3 Tage', 'bis 5 Geräte')."""
    name = context.name(index)
    return (
        name[:2] == "u:"
        or name[:1] in {"M", "-"}
        or name in {"bis", "to", "vor", "nach", "last", "quarter", "past"}
        or (name == "_" and _is_noun(context, index))
    )


def _is_noun(context: Context, index: int) -> bool:
    word = context.low(index)
    is_noun = index < len(context.symbols) and context.symbols[index].capital
    return (context.name(index - 2) == "bis" and is_noun) or word in {
        "euro",
        "eur",
        "prozent",
        "percent",
        "mal",
        "times",
        "least",
    }


def _read(context: Context, match: re.Match[str]) -> Piece | None:
    groups = {key: value for key, value in match.groupdict().items() if value}
    if "c" in groups:
        return _figures(context, match, groups["c"])
    hour = int(groups["h"][1:])
    if "a" in groups and (clock := _hour(hour, 0, groups["a"])):
        return Piece(context.index(match.end()), clock=clock)
    minutes = (
        int(groups["m"][1:]) if "m" in groups else {"quarter": 15, "three-quarter": 45}.get(groups.get("q", ""), 0)
    )
    if "r" not in groups:
        hour, minutes = _without_preposition(groups, hour, minutes)
    elif "l" in groups:
        hour, minutes = hour - 1, 30 - minutes if groups["r"] in {"vor", "to"} else 30 + minutes
    elif groups["r"] in {"vor", "to"}:
        hour, minutes = hour - 1, 60 - minutes
    return _bare(context, match, hour, minutes)


def _without_preposition(groups: dict[str, str], hour: int, minutes: int) -> tuple[int, int]:
    """German 'halb vier', 'viertel vier' and 'dreiviertel vier' name the part of the hour that is running."""
    if "l" in groups:
        return hour - 1, 30
    return (hour - 1, minutes) if "q" in groups else (hour, minutes)


def _figures(context: Context, match: re.Match[str], raw: str) -> Piece | None:
    hour, minute = (int(part) for part in re.split(r"[:.]", raw[1:])[:2])
    marker = match.groupdict().get("a") or (context.name(context.index(match.end()) - 1))
    clock = _hour(hour, minute, marker if marker in {"am", "pm"} else None)
    bare = marker not in {"am", "pm"} and not raw.startswith("T0")
    return Piece(context.index(match.end()), clock=clock, bare_hour=bare) if clock else None


def _bare(context: Context, match: re.Match[str], hour: int, minute: int) -> Piece | None:
    marker = match.groupdict().get("a")
    clock = _hour(hour, minute, marker)
    return Piece(context.index(match.end()), clock=clock, bare_hour=marker is None) if clock else None


def _hour(hour: int, minute: int, marker: str | None) -> time | None:
    if hour == 24 and minute == 0:
        return time(23, 59)
    if marker in {"am", "pm"} and 1 <= hour <= 12:
        hour = hour % 12 + (12 if marker == "pm" else 0)
    return time(hour, minute) if 0 <= hour <= 23 and 0 <= minute <= 59 else None
