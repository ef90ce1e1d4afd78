"""Phrase rules at work: find a wording, and say it better so that it fits the sentence around it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tonfall._review.letter import Letter, Sentence, persons_in
from tonfall._review.model import Finding, Suggestion
from tonfall._review.packs import Phrase, Rule
from tonfall._review.patterns import Pattern
from tonfall._review.requests import german_request
from tonfall._text import Span

_GAP = re.compile(r"‹[^‹›\n]{0,60}›")
_CLAUSE_END = re.compile(r"[,;:–—\x1a]|\s-\s|[.!?]+\s*$")
_CHOICE = re.compile(r"\{([^{}|/]*)([|/])([^{}|/]*)\}")
_SENTENCE_START = re.compile(r"(?<=[.!?] )\w")
_ASIDE = "~"
_SLOT = re.compile(r"<(\w+)>")


def find_phrases(letter: Letter, rule: Rule) -> Iterator[Finding]:
    """Yield a finding for every place in the body where one of the rule's wordings stands.

    A sentence that matches one of ``unless``, or has a match of ``unless_near`` in it or in one of the two
    sentences after it, stays silent.
    """
    phrases = [phrase for phrase in rule.phrases if all(part.may_match(letter.low) for part in phrase.every)]
    if not phrases:
        return
    for place, sentence in enumerate(letter.sentences):
        found = _first_match(phrases, sentence)
        if found is None or _silenced(rule, letter, place):
            continue
        phrase, span, slots = found
        span = _scoped(phrase, sentence, span).shifted(sentence.span.start)
        if span.overlaps(letter.body) and span.start < span.end:
            if phrase.replace and phrase.replace.endswith(_ASIDE):
                yield _without_aside(letter, sentence, rule, span, phrase.replace)
                continue
            better = suggest(letter, sentence, phrase.replace, span, slots)
            yield Finding(rule.id, span, rule.level, span.of(letter.draft), better)


def _without_aside(letter: Letter, sentence: Sentence, rule: Rule, span: Span, template: str) -> Finding:
    """Take an aside out with its commas; at the sentence's start the shorter one takes its place, no comma after it."""
    before, after = letter.draft[: span.start].rstrip(), letter.draft[span.end :]
    inside = before.endswith(",") and span.start > sentence.span.start
    span = Span(len(before) - 1 if inside else span.start, span.end + after.startswith(","))
    better = suggest(letter, sentence, "" if inside else template.removesuffix(_ASIDE), span, {})
    return Finding(rule.id, span, rule.level, span.of(letter.draft), better)


def suggest(
    letter: Letter, sentence: Sentence, template: str | None, span: Span, slots: dict[str, str]
) -> Suggestion | None:
    """Return ``template`` in the letter's form of address and the sentence's own person, with its gaps.

    ``{Sie|du}`` chooses by form of address, ``{ich/wir}`` by who speaks, ``<name>`` repeats remembered words,
    and ``‹…›`` stays as a gap. The first letter is raised where a sentence begins with a capital.
    """
    if template is None:
        return None
    if template == "@request":
        return _request(letter, sentence, span)
    plural = _speaks_plural(letter, sentence)
    informal = is_informal(letter)
    text = _SLOT.sub(lambda slot: slots.get(slot.group(1)) or "", template)
    text = _CHOICE.sub(lambda choice: choice.group(3 if (informal if choice.group(2) == "|" else plural) else 1), text)
    text = _SENTENCE_START.sub(lambda start: start.group().upper(), re.sub(r" {2,}", " ", text))
    if _is_capital_start(letter, sentence, span):
        text = text[:1].upper() + text[1:]
    return Suggestion(text, gaps_in(text))


def _request(letter: Letter, sentence: Sentence, span: Span) -> Suggestion | None:
    text = german_request(span.of(letter.masked), begins_sentence=span.start == sentence.span.start)
    if text is None:
        return None
    return Suggestion(text[:1].upper() + text[1:] if _is_capital_start(letter, sentence, span) else text)


def _is_capital_start(letter: Letter, sentence: Sentence, span: Span) -> bool:
    """Say whether a wording for ``span`` begins with a capital: at a sentence's start, not after "Guten Tag,"."""
    return span.start == sentence.span.start and not letter.draft[span.start].islower()


def gaps_in(text: str) -> tuple[Span, ...]:
    """Return the spans of all gaps (``‹…›``) in ``text``."""
    return tuple(Span(gap.start(), gap.end()) for gap in _GAP.finditer(text))


def is_informal(letter: Letter) -> bool:
    """Say whether a better wording for this letter should use ``du``."""
    if letter.context.form_of_address:
        return letter.context.form_of_address == "informal"
    return letter.says_du


def _speaks_plural(letter: Letter, sentence: Sentence) -> bool:
    for plural, singular in (persons_in(sentence.text), letter.persons):
        if plural != singular:
            return plural > singular
    return False


def _first_match(phrases: list[Phrase], sentence: Sentence) -> tuple[Phrase, Span, dict[str, str]] | None:
    for phrase in phrases:
        if len(phrase.every) == 1:
            match = phrase.every[0].search(sentence.text, sentence.low)
            if match:
                return phrase, Span(match.start(), match.end()), match.groupdict(default="")
        else:
            clause = _clause_with_all(phrase.every, sentence)
            if clause:
                return phrase, clause, {}
    return None


def _clause_with_all(patterns: tuple[Pattern, ...], sentence: Sentence) -> Span | None:
    if not all(pattern.may_match(sentence.low) for pattern in patterns):
        return None
    for clause in clauses(sentence.text):
        text = clause.of(sentence.text)
        low = text.lower()
        if all(pattern.search(text, low) for pattern in patterns):
            return clause
    return None


def clauses(text: str) -> Iterator[Span]:
    """Yield the clauses of one sentence: the pieces between commas, colons, dashes and its end mark."""
    start = 0
    for stop in [*_CLAUSE_END.finditer(text), None]:
        end = stop.start() if stop else len(text)
        piece = text[start:end]
        if piece.strip():
            left = len(piece) - len(piece.lstrip())
            yield Span(start + left, start + len(piece.rstrip()))
        start = stop.end() if stop else end


def _scoped(phrase: Phrase, sentence: Sentence, span: Span) -> Span:
    if phrase.scope == "sentence":
        return Span(0, len(sentence.text))
    if phrase.scope == "clause":
        covered = [clause for clause in clauses(sentence.text) if clause.overlaps(span)]
        return Span(covered[0].start, covered[-1].end) if covered else span
    return span


def _silenced(rule: Rule, letter: Letter, place: int) -> bool:
    sentence = letter.sentences[place]
    if any(pattern.search(sentence.text, sentence.low) for pattern in rule.unless):
        return True
    near = letter.sentences[place : place + 3]
    return any(pattern.search(s.text, s.low) for s in near for pattern in rule.unless_near)
