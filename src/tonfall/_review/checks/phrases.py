"""Checks that look for wordings listed in the packs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tonfall._review.letter import Letter, Sentence
from tonfall._review.model import Finding, Suggestion
from tonfall._review.mood import is_upset
from tonfall._review.packs import Pack
from tonfall._review.wording import find_phrases
from tonfall._text import Span

_REGRET = {
    "de": re.compile(r"\b(?:leider|bedauerlicherweise)\b", re.I),
    "en": re.compile(r"\bunfortunately\b", re.I),
}
# "Leider können wir" -> "Wir können": verb and subject change places when the adverb in front goes.
_REGRET_FIRST = re.compile(
    r"(?:leider|bedauerlicherweise)\s+(\w+)\s+(wir|ich|es|das|Sie|du|der \w+|die \w+|das \w+)\b", re.I
)


def no_walls(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find sentences that end the conversation instead of helping."""
    return _family(letter, pack, "wall")


def nobody_is_blamed(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find reproaches."""
    return _family(letter, pack, "blame")


def nobody_is_calmed_by_command(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find orders to calm down."""
    return _family(letter, pack, "calming")


def no_excuses(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find excuses: workload, and blaming somebody else."""
    return _family(letter, pack, "excuse")


def no_bare_negatives(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find negative and half-hearted wordings that have a better one."""
    return _family(letter, pack, "negative")


def no_hollow_apology(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find apologies that doubt the failure they are for."""
    return find_phrases(letter, pack.rules["apology.hollow"])


def no_joke_at_the_upset(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find jokes, only where the customer is upset."""
    if is_upset(letter, pack):
        yield from find_phrases(letter, pack.rules["mood.joke"])


def one_regret_is_enough(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find the second "leider" or "unfortunately"; the better wording takes it out."""
    places = [
        (sentence, match) for sentence in letter.sentences for match in _REGRET[letter.language].finditer(sentence.text)
    ]
    rule = pack.rules["negative.regret-twice"]
    for sentence, match in places[1:2]:
        span = Span(match.start(), match.end()).shifted(sentence.span.start)
        better = None
        first = _REGRET_FIRST.match(sentence.text)
        if match.start() == 0 and letter.language == "en":
            after = re.compile(r",?\s*(\w)").match(letter.draft, span.end)
            if after:
                span = Span(span.start, after.end())
                better = Suggestion(after.group(1).upper())
        elif match.start() == 0 and first:
            subject = first.group(2)
            span = Span(span.start, sentence.span.start + first.end())
            better = Suggestion(f"{subject[:1].upper()}{subject[1:]} {first.group(1)}")
        elif match.start() > 0:
            span, better = _taken_out(sentence, span)
        yield Finding(rule.id, span, rule.level, span.of(letter.draft), better)


def _taken_out(sentence: Sentence, span: Span) -> tuple[Span, Suggestion | None]:
    before = sentence.text[: span.start - sentence.span.start]
    after = sentence.text[span.end - sentence.span.start :]
    if before.endswith(" ") and not before.rstrip().endswith((",", ".")) and not after.startswith(","):
        return Span(span.start - 1, span.end), Suggestion("")
    return span, None


def _family(letter: Letter, pack: Pack, name: str) -> Iterator[Finding]:
    for rule in pack.family(name):
        yield from find_phrases(letter, rule)
