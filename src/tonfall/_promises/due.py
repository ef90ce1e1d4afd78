"""Due phrases: components side by side become one aware moment.

'Freitag, den 21.03., um halb vier' has a weekday, a date and a time; 'bis Dienstag oder Mittwoch' two
days, of which the later one binds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tonfall._promises.clocks import read_clock
from tonfall._promises.days import read_day
from tonfall._promises.moments import moment_of
from tonfall._promises.offsets import read_offset
from tonfall._promises.periods import read_period
from tonfall._promises.pieces import Context, Piece
from tonfall._promises.wordlists import bag
from tonfall._text import Span

_LEADS = bag(
    "in im innerhalb binnen within inside nach after bis am an um gegen at by on until till vor before "
    "zum zur zu ab from für auf for spätestens spätesten noch gleich bereits schon erst ca circa etwa "
    "ungefähr rund around about approximately maximal höchstens längstens über over during laufe course "
    "verlauf zwischen between latest no not later than später als per the kurz up to genau exactly "
    "pünktlich only sometime irgendwann up vom von since seit through throughout jeden jede jeder jedes "
    "every each p:early of also first thing"
)
_GLUE = bag(
    ", um von auf gegen at by bis am an on in the im of laufe verlauf course vom around about spätestens "
    "spätesten noch ca etwa zwar namely zwischen between oder to - ( zum genau exactly pünktlich gleich "
    "before vor from ab uhr und also during für schon bereits for latest"
)
_DEADLINES = bag(
    "bis by until till spätestens spätesten latest innerhalb binnen within in vor before zum maximal "
    "höchstens längstens than inside"
)
_CHOICES = bag("oder bis auf to - spätestens spätesten latest")
_NO_BOUNDS = frozenset({"seit", "since", "jeden", "jede", "jeder", "jedes", "every", "each"})
_MARKS = frozenset({"_", ",", ";", ".", ""})
_OPENING = (_LEADS | _GLUE | {"the", "one", "und", "this", "last", "few"}) - {"p:early"}
_SPANS = frozenset({"zwischen", "between", "vom", "von", "from"})


@dataclass(frozen=True, slots=True)
class Due:
    """One due phrase: where it stands, when it is due and how it was said.

    ``moment`` is aware, on the desk's clock, or ``None`` for vague and past phrases. ``deadline``: a
    preposition sets a bound ('bis', 'within'). ``ahead``: the words can only mean the future.
    """

    span: Span
    moment: datetime | None
    time_said: bool = False
    deadline: bool = False
    ahead: bool = False
    vague: bool = False
    past: bool = False
    reference: bool = False
    counted: bool = False


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A due phrase before it is reckoned: its component, its prepositions, its place in symbols."""

    piece: Piece
    leads: frozenset[str]
    start: int
    end: int


def find_dues(context: Context) -> tuple[Due, ...]:
    """Return every due, vague or past time phrase of a sentence in order; spans are places in the text."""
    phrases: list[_Phrase] = []
    index, free = 0, 0
    while index < len(context.symbols):
        phrase = _phrase_at(context, index, free)
        index += 1
        if phrase is not None:
            phrases.append(phrase)
            index = free = phrase.end
    return tuple(_finish(context, phrase) for phrase in _linked(context, phrases))


def _linked(context: Context, phrases: list[_Phrase]) -> list[_Phrase]:
    """Join a time and a day that stand apart: 'Um 9 Uhr bin ich am Montag bei Ihnen'."""
    linked = list(phrases)
    for place in range(len(linked) - 1):
        left, right = linked[place], linked[place + 1]
        if _has_day(left.piece) and _needs_day(right.piece):
            linked[place + 1] = replace(right, piece=replace(right.piece, day=left.piece.day))
        between = {context.name(index) for index in range(left.end, right.start)}
        if between & {",", "und", ";"}:
            continue
        if _needs_day(left.piece) and _has_day(right.piece):
            joined = replace(left.piece, day=right.piece.day, part=left.piece.part or right.piece.part)
            linked[place] = replace(left, piece=joined)
            linked[place + 1] = replace(right, piece=replace(joined, ahead=right.piece.ahead))
        elif _has_day(left.piece) and _needs_day(right.piece):
            linked[place] = replace(left, piece=linked[place + 1].piece)
    return linked


def _needs_day(piece: Piece) -> bool:
    return piece.day is None and piece.instant is None and bool(piece.clock or piece.part)


def _has_day(piece: Piece) -> bool:
    return piece.day is not None and not (piece.clock or piece.part or piece.past or piece.vague)


def read_piece(context: Context, index: int) -> Piece | None:
    """Read the one component that starts at ``index``, or return ``None``."""
    name = context.name(index)
    if name in _MARKS or (name in _OPENING and context.name(index + 1) in _MARKS):
        return None
    return (
        read_offset(context, index)
        or read_clock_of_figures(context, index)
        or read_day(context, index)
        or read_period(context, index)
        or read_clock(context, index)
    )


def read_clock_of_figures(context: Context, index: int) -> Piece | None:
    """Read '8.30 Uhr' before its figures could pass for a date."""
    return read_clock(context, index) if context.name(index)[:1] in {"X", "T"} else None


