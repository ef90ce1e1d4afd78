"""The questions of a message, each one, and whether a draft seems to answer them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Literal

from tonfall._memory import forgetful
from tonfall._numbers import amounts, date_spans, time_spans
from tonfall._spans import Places
from tonfall._stems import are_akin, topics
from tonfall._text import Span, sentences
from tonfall._wordlists import word_set

AskedFor = Literal["time", "amount", "yes_no", "other"]

_QUOTED = re.compile(r"[\"„“»«][^\"„“”»«\n]{1,300}[\"“”«»]")
_LINK = re.compile(r"\b(?:https?://|www\.)[^\s<>\"]+")
# Up to the last line end after a comma, the last address of a page, or a short announcement with a colon.
_LEAD = re.compile(
    r"(?:(?:[^\n]{0,80},[ \t]*\n\s*)|(?:[^?\n]{0,60}\bx{8,}[\s,;:–-]*)|(?:(?:\w+[ \t]+){0,3}\w+:[ \t]+(?=\w)))+"
)
_TIME_ASKED = re.compile(
    r"\b(?:wann|when|wie lange|how long|how soon|bis wann|ab wann|which day|welche[nrm]? tag)\b", re.I
)
_AMOUNT_ASKED = re.compile(
    r"\b(?:wie ?viel|wie hoch|wie teuer|was kostet|was kosten|kosten|kostet|how much|price|preis|cost)\b",
    re.I,
)
_TIME_SAID = re.compile(
    r"\b(?:heute|morgen|übermorgen|gestern|sofort|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|tag(?:e|en)?|"
    r"woche(?:n)?|monat(?:e|en)?|stunde(?:n)?|minuten|uhr|jederzeit|today|tomorrow|monday|tuesday|wednesday|thursday|friday|"
    r"saturday|sunday|days?|weeks?|months?|hours?|minutes|anfang|mitte|ende|frühjahr|sommer|herbst|winter|unbegrenzt)\b",
    re.I,
)
_AMOUNT_SAID = re.compile(
    r"\b(?:kostenlos|kostenfrei|gratis|umsonst|frei|free|no charge|prozent|percent|\d+)\b|%", re.I
)


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its place, the stems of its content words and the kind of answer it asks for."""

    span: Span
    topics: tuple[str, ...]
    asked_for: AskedFor


@forgetful
def find_questions(text: str) -> tuple[Question, ...]:
    """Return every question of ``text``, direct or indirect, German or English, in order.

    *When will it come and what does it cost?* gives two. Questions inside quotation marks are somebody
    else's, set phrases such as *Was soll das?* are none. Never raises.
    """
    found: list[Question] = []
    masked = _QUOTED.sub(lambda m: " " * len(m.group()), text)
    masked = _LINK.sub(lambda m: "x" * len(m.group()), masked)
    for sentence in sentences(masked):
        for span in _questions_in(masked, sentence):
            span = _without_lead(masked, span)
            said = span.of(masked)
            if len(said.split()) >= 2 and _plain(said) not in word_set("questions", "rhetorical"):
                found.append(Question(span, topics(said), _asked_for(said)))
    return tuple(found)


def _without_lead(masked: str, span: Span) -> Span:
    """Leave out what only leads up to a question: a greeting's line, an address of a page, "noch etwas:"."""
    lead = _LEAD.match(masked, span.start, span.end)
    return Span(lead.end(), span.end) if lead and lead.end() < span.end else span


@forgetful
def match_answers(questions: tuple[Question, ...], draft: str) -> tuple[bool, ...]:
    """Return for each of ``questions`` whether ``draft`` seems to answer it.

    An answer is a statement of the draft that shares the question's topic words (by stem) and, where a time
    or an amount was asked for, names one; a lone time or amount answers the only question that asks for it.
    It is a tick for the eye, no proof: a person decides. One entry per question, in their order.
    """
    asked = Places(q.span for q in find_questions(draft))
    statements = [s.of(draft) for s in sentences(draft) if not asked.touch(s)]
    lone = {kind for kind, count in Counter(q.asked_for for q in questions).items() if count == 1}
    return tuple(any(_answers(q, said, lone) for said in statements) for q in questions)


