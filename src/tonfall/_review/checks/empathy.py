"""Active listening: name the matter, say sorry first, do not laugh."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tonfall._review.letter import Letter
from tonfall._review.model import Finding, Suggestion
from tonfall._review.mood import is_upset, reports_failure
from tonfall._review.packs import Pack
from tonfall._review.words import content_words, share_word
from tonfall._text import Span

_FACE = re.compile(
    r"[ \t]?(?:[\U0001F300-\U0001FAFF\u2600-\u26FF\u2764\u263A]\ufe0f?(?:[\U0001F3FB-\U0001F3FF])?|"
    r"(?<!\w)[:;]-?[)DP](?!\w)|(?<!\w)\^\^|(?<!\w)xD\b)"
)


def failure_gets_an_apology(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Note a reply to a reported failure that shows neither regret nor understanding."""
    if letter.judges_whole and reports_failure(letter, pack) and not pack.says("apology", letter.masked):
        rule = pack.rules["apology.missing"]
        start = letter.sentences[0].span.start if letter.sentences else 0
        yield Finding(rule.id, Span(start, start), rule.level, "")


def apology_comes_first(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find the first word of regret when three or more sentences stand before it."""
    if not (letter.judges_whole and reports_failure(letter, pack)):
        return
    places = [place for place, s in enumerate(letter.sentences) if pack.says("apology", s.text)]
    if places and places[0] >= 4:
        rule = pack.rules["apology.late"]
        span = letter.sentences[places[0]].span
        yield Finding(rule.id, span, rule.level, span.of(letter.draft))


def matter_is_named(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Note a reply to an upset customer that shares no content word, number or name with the message."""
    message = letter.context.customer_message
    asked = content_words(message)
    if not (letter.judges_whole and is_upset(letter, pack)) or len(asked) < 4:
        return
    numbers = set(re.findall(r"\d{2,}", message))
    if share_word(asked, letter.content) or any(number in letter.draft for number in numbers):
        return
    if _names(message) & _names(letter.text):
        return
    rule = pack.rules["listening.matter"]
    start = letter.sentences[0].span.start if letter.sentences else 0
    yield Finding(rule.id, Span(start, start), rule.level, "")


def _names(text: str) -> set[str]:
    """Return nouns and names of three letters ("Box", "Rad"), too short to be content words."""
    return set(re.findall(r"(?<=[\w,] )[A-ZÄÖÜ][a-zäöüß]{2}(?!\w)", text)) - {
        "Sie",
        "Ihr",
        "Die",
        "Der",
        "Das",
        "The",
    }


def no_laughing_at_the_upset(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find the first smiley or emoji in a letter to an upset customer; the better wording takes it out."""
    match = _FACE.search(letter.masked)
    if match and is_upset(letter, pack):
        rule = pack.rules["mood.emoji"]
        span = Span(match.start(), match.end())
        yield Finding(rule.id, span, rule.level, span.of(letter.draft), Suggestion(""))