def _phrase_at(context: Context, index: int, free: int) -> _Phrase | None:
    piece = read_piece(context, index)
    if piece is None:
        return None
    if piece.part and not (piece.closing or piece.day) and not _is_led(context, index, piece):
        return None
    start, leads = _leads(context, index, free)
    merged, end = piece, piece.end
    while following := _following(context, merged, end, leads):
        glue = {context.name(place) for place in range(end, following[0])}
        combined = _merge(merged, following[1], glue | leads)
        if combined is None:
            break
        leads |= glue - {","}
        merged, end = combined, following[1].end
    end = _trailing(context, end, leads)
    return _Phrase(merged, frozenset(leads), start, end)


def _is_led(context: Context, index: int, piece: Piece) -> bool:
    """A bare part of the day ('mittags') is a habit unless a preposition or a day goes with it."""
    name, low = context.name(index - 1), context.low(index)
    if context.name(index) in {"this", "first", "later"} or context.name(piece.end)[:1] in {"D", "R"}:
        return True
    if low.endswith("s") and name != "laufe" and name != "the":
        return False
    return name in _LEADS


def _leads(context: Context, index: int, free: int) -> tuple[int, set[str]]:
    start, leads = index, {context.name(index)}
    while start > free and (context.name(start - 1) in _LEADS or context.low(start - 1) in _LEADS):
        start -= 1
        leads.add(context.name(start) if context.name(start) != "_" else context.low(start))
    while start < index and context.name(start) == "the":
        # 'das heute': an article without a preposition before it belongs to something else.
        start += 1
    return start, leads


def _following(context: Context, merged: Piece, end: int, leads: set[str]) -> tuple[int, Piece] | None:
    """Return the next component and its place when only glue lies between."""
    if merged.instant or merged.past or merged.vague:
        return None
    for place in range(end, min(end + 5, len(context.symbols))):
        piece = read_piece(context, place)
        if piece is not None and not piece.past and not piece.vague:
            return place, piece
        name = context.name(place)
        if name not in _GLUE or (name == "und" and context.name(place + 1) != "zwar" and not leads & _SPANS):
            return None
    return None


def _merge(left: Piece, right: Piece, glue: set[str]) -> Piece | None:
    """Join two neighbouring components, or return ``None`` when they speak of two different moments."""
    if right.instant:
        return None
    if right.day is not None and left.day is not None:
        return _merge_days(left, right, glue)
    if right.day is not None:
        return replace(right, clock=left.clock, part=left.part or right.part, bare_hour=left.bare_hour)
    if right.clock and left.clock:
        return replace(left, clock=right.clock, bare_hour=right.bare_hour) if glue & _CHOICES else None
    if right.part and left.part:
        return replace(left, part=right.part) if glue & _CHOICES or left.part == "day" else left
    return replace(left, clock=left.clock or right.clock, part=left.part or right.part,
                   bare_hour=left.bare_hour or right.bare_hour)  # fmt: skip


def _merge_days(left: Piece, right: Piece, glue: set[str]) -> Piece | None:
    if left.day is None or right.day is None:
        return None
    kept = replace(right, clock=left.clock, part=left.part or right.part, bare_hour=left.bare_hour)
    for week, weekday in ((left, right), (right, left)):
        if week.week is not None and weekday.weekday is not None:
            return replace(
                kept, day=week.week + timedelta(days=weekday.weekday), week=None, first=None, ahead=week.ahead
            )
    if glue & (_CHOICES | _SPANS):
        return replace(kept, day=max(left.day, right.day))
    if left.settled and right.weekday is not None:
        return left
    if left.weekday is not None and right.settled:
        return kept
    return kept if left.day == right.day else None


def _trailing(context: Context, end: int, leads: set[str]) -> int:
    """Take in what may follow: 'at the latest', 'spätestens', '9 sharp', 'Uhr'."""
    if match := context.match(",? spätestens|spätesten|sharp|pünktlich|uhr", end):
        leads.add("latest")
        return context.index(match.end())
    if match := context.match("at the latest", end):
        leads.add("latest")
        return context.index(match.end())
    return end


def _finish(context: Context, phrase: _Phrase) -> Due:
    piece, leads = phrase.piece, phrase.leads
    span = Span(context.symbols[phrase.start].start, context.symbols[phrase.end - 1].end)
    if piece.past or piece.vague or leads & _NO_BOUNDS:
        return Due(span, None, vague=piece.vague, past=not piece.vague, ahead=piece.ahead)
    deadline = bool(leads & _DEADLINES)
    is_reference = bool(leads & {"vom", "von"}) and piece.day is not None and not leads & _CHOICES
    if piece.instant is not None:
        return Due(span, piece.instant, time_said=True, deadline=deadline, ahead=True, counted=True)
    moment, said = moment_of(context, piece, leads)
    distance = (moment.date() - context.today).days
    # A date without a year that lies far ahead may just as well be one that has passed.
    ahead = piece.ahead or 7 < distance < 180
    return Due(
        span,
        moment,
        time_said=said,
        deadline=deadline,
        ahead=ahead,
        reference=is_reference,
        counted=piece.counted,
    )
