"""Finding promises: due phrases, clauses and exclusion tests put together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import ModuleType
from typing import Literal

from tonfall._calendar import Calendar
from tonfall._memory import forgetful
from tonfall._promises import english as english_tests
from tonfall._promises import german as german_tests
from tonfall._promises.clauses import Clause, clauses, quoted_spans
from tonfall._promises.due import Due, find_dues
from tonfall._promises.language import is_english
from tonfall._promises.lexer import symbols
from tonfall._promises.pieces import context
from tonfall._promises.vague import announces, has_soon
from tonfall._promises.verdicts import dues_before, verdicts
from tonfall._spans import Places
from tonfall._text import Span, sentences

Kind = Literal["P", "V", "N"]
Language = Literal["de", "en"]

_EVENT = re.compile(
    r"\b(?:nach|ab|mit) (?:\w+ ){0,2}?(?:eingang|erhalt|prüfung|rücksendung|zahlungseingang"
    r"|freigabe|bestellung|ankunft|"
    r"versand|wareneingang|geldeingang|abschluss)|\b(?:after|upon|from|of|following) (?:\w+ ){0,2}?"
    r"(?:receipt|receiving|payment|delivery|purchase|dispatch|approval|arrival)\b"
)


_LATEST = re.compile(r"\bspätestens\b|\blatest\b|\bno later\b")


@dataclass(frozen=True, slots=True)
class FoundPromise:
    """One promise in a text.

    ``kind`` is ``"P"`` (dated) or ``"V"`` (vague). ``span`` covers the words that make it one: the due
    phrase, or for a vague promise its clause; ``clause`` the whole clause. ``due`` is aware, in the
    calendar's zone, and ``None`` for a vague promise; ``time_said`` tells whether the writer named a time
    of day, else ``due`` is the end of business of that day. ``said`` holds the due words, empty for a
    vague promise without any.
    """

    kind: Literal["P", "V"]
    span: Span
    clause: Span
    due: datetime | None
    time_said: bool
    said: str


@forgetful
def find_promises(
    text: str, *, at: datetime, calendar: Calendar, language: Language | None = None
) -> tuple[FoundPromise, ...]:
    """Return the promises that the writer of ``text`` makes to its reader, in order.

    ``at`` is the aware moment of writing; relative words are read on the clock of ``calendar``. Without
    ``language`` each sentence's own words decide between German and English. Raises ``ValueError`` when
    ``at`` has no time zone.
    """
    now = calendar.local(at)
    quotes = Places(quoted_spans(text))
    found: list[FoundPromise] = []
    for sentence in sentences(text):
        in_english = is_english(text, sentence) if language is None else language == "en"
        found.extend(_in_sentence(text, sentence, now, calendar, quotes, english=in_english))
    return tuple(found)


def promise_kind(text: str, *, at: datetime, calendar: Calendar, language: Language | None = None) -> Kind:
    """Return ``"P"`` when ``text`` holds a dated promise, else ``"V"`` for a vague one, else ``"N"``."""
    kinds = {promise.kind for promise in find_promises(text, at=at, calendar=calendar, language=language)}
    return "P" if "P" in kinds else "V" if kinds else "N"


def parse_due(text: str, at: datetime, calendar: Calendar, language: Language | None = None) -> FoundPromise | None:
    """Return what a bare due phrase such as 'morgen früh' or 'in 3 days' means, or ``None``.

    The first due phrase of ``text`` counts, whatever stands around it; ``span`` and ``clause`` are its place.
    """
    now = calendar.local(at)
    order = [language == "en"] if language else [is_english(text, Span(0, len(text))), None]
    tried = [choice if choice is not None else not order[0] for choice in order]
    for in_english in tried:
        for due in _dues(text, Span(0, len(text)), now, calendar, english=bool(in_english)):
            if due.moment is not None:
                return FoundPromise("P", due.span, due.span, due.moment, due.time_said, due.span.of(text))
    return None


def _dues(text: str, sentence: Span, now: datetime, calendar: Calendar, *, english: bool) -> tuple[Due, ...]:
    named = symbols(sentence.of(text), english=english)
    dues = find_dues(context(named, now, calendar, english=english))
    return tuple(replace(due, span=due.span.shifted(sentence.start)) for due in dues)


def _in_sentence(
    text: str, sentence: Span, now: datetime, calendar: Calendar, quotes: Places, *, english: bool
) -> list[FoundPromise]:
    tests: ModuleType = english_tests if english else german_tests
    dues = _dues(text, sentence, now, calendar, english=english)
    parts = clauses(text, sentence, dues, tests.has_verb, english=english)
    judged = verdicts(parts, tests)
    found: list[FoundPromise] = []
    for place, (part, verdict) in enumerate(zip(parts, judged, strict=True)):
        if verdict == "no" or quotes.hold(part.span):
            continue
        mine = _of_clause(text, part, verdict, now, quotes, english=english)
        earlier = dues_before(parts, place, tests)
        found.extend(_taken_up(text, promise, part, earlier, now, quotes) for promise in mine)
    return found


def _taken_up(
    text: str,
    promise: FoundPromise,
    part: Clause,
    earlier: Sequence[Due],
    now: datetime,
    quotes: Places,
) -> FoundPromise:
    """'Am Montag bin ich zurück und kläre das dann': the day was said in the clause before."""
    bound = [due for due in earlier if _binds(due, now, quotes)]
    if promise.kind == "P" or not bound or not {"dann", "then"} & set(part.lows):
        return promise
    due = bound[-1]
    return FoundPromise("P", due.span, part.span, due.moment, due.time_said, due.span.of(text))


def _of_clause(
    text: str, part: Clause, verdict: str, now: datetime, quotes: Places, *, english: bool
) -> list[FoundPromise]:
    said = " ".join(part.lows)
    hangs = _EVENT.search(said) is not None
    dated = [due for due in part.dues if _binds(due, now, quotes)]
    bound = [due for due in dated if _LATEST.search(f"{said} {due.span.of(text).casefold()}")]
    if verdict == "event" and bound:
        dated, verdict = bound, "ours"
    if verdict == "event" or (hangs and dated and all(due.counted for due in dated)):
        return [FoundPromise("V", part.span, part.span, None, False, "")]
    if dated:
        # 'Dienstag, spätestens Mittwoch': the outer bound is what was promised.
        dated = bound[-1:] if bound and bound[-1] is dated[-1] and _LATEST.search(bound[-1].span.of(text)) else dated
        # A time and a day that stand apart name one moment; it is promised once.
        once = {due.moment: due for due in reversed(dated)}
        return [
            FoundPromise("P", due.span, part.span, due.moment, due.time_said, due.span.of(text))
            for due in reversed(once.values())
        ]
    if has_soon(part, english=english) or announces(part, english=english):
        words = next((due.span for due in part.dues if due.vague), part.span)
        return [FoundPromise("V", words, part.span, None, False, words.of(text) if words != part.span else "")]
    return []


def _binds(due: Due, now: datetime, quotes: Places) -> bool:
    if due.moment is None or due.reference or quotes.hold(due.span):
        return False
    return due.moment >= now - timedelta(minutes=1)
