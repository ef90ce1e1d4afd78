"""A summary made of the customer's own sentences: three lines and the slots matter, facts, wish and open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tonfall._facts import Fact, find_facts
from tonfall._memory import forgetful
from tonfall._mood import Mood, read_mood
from tonfall._questions import Question, find_questions
from tonfall._spans import Places
from tonfall._stems import topics
from tonfall._text import Span, sentences
from tonfall._wordlists import word_set

_LINES = 3
_WORTH_SAYING = 0.7  # a sign of trouble, a fact, or four things named: nothing beats words that say nothing
_FELT = ("complaint", "leaving", "legal", "thanks")


@dataclass(frozen=True, slots=True)
class Summary:
    """A message in brief. ``lines`` are up to three of its sentences in order of the text.

    ``matter`` is the sentence that says what it is about, ``facts`` what can be checked, ``wish`` what the
    customer wants, ``open`` the questions to answer. A slot the text does not fill is ``None`` or empty.
    """

    lines: tuple[Span, ...]
    matter: Span | None
    facts: tuple[Fact, ...]
    wish: Span | None
    open: tuple[Question, ...]


@forgetful
def summarise(
    text: str,
    *,
    facts: tuple[Fact, ...] | None = None,
    questions: tuple[Question, ...] | None = None,
    mood: Mood | None = None,
) -> Summary:
    """Return the extractive summary of ``text``; every line is a span of it, nothing is worded anew.

    ``facts``, ``questions`` and ``mood`` are what the other readers found; they are read here when missing.
    Never raises; an empty text gives an empty summary.
    """
    facts = find_facts(text) if facts is None else facts
    questions = find_questions(text) if questions is None else questions
    mood = read_mood(text) if mood is None else mood
    rows = [s for s in (_past_greeting(s, text) for s in sentences(text)) if _says_something(s.of(text))]
    wish = _wish(facts, questions)
    checkable = tuple(f for f in facts if f.kind not in ("wish", "feeling"))
    told, felt = Places(f.span for f in checkable), Places(c.span for c in mood.cues if c.kind in _FELT)
    telling = [row for row in rows if row.of(text).endswith("?") or _substance(row, text, told, felt) >= _WORTH_SAYING]
    matter = max(telling, key=lambda s: (_weight(s, text, told, felt), -s.start), default=None)
    lines = _lines(rows, matter, wish, told, questions)
    return Summary(lines, matter, checkable, wish, questions)


def _wish(facts: tuple[Fact, ...], questions: tuple[Question, ...]) -> Span | None:
    """Return the first wish that is no question, else the first one."""
    wishes = [f.span for f in facts if f.kind == "wish"]
    asked = Places(q.span for q in questions)
    plain = [w for w in wishes if not asked.touch(w)]
    return next(iter(plain + wishes), None)


@cache
def _greeting() -> re.Pattern[str]:
    return re.compile(rf"{_opening('greetings').pattern}[^,!.?\n]{{0,60}}[,!\n]\s*(?=\S)", re.I)


@cache
def _formality() -> re.Pattern[str]:
    return _opening("formality")


@cache
def _footer() -> re.Pattern[str]:
    return _opening("footers")


def _opening(name: str) -> re.Pattern[str]:
    phrases = (p.replace("_", " ") for p in word_set("summary", name))
    return re.compile(rf"\s*(?:{'|'.join(sorted(phrases, key=lambda p: (-len(p), p)))})\b", re.I)


@cache
def _anywhere(name: str) -> re.Pattern[str]:
    stems = (re.escape(s).replace(r"\*", r"\w*").replace("_", " ") for s in word_set("summary", name))
    return re.compile(rf"\b(?:{'|'.join(sorted(stems))})\b", re.I)


def _past_greeting(span: Span, text: str) -> Span:
    """Cut off the greeting that a comma or a mere line end joins to the first sentence: it is not what is told."""
    greeting = _greeting().match(text, span.start, span.end)
    return Span(greeting.end(), span.end) if greeting else span


def _says_something(said: str) -> bool:
    if len(said.split()) < 3 or _footer().match(said):
        return False
    return _formality().match(said) is None or len(said.split()) > 7


def _weight(span: Span, text: str, facts: Places, felt: Places) -> float:
    """Weigh what makes the matter sentence: what it says, early, not a question and not an offer of the writer's."""
    said = span.of(text)
    asks, offers = said.endswith("?"), _anywhere("offers").search(said) and not _anywhere("wishes").search(said)
    return _substance(span, text, facts, felt) - 1.5 * asks - 2.5 * bool(offers) - 1.5 * span.start / max(1, len(text))


def _substance(span: Span, text: str, facts: Places, felt: Places) -> float:
    """Weigh what a sentence says of the matter: trouble, things and numbers, less what only feels."""
    said = span.of(text)
    score = 2.0 * bool(_anywhere("trouble").search(said)) + 0.2 * min(len(topics(said)), 8)
    return score + facts.inside(span) - 0.7 * felt.inside(span)


def _lines(
    rows: list[Span],
    matter: Span | None,
    wish: Span | None,
    facts: Places,
    questions: tuple[Question, ...],
) -> tuple[Span, ...]:
    chosen: list[Span] = [matter] if matter else []
    wanted = next((r for r in rows if wish and r.overlaps(wish)), None)
    asked = next((r for r in rows if questions and r.overlaps(questions[0].span)), None)
    by_facts = sorted(rows, key=lambda r: (-facts.inside(r), r.start))
    for row in (wanted, asked, *by_facts):
        if row is not None and row not in chosen and len(chosen) < _LINES:
            chosen.append(row)
    return tuple(sorted(chosen))
