"""What the house holds to be true, and what must not leave it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tonfall._review.letter import Letter, Sentence
from tonfall._review.model import Finding, HouseFact, Suggestion
from tonfall._review.packs import Pack
from tonfall._review.wording import find_phrases
from tonfall._review.words import content_words, word_set
from tonfall._text import Span

_UNITS = (
    ("workday", r"(?:arbeits|werk)tag\w*|(?:working|business) days?"),
    ("day", r"(?:kalender)?tag\w*|(?:calendar )?days?"),
    ("week", r"wochen?|weeks?"),
    ("month", r"monat\w*|months?"),
    ("year", r"jahre?n?|years?"),
    ("hour", r"stunden?|std|hours?"),
    ("minute", r"minuten?|min|minutes?"),
    ("clock", r"uhr|o'clock"),
    ("am", r"am|a\.m\."),
    ("pm", r"pm|p\.m\."),
    ("euro", r"€|euro|eur"),
    ("pound", r"£|pounds?|gbp"),
    ("dollar", r"\$|dollars?|usd"),
    ("percent", r"%|prozent|percent|per cent"),
    ("kg", r"kg|kilo\w*"),
    ("cm", r"cm|zentimeter\w*"),
)
_NUMBER_WORDS = {
    word: str(number)
    for number, group in enumerate(
        (
            "null/zero",
            "ein/eine/einen/einem/one",
            "zwei/two",
            "drei/three",
            "vier/four",
            "fünf/five",
            "sechs/six",
            "sieben/seven",
            "acht/eight",
            "neun/nine",
            "zehn/ten",
            "elf/eleven",
            "zwölf/twelve",
            "dreizehn/thirteen",
            "vierzehn/fourteen",
        )
    )
    for word in group.split("/")
}
_NUMBER = rf"\d+(?:[.,]\d+)*|{'|'.join(sorted(_NUMBER_WORDS, key=len, reverse=True))}"
_QUANTITY = re.compile(
    rf"(?P<sign>[£$€])\s?(?P<money>\d+(?:[.,]\d+)*)|"
    rf"(?<!\w)(?P<number>{_NUMBER})[\s-]*(?P<unit>{'|'.join(u for _, u in _UNITS)})(?!\w)",
    re.I,
)
_FACT_VERBS = word_set("beträgt betragen kostet kosten dauert dauern gilt gelten costs takes lasts runs applies")
_FRACTION = re.compile(r"[.,]0{1,2}$")


def facts_are_kept(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find a quantity that differs from the recorded fact on the same topic; the suggestion corrects it."""
    rule = pack.rules["fact.contradiction"]
    for fact in letter.context.facts:
        if not _on_topic(fact, letter.low):
            continue
        for sentence in letter.sentences:
            wrong = _contradiction(sentence, fact)
            if wrong:
                span, value = wrong
                span = span.shifted(sentence.span.start)
                yield Finding(rule.id, span, rule.level, f"{fact.topic}: {fact.value}", Suggestion(value))
                break


def private_words_stay_inside(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find names and data the case says must never reach this customer."""
    rule = pack.rules["privacy.others"]
    for word in letter.context.private_words:
        if word.strip():
            match = re.search(rf"(?<!\w){re.escape(word.strip())}(?!\w)", letter.draft, re.I)
            if match:
                yield Finding(rule.id, Span(*match.span()), rule.level, match.group())


def others_stay_private(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find talk about another customer by name, or about somebody's private number."""
    return find_phrases(letter, pack.rules["privacy.others"])


def staff_stay_private(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find a colleague's illness, leave or notice told to a customer."""
    return find_phrases(letter, pack.rules["privacy.staff"])


@lru_cache(maxsize=512)
def _quantities(text: str) -> tuple[tuple[str, str, int, int], ...]:
    """Return unit, plain number, start and end of each quantity in ``text``."""
    found = []
    for match in _QUANTITY.finditer(text):
        raw = (match["money"] or match["number"]).lower()
        number = _FRACTION.sub("", _NUMBER_WORDS.get(raw, raw)).replace(",", ".")
        unit = {"£": "pound", "$": "dollar", "€": "euro"}.get(match["sign"] or "") or _unit(match["unit"])
        found.append((unit, number, match.start(), match.end()))
    return tuple(found)


def _unit(text: str) -> str:
    return next((name for name, regex in _UNITS if re.fullmatch(regex, text, re.I)), text.lower())


def _contradiction(sentence: Sentence, fact: HouseFact) -> tuple[Span, str] | None:
    held = _quantities(fact.value or fact.topic)
    if len(held) != 1 or not _on_topic(fact, sentence.low):
        return None
    unit, number, start, end = held[0]
    said = [q for q in _quantities(sentence.text) if q[0] == unit]
    if len(said) != 1 or said[0][1] == number:
        return None
    return Span(said[0][2], said[0][3]), (fact.value or fact.topic)[start:end]


def _on_topic(fact: HouseFact, low: str) -> bool:
    """Say whether all words of the fact's topic occur in ``low``, their endings aside."""
    stems = _stems(fact)
    return bool(stems) and all(stem in low and re.search(rf"(?<!\w){re.escape(stem)}", low) for stem in stems)


@lru_cache(maxsize=1024)
def _stems(fact: HouseFact) -> tuple[str, ...]:
    """Return the topic's words without endings; a fact written as one sentence loses its quantity and verb."""
    topic = fact.topic if fact.value else _QUANTITY.sub(" ", fact.topic)
    content = [word for word in content_words(topic) if word not in _FACT_VERBS]
    return tuple(word[: max(4, len(word) - 2)] if len(word) > 5 else word for word in content)
