"""The house's own rules: word list, own phrases, standard answers, and gaps that must not go out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tonfall._review.letter import Letter
from tonfall._review.model import Context, Finding, Suggestion
from tonfall._review.packs import Pack
from tonfall._review.patterns import Pattern, PatternError, compile_pattern
from tonfall._review.wording import gaps_in
from tonfall._text import Span

_PLACEHOLDER = re.compile(
    r"‹[^‹›\n]{0,60}›|\{\{[^{}\n]{0,40}\}\}|"
    r"\[(?:[A-ZÄÖÜ][\w-]{2,}(?: [\w-]+){0,3}|name|datum|date|\.{2,})\](?!\()|\bXX{2,}\b|<<[^<>\n]{1,40}>>"
)
_SLOT = re.compile(r"\{\{[^{}]*\}\}|\{[^{}]*\}|‹[^‹›]*›|\[[^\[\]]*\]")


def gaps_are_filled(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find gaps and placeholders nobody has filled."""
    rule = pack.rules["gap.open"]
    for match in _PLACEHOLDER.finditer(letter.draft):
        yield Finding(rule.id, Span(*match.span()), rule.level, match.group())


def brand_words_are_kept(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find words of the house's list, with the better one in their place."""
    rule = pack.rules["brand.word"]
    for avoid, better in letter.context.brand_words.items():
        match = avoid.strip() and re.search(rf"(?<!\w){re.escape(avoid.strip())}(?!\w)", letter.masked, re.I)
        if match:
            span = Span(*match.span())
            yield Finding(rule.id, span, rule.level, span.of(letter.draft), _instead(match.group(), better, (avoid,)))


def own_phrases_are_kept(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find the phrases of the house's rule editor; what is no valid pattern is taken word for word."""
    for phrase in letter.context.own_phrases:
        pattern = _own_pattern(phrase.match, pack)
        match = pattern and pattern.search(letter.masked, letter.masked.lower())
        if match:
            span = Span(*match.span())
            better = _instead(match.group(), phrase.better, (phrase.match,))
            yield Finding("own.phrase", span, phrase.level, span.of(letter.draft), better)


def standard_answer_is_personal(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Note a standard answer sent with nothing but its slots filled."""
    answer = letter.context.standard_answer
    if not answer.strip() or not letter.sentences:
        return
    template = Letter(answer, Context(language=letter.language))
    allowed = [_as_template(s.text) for s in template.sentences]
    if all(any(form.fullmatch(_plain(s.text)) for form in allowed) for s in letter.sentences):
        rule = pack.rules["standard.untouched"]
        span = Span(letter.sentences[0].span.start, letter.sentences[-1].span.end)
        yield Finding(rule.id, span, rule.level, span.of(letter.draft))


def _plain(text: str) -> str:
    return " ".join(text.lower().split()).rstrip(".! ")


def _as_template(text: str) -> re.Pattern[str]:
    pieces = [re.escape(" ".join(piece.lower().split())) for piece in _SLOT.split(text.rstrip(".! "))]
    return re.compile(r"\s*.{0,80}?\s*".join(pieces))


def _instead(found: str, better: str, avoided: tuple[str, ...]) -> Suggestion | None:
    """Return the better word with the found word's capital; nothing when it would be found again."""
    better = better.strip()
    if not better or any(re.search(rf"(?<!\w){re.escape(a.strip())}(?!\w)", better, re.I) for a in avoided):
        return None
    text = better[:1].upper() + better[1:] if found[:1].isupper() else better
    return Suggestion(text, gaps_in(text))


def _own_pattern(source: str, pack: Pack) -> Pattern | None:
    return _compiled(source.strip(), pack.language)


@lru_cache(maxsize=1024)
def _compiled(source: str, language: str) -> Pattern | None:
    try:
        return compile_pattern(source, {})
    except (PatternError, re.error, RecursionError):
        if not source:
            return None
        return Pattern(source, re.compile(rf"(?<!\w){re.escape(source)}(?!\w)", re.I), (source.lower(),))
