"""From a read component to the aware moment it is due, by the desk's hours and conventions."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from tonfall._promises.pieces import Context, Piece


def moment_of(context: Context, piece: Piece, leads: frozenset[str]) -> tuple[datetime, bool]:
    day = _shifted_day(context, piece, leads)
    clock = _clock(context, piece, day)
    is_today = day is None or day == context.today
    if day is None:
        day = context.today
        if clock is not None and context.calendar.at(day, clock) < context.now:
            day = context.calendar.add_working_days(day, 1) if _was_morning(piece) else day + timedelta(days=1)
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


def _shifted_day(context: Context, piece: Piece, leads: frozenset[str]) -> date | None:
    """Apply 'vor' and 'nach': before Friday is the working day before it, after it the one after."""
    if piece.day is None or piece.clock or piece.part:
        return piece.day
    if leads & {"vor", "before"} and (piece.first or piece.weekday is not None or piece.settled):
        border = piece.first or piece.day
        return max(context.calendar.last_working_day(context.today, border - timedelta(days=1)), context.today)
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
        end = context.calendar.end_of_business(day or context.today)
        return end.time() if end.date() == (day or context.today) else time(23, 59)
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
    return later if passed and context.calendar.at(context.today, later) >= context.now and later.hour <= 20 else clock