def _answers(question: Question, said: str, lone: set[AskedFor]) -> bool:
    names_kind = _names(question.asked_for, said)
    stems = topics(said)
    shared = sum(any(are_akin(t, s) for s in stems) for t in question.topics)
    if question.asked_for in ("time", "amount"):
        return names_kind and (shared > 0 or question.asked_for in lone)
    return bool(question.topics) and shared >= max(1, round(len(question.topics) * 0.34))


def _names(kind: AskedFor, said: str) -> bool:
    if kind == "time":
        return bool(_TIME_SAID.search(said) or date_spans(said) or time_spans(said))
    if kind == "amount":
        return bool(amounts(said) or _AMOUNT_SAID.search(said))
    return True


def _asked_for(said: str) -> AskedFor:
    if _TIME_ASKED.search(said):
        return "time"
    if _AMOUNT_ASKED.search(said):
        return "amount"
    first = re.search(r"\w+", said)
    return "yes_no" if first and first.group().casefold() in word_set("questions", "verbs") | {"ob"} else "other"


def _plain(said: str) -> str:
    return "_".join(re.findall(r"[\w']+", said.casefold()))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    def choice(name: str) -> str:
        ordered = sorted(word_set("questions", name), key=lambda w: (-len(w), w))
        return "|".join(re.escape(w).replace("_", r"\s+") for w in ordered)

    opener = rf"(?:(?:bis|ab|seit|zu|in|an|für|mit|von|aus|nach|for|to|by|in)\s+)?(?:{choice('openers')})"
    verb = choice("verbs")
    further = rf"(?={opener}\b|(?:{verb})\s)"
    subject = r"(?:ich|du|man|es|ihr|sie|das|die|der|wir|mir|mein\w*|i|you|there|it|the|this|that|we|they|my)"
    return (
        # a second question after "und"
        re.compile(rf"(?:,\s*)?\b(?:und|and|sowie|bzw\.?)\s+(?:(?:wenn\s+ja|if\s+so),\s*)?{further}", re.I),
        # an announced one
        re.compile(rf"\b(?:{choice('announcers')})\b[^.?!,:]{{0,40}}[,:]?\s+(?:mal\s+)?(?:{opener}|if)\b", re.I),
        # a direct one whose mark is missing
        re.compile(
            rf"(?:\w+,\s+|hallo\s+|hi\s+|und\s+|aber\s+)?"
            rf"(?:{opener}\s+(?:{choice('followers')})(?:['’]?s)?\b|(?:{verb})\s+{subject}\b)",
            re.I,
        ),
    )


def _questions_in(text: str, sentence: Span) -> list[Span]:
    said = sentence.of(text)
    split, announced, unmarked = _patterns()
    start = 0
    if "?" not in said:
        told = announced.search(said)
        if told is None:
            ends = said.rstrip()[-1:]
            is_bare = ends not in ".!…:," and unmarked.match(said) is not None
            return [sentence] if is_bare else []
        start = 0 if told.start() == 0 or said.count(",") < 2 else told.start()
    return _parts(said, split, start, sentence.start)


def _parts(said: str, split: re.Pattern[str], start: int, offset: int) -> list[Span]:
    """Cut ``said`` before every further question word that follows *und*."""
    cuts = [start]
    found = []
    for match in split.finditer(said, start + 1):
        if len(said[cuts[-1] : match.start()].split()) >= 2 and _is_asking(said[cuts[-1] : match.start()]):
            found.append(Span(offset + cuts[-1], offset + len(said[: match.start()].rstrip(" ,"))))
            cuts.append(match.end())
    rest = said[cuts[-1] :]
    lead = len(rest) - len(rest.lstrip())
    return [*found, Span(offset + cuts[-1] + lead, offset + len(said.rstrip()))]


def _is_asking(part: str) -> bool:
    """Say whether the piece before *und* is a question of its own and not a mere introduction."""
    known = word_set("questions", "openers") | word_set("questions", "verbs")
    return any(word.casefold() in known for word in re.findall(r"\w+", part))
