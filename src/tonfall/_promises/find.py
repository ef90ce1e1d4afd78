"""Finding promises: due phrases, clauses and exclusion tests put together."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import ModuleType
from typing import Literal

from tonfall._calendar import Calendar
from tonfall._promises import english as english_tests
from tonfall._promises import german as german_tests
from tonfall._promises.clauses import Clause, clauses, quoted_spans
from tonfall._promises.due import Due, find_dues
from tonfall._promises.language import is_english
from tonfall._promises.lexer import symbols
from tonfall._promises.pieces import context
from tonfall._promises.vague import announces, has_soon
from tonfall._text import Span, sentences

Kind = Literal["P", "V", "N"]
Language = Literal["de", "en"]

_EVENT = re.compile(
    r"\b(?:nach|ab|mit) (?:\w+ ){0,2}?(?:eingang|erhalt|prüfung|rücksendung|zahlungseingang|freigabe|bestellung|ankunft|"
    r"versand|wareneingang|geldeingang|abschluss)|\b(?:after|upon|from|of|following) (?:\w+ ){0,2}?"
    r"(?:receipt|receiving|payment|delivery|purchase|dispatch|approval|arrival)\b"
)


_LATEST = re.compile(r"\bspätestens\b|\blatest\b|\bno later\b")


@dataclass(frozen=True, slots=True)
class FoundPromise:
    """One promise in a text.

    ``kind`` is ``"P"`` (dated) or ``"V"`` (vague). ``span`` covers the words that make it one: the due phrase,
    or for a vague promise its clause; ``clause`` the whole clause. ``due`` is aware, in the calendar's zone,
    and ``None`` for a vague promise; ``time_said`` tells whether the writer named a time of day, else ``due``
    is the end of business of that day. ``said`` holds the due words, empty for a vague promise without any.
    """

    kind: Literal["P", "V"]
    span: Span
    clause: Span
    due: datetime | None
    time_said: bool
    said: str


def find_promises(
    text: str, *, at: datetime, calendar: Calendar, language: Language | None = None
) -> tuple[FoundPromise, ...]:
    """Return the promises that the writer of ``text`` makes to its reader, in order.

    ``at`` is the aware moment of writing; relative words are read on the clock of ``calendar``. Without
    ``language`` each sentence's own words decide between German and English. Raises ``ValueError`` when
    ``at`` has no time zone.
    """
    now = calendar.local(at)
    quotes = quoted_spans(text)
    found: list[FoundPromise] = []
    for sentence in sentences(text):
        in_english = is_english(text, sentence) if language is None else language == "en"
        found.extend(_in_sentence(text, sentence, now, calendar, quotes, english=in_english))
    return tuple(found)


def promise_kind(text: str, *, at: datetime, calendar: Calendar, language: Language | None = None) -> Kind:
    """Return ``"P"`` when ``text`` holds a dated promise, else ``"V"`` for a vague one, else ``"N"``."""
    kinds = {promise.kind for promise in find_promises(text, at=at, calendar=calendar, language=language)}
    return "P" if "P" in kinds else "V" if kinds else "N"


def parse_due(
    text: str, at: datetime, calendar: Calendar, language: Language | None = None
) -> FoundPromise | None:
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
    named = symbols(text, sentence.start, sentence.end, english=english)
    return find_dues(context(named, now, calendar, english=english))


def _in_sentence(
    text: str, sentence: Span, now: datetime, calendar: Calendar, quotes: Sequence[Span], *, english: bool
) -> list[FoundPromise]:
    tests: ModuleType = english_tests if english else german_tests
    dues = _dues(text, sentence, now, calendar, english=english)
    parts = clauses(text, sentence, dues, tests.has_verb, english=english)
    verdicts = _verdicts(parts, tests)
    found: list[FoundPromise] = []
    for part, verdict in zip(parts, verdicts, strict=True):
        if verdict == "no" or any(quote.covers(part.span) for quote in quotes):
            continue
        found.extend(_of_clause(text, part, verdict, now, quotes, english=english))
    return found


def _verdicts(parts: Sequence[Clause], tests: ModuleType) -> list[str]:
    """Judge every clause: 'ours', 'no', or 'event' when its moment hangs on an event."""
    own: list[str] = []
    for place, part in enumerate(parts):
        before = parts[place - 1] if place else None
        own.append(_verdict(part, before, own[-1] if own else "", tests))
    for place, part in enumerate(parts):
        if not _is_condition(part, parts[place - 1] if place else None, tests):
            continue
        own[place] = "no"
        if place + 1 < len(parts) and (place == 0 or not part.cut.isspace()):
            own[place + 1] = "no"
        if place and not _starts_anew(part) and not _waits(part, parts[place - 1], tests):
            own[place - 1] = "no"
    for place in range(1, len(parts)):
        if own[place - 1] == "event" and own[place] == "ours" and all(due.counted for due in parts[place].dues):
            own[place] = "event" if parts[place].dues else "ours"
    return own


def _waits(condition: Clause, main: Clause, tests: ModuleType) -> bool:
    """'Wir geben Bescheid, wenn die Ware da ist' waits for an event rather than setting a condition."""
    is_open = all(due.moment is None for due in main.dues)
    return tests is german_tests and is_open and not tests.is_customers(condition)


def _is_condition(part: Clause, before: Clause | None, tests: ModuleType) -> bool:
    if not tests.is_condition(part):
        return False
    return not (tests is english_tests and before is not None and english_tests.asks_whether(before))


def _starts_anew(part: Clause) -> bool:
    return part.cut.isspace() or part.cut in {";", ":"} or part.lead in {"und", "aber", "and", "but"}


def _verdict(part: Clause, before: Clause | None, verdict_before: str, tests: ModuleType) -> str:
    if before is not None and tests.opens_content(part):
        if tests.is_reported(before) or tests.is_wish(before) or tests.is_question(before):
            return "no"
    if tests.is_question(part):
        return "no"
    if tests.is_temporal(part):
        return "event"
    if verdict_before == "no" and tests.depends(part):
        return "no"
    if tests.is_request(part) and not (verdict_before == "ours" and tests.continues(part)):
        return "no"
    refusals: tuple[Callable[[Clause], bool], ...] = ( tests.is_customers, tests.is_past, tests.is_negated, tests.is_wish,
        tests.is_policy, tests.is_reported,
    )  # fmt: skip
    return "no" if any(refuse(part) for refuse in refusals) else "ours"


def _of_clause(
    text: str, part: Clause, verdict: str, now: datetime, quotes: Sequence[Span], *, english: bool
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
        return [
            FoundPromise("P", due.span, part.span, due.moment, due.time_said, due.span.of(text))
            for due in dated
        ]
    if has_soon(part, english=english) or announces(part, english=english):
        words = next((due.span for due in part.dues if due.vague), part.span)
        return [
            FoundPromise("V", words, part.span, None, False, words.of(text) if words != part.span else "")
        ]
    return []


def _binds(due: Due, now: datetime, quotes: Sequence[Span]) -> bool:
    if due.moment is None or due.reference or any(quote.covers(due.span) for quote in quotes):
        return False
    return due.moment >= now - timedelta(minutes=1)
