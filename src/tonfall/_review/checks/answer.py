"""Questions and answers: all of them, and the answer first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tonfall._questions import Question, find_questions, match_answers
from tonfall._review.clock import names_a_time
from tonfall._review.letter import Letter
from tonfall._review.model import CustomerQuestion, Finding
from tonfall._review.packs import Pack
from tonfall._review.words import content_words, share_word
from tonfall._text import Span

_MONEY = re.compile(
    r"\d\s?(?:€|euro|eur|£|\$|pounds?)|[£$€]\s?\d|kostenlos|kostenfrei|gratis|umsonst|free\b|no charge", re.I
)
_WHEN = re.compile(r"\b(?:wann|bis wann|wie lange|when|how long|how soon)\b", re.I)
_HOW_MUCH = re.compile(r"\b(?:was kostet|wie viel|wieviel|wie teuer|preis|kosten|how much|price|cost)\b", re.I)
_WHERE = re.compile(r"\b(?:wo|wohin|woher|where)\b", re.I)
_OPEN = re.compile(
    r"\b(?:wann|wie|was|wo|wohin|welche\w*|warum|wieso|weshalb|wer|wem|when|how|what|where|which|why|who)\b",
    re.I,
)
_RHETORIC = re.compile(
    r"[?!]{2}|\b(?:eigentlich|soll das|denken sie|wofür|witz|are you|do you think|what kind of)\b", re.I
)


def every_question_is_answered(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Note the first of several questions that the draft leaves open; silent when none or all seem open."""
    if not letter.judges_whole:
        return
    asked = _questions(letter)
    if len(asked) < 2:
        return
    open_ones = [question for question in asked if not _is_answered(question, letter, pack, asked)]
    if open_ones and len(open_ones) < len(asked):
        rule = pack.rules["answer.partial"]
        end = letter.sentences[-1].span.end if letter.sentences else letter.body.end
        yield Finding(rule.id, Span(end, end), rule.level, open_ones[0].text.strip())


def answer_comes_first(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find the sentence that takes up the only question when five or more others stand before it."""
    asked = [q for q in _questions(letter) if content_words(q.text)]
    if len(asked) != 1 or not letter.judges_whole:
        return
    wanted = content_words(asked[0].text)
    places = [i for i, s in enumerate(letter.sentences) if share_word(wanted, content_words(s.text))]
    early = letter.sentences[:5]
    answered_early = any(
        pack.says("yes_no", s.text) or (_WHEN.search(asked[0].text) and names_a_time(s.text)) for s in early
    )
    if places and places[0] >= 5 and not answered_early:
        rule = pack.rules["answer.late"]
        span = letter.sentences[places[0]].span
        yield Finding(rule.id, span, rule.level, span.of(letter.draft))


def _questions(letter: Letter) -> tuple[CustomerQuestion, ...]:
    """Return the given questions, or else those of the message; rhetorical ones ask for nothing."""
    if letter.context.questions is not None:
        return letter.context.questions
    message = letter.context.customer_message[:6000]
    found = (question.span.of(message) for question in _found(message))
    return tuple(CustomerQuestion(text) for text in found if not _RHETORIC.search(text))


@lru_cache(maxsize=32)
def _found(message: str) -> tuple[Question, ...]:
    """Find the questions of a message once: the draft changes with every key, the message does not."""
    return find_questions(message)


def _is_answered(question: CustomerQuestion, letter: Letter, pack: Pack, asked: tuple[CustomerQuestion, ...]) -> bool:
    """Say whether the draft seems to answer; whoever cannot tell says yes."""
    if question.answered is not None:
        return question.answered
    return _seems_answered(question, letter, pack, asked) or all(match_answers(_found(question.text), letter.draft))


def _seems_answered(
    question: CustomerQuestion, letter: Letter, pack: Pack, asked: tuple[CustomerQuestion, ...]
) -> bool:
    wanted = content_words(question.text)
    if not wanted or share_word(wanted, letter.content):
        return True
    text = question.text
    if _HOW_MUCH.search(text):
        return _MONEY.search(letter.text) is not None
    if _WHERE.search(text):
        return len(letter.sentences) >= len(asked)
    if _WHEN.search(text):
        others = any(_WHEN.search(other.text) for other in asked if other is not question)
        return names_a_time(letter.text) and not others
    if _OPEN.search(text):
        return len(letter.sentences) > len(asked)
    return pack.says("yes_no", letter.text) or len(letter.sentences) > len(asked)
