"""Due phrases: components side by side become one aware moment.

'Freitag, den 21.03., um halb vier' has a weekday, a date and a time; 'bis Dienstag oder Mittwoch' two
days, of which the later one binds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from tonfall._promises.clocks import read_clock
from tonfall._promises.days import read_day
from tonfall._promises.offsets import read_offset
from tonfall._promises.periods import read_period
from tonfall._promises.pieces import Context, Piece
from tonfall._promises.wordlists import bag
from tonfall._text import Span

_LEADS = bag(
    "in im innerhalb binnen within inside nach after bis am an um gegen at by on until till vor before "
    "zum zur zu ab from für auf for spätestens spätesten noch gleich bereits schon erst ca circa etwa "
    "ungefähr rund around about approximately maximal höchstens längstens über over during laufe course "
    "verlauf zwischen between latest no not later than später als per uns the kurz up to genau exactly "
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


def find_dues(context: Context) -> tuple[Due, ...]:
    """Return every due, vague or past time phrase of a sentence in order; spans are places in the text."""
    found: list[Due] = []
    index, free = 0, 0
    while index < len(context.symbols):
        due, index = _due_at(context, index, free)
        if due is not None:
            found.append(due)
            free = index
    return tuple(found)


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


def _due_at(context: Context, index: int, free: int) -> tuple[Due | None, int]:
    piece = read_piece(context, index)
    if piece is None or (
        piece.part and not (piece.closing or piece.day) and not _is_led(context, index, piece)
    ):
        return None, index + 1
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
    span = Span(context.symbols[start].start, context.symbols[end - 1].end)
    return _finish(context, merged, leads, span), end


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


def _finish(context: Context, piece: Piece, leads: set[str], span: Span) -> Due:
    if piece.past or piece.vague or leads & _NO_BOUNDS:
        return Due(span, None, vague=piece.vague, past=not piece.vague, ahead=piece.ahead)
    deadline = bool(leads & _DEADLINES)
    is_reference = bool(leads & {"vom", "von"}) and piece.day is not None and not leads & _CHOICES
    if piece.instant is not None:
        return Due(span, piece.instant, time_said=True, deadline=deadline, ahead=True, counted=True)
    moment, said = _moment(context, piece, leads)
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


def _moment(context: Context, piece: Piece, leads: set[str]) -> tuple[datetime, bool]:
    day = _shifted_day(context, piece, leads)
    clock = _clock(context, piece, day)
    is_today = day is None or day == context.today
    if day is None:
        day = context.today
        if clock is not None and context.calendar.at(day, clock) < context.now:
            day = (
                context.calendar.add_working_days(day, 1) if _was_morning(piece) else day + timedelta(days=1)
            )
    if clock is None:
        moment = context.calendar.end_of_business(day)
        said = False
    else:
        moment, said = context.calendar.at(day, clock), True
    if is_today and day == context.today and moment < context.now and not piece.clock:
        moment = context.calendar.at(day, time(23, 59))
    return max(moment, context.now) if day == context.today and not piece.clock else moment, said


def _was_morning(piece: Piece) -> bool:
    return piece.part in {"p:early", "p:morning", "eod"} or piece.clock is not None


def _shifted_day(context: Context, piece: Piece, leads: set[str]) -> date | None:
    """Apply 'vor' and 'nach': before Friday is the working day before it, after it the one after."""
    if piece.day is None or piece.clock or piece.part:
        return piece.day
    if leads & {"vor", "before"} and (piece.first or piece.weekday is not None or piece.settled):
        border = piece.first or piece.day
        return max(
            context.calendar.last_working_day(context.today, border - timedelta(days=1)), context.today
        )
    if leads & {"nach", "after"} and (piece.first or piece.weekday is not None or piece.settled):
        return context.calendar.add_working_days(piece.day, 1)
    return piece.day


def _clock(context: Context, piece: Piece, day: date | None) -> time | None:
    conventions = context.calendar.conventions
    if piece.clock is not None:
        return _told(context, piece, piece.clock, day) if piece.bare_hour else piece.clock
    named = {
        "p:early": conventions.early, "p:morning": conventions.morning, "p:noon": conventions.noon,
        "p:afternoon": conventions.afternoon, "p:evening": conventions.evening, "p:night": conventions.night,
        "p:midnight": time(23, 59),
    }  # fmt: skip
    if piece.part == "eod":
        return context.calendar.end_of_business(day or context.today).time()
    return named.get(piece.part)


def _told(context: Context, piece: Piece, clock: time, day: date | None) -> time:
    """Decide between morning and afternoon for an hour said without a marker ('um drei', 'halb vier')."""
    if not clock.hour <= 12:
        return clock
    later = time((clock.hour + 12) % 24, clock.minute) if clock.hour < 12 else clock
    if piece.part in {"p:afternoon", "p:evening", "p:night"}:
        return later
    if piece.part in {"p:early", "p:morning"}:
        return clock
    if clock.hour < 7:
        return later
    is_today = day is None or day == context.today
    passed = is_today and context.calendar.at(context.today, clock) < context.now
    return (
        later
        if passed and context.calendar.at(context.today, later) >= context.now and later.hour <= 20
        else clock
    )
