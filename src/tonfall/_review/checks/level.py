"""The customer's level: plain words for a novice, no basics for an expert, sentences one can follow."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tonfall._review.letter import Letter
from tonfall._review.model import Finding
from tonfall._review.packs import Pack
from tonfall._review.wording import find_phrases
from tonfall._text import words

_PLAIN_LIMIT = 25
_ANY_LIMIT = 45
_LIST = re.compile(r"[:;]|(?:,[^,]{1,30}){5,}")


def words_suit_the_novice(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find jargon and noun style, for a customer who is no expert; the customer's own words are fine."""
    if not letter.context.wants_plain_words:
        return
    known = letter.context.customer_message.lower()
    for finding in find_phrases(letter, pack.rules["level.jargon"]):
        place = letter.place_of(finding.span)
        if place is None:
            continue
        sentence = letter.sentences[place]
        after = letter.draft[finding.span.end : finding.span.end + 3]
        explained = "(" in after or pack.says("explained", sentence.text)
        if not explained and finding.evidence.lower() not in known:
            yield finding
    yield from find_phrases(letter, pack.rules["style.noun-style"])


def depth_suits_the_expert(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find basics an expert has long tried."""
    if letter.context.expertise == "expert":
        yield from find_phrases(letter, pack.rules["level.basics"])


def sentences_are_short_enough(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find sentences over 25 words for a novice, over 45 for anyone but an expert; lists do not count."""
    if letter.context.expertise == "expert":
        return
    limit = _PLAIN_LIMIT if letter.context.wants_plain_words else _ANY_LIMIT
    rule = pack.rules["style.long"]
    for sentence in letter.sentences:
        if len(words(sentence.text)) > limit and not _LIST.search(sentence.text):
            yield Finding(rule.id, sentence.span, rule.level, sentence.span.of(letter.draft))
