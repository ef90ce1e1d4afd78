"""Please and thank you, where they are due."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tonfall._review.letter import Letter
from tonfall._review.model import Finding
from tonfall._review.packs import Pack
from tonfall._text import Span

_DEMAND = {
    "de": re.compile(
        r"(?:schicken|senden|mailen|nennen|geben|teilen|faxen|überweisen|zahlen|bezahlen) Sie (?:uns|mir|"
        r"den|die|das|Ihre?n?)\b|"
        r"(?:schick|send|sende|mail|nenn|nenne|gib|überweis|überweise|zahl|zahle) (?:uns|mir|den|die|das|"
        r"deine?n?)\b"
    ),
    "en": re.compile(
        r"(?:send|email|give|tell|provide|forward|return|fill in|complete|pay|submit) (?:us|me|the|your|"
        r"a copy)\b",
        re.I,
    ),
}


def requests_say_please(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find a demand for something from the customer with no friendly word in it or right before it."""
    rule = pack.rules["courtesy.please"]
    for place, sentence in enumerate(letter.sentences):
        match = _DEMAND[letter.language].match(sentence.text[:1].upper() + sentence.text[1:]) or _DEMAND[
            letter.language
        ].match(sentence.text[:1].lower() + sentence.text[1:])
        near = letter.sentences[max(0, place - 1) : place + 1]
        in_a_list = letter.draft[max(0, sentence.span.start - 4) : sentence.span.start].strip(" \n") != "" and place > 0
        listed = re.search(
            r"(?:\d[.)]|[-*•–])\s*$", letter.draft[max(0, sentence.span.start - 4) : sentence.span.start]
        )
        if match and not (listed and in_a_list) and not any(pack.says("please", s.text) for s in near):
            span = Span(sentence.span.start, sentence.span.start + match.end())
            yield Finding(rule.id, span, rule.level, span.of(letter.draft))
            return


def praise_gets_thanks(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Note a reply to praise that does not answer it."""
    praised = pack.says("praise", letter.context.customer_message)
    if praised and letter.judges_whole and not pack.says("thanks", letter.masked):
        rule = pack.rules["courtesy.thanks"]
        yield Finding(rule.id, Span(0, 0), rule.level, "")
