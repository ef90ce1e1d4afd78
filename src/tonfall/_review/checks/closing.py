"""The end of the letter: a closing that fits, and the question whether it is solved."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tonfall._review.letter import Letter
from tonfall._review.model import Finding, Suggestion
from tonfall._review.packs import Pack
from tonfall._text import Span

_FORMULA = re.compile(
    r".*?\b(?:grüße|grüßen|gruß|grüsse|grüssen|gruss|hochachtungsvoll|herzlichst)\s*([,.;:])\s*$", re.I
)


def is_there(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Note a finished letter without closing or name."""
    if letter.judges_whole and letter.closing is None and letter.greeting and letter.word_count >= 5:
        rule = pack.rules["closing.missing"]
        end = len(letter.draft.rstrip())
        yield Finding(rule.id, Span(end, end), rule.level, "")
    elif letter.judges_whole and letter.closing is None and letter.word_count >= 20 and len(letter.sentences) > 1:
        rule = pack.rules["closing.missing"]
        yield Finding(rule.id, Span(0, 0), rule.level, "")


def matches_the_greeting(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find a formal greeting with a casual closing, or the other way round."""
    if not letter.greeting or not letter.closing:
        return
    line = _first_line(letter)
    greeting, closing = letter.greeting.of(letter.draft), line.of(letter.draft)
    clash = (pack.says("formal_greeting", greeting) and pack.says("informal_closing", closing)) or (
        pack.says("informal_greeting", greeting) and pack.says("formal_closing", closing)
    )
    if clash:
        rule = pack.rules["closing.register"]
        yield Finding(rule.id, line, rule.level, closing)


def ends_without_a_mark(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find a comma or full stop after a German closing formula (DIN 5008)."""
    if letter.language != "de" or not letter.closing:
        return
    line = _first_line(letter)
    match = _FORMULA.fullmatch(line.of(letter.draft))
    if match:
        rule = pack.rules["closing.punctuation"]
        mark = Span(*match.span(1)).shifted(line.start)
        yield Finding(rule.id, mark, rule.level, line.of(letter.draft).strip(), Suggestion(""))


def solution_asks_back(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Note a proposed solution that does not ask whether it solves the matter."""
    if not letter.context.proposes_solution or not letter.context.finished or not letter.sentences:
        return
    asks = any("?" in s.text or pack.says("asks_back", s.text) for s in letter.sentences[-3:])
    closing = letter.closing.of(letter.draft) if letter.closing else ""
    if not asks and "?" not in closing:
        rule = pack.rules["closing.question"]
        last = letter.sentences[-1].span
        yield Finding(rule.id, Span(last.end, last.end), rule.level, "")


def _first_line(letter: Letter) -> Span:
    closing = letter.closing or Span(0, 0)
    line_end = letter.draft.find("\n", closing.start)
    return Span(closing.start, len(letter.draft) if line_end < 0 else line_end)
