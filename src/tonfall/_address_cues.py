"""The cues behind :mod:`tonfall._address`: pronouns, verb forms and imperatives, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from tonfall._text import Span, Word, words
from tonfall._wordlists import table, word_set

Side = Literal["formal", "informal"]

_NEIGHBOURS = (
    "ihr_or_er", "your_things", "beside_ihr", "before_ihnen", "asked_verbs", "after_asked_sie", "called_after_ihr"
)  # fmt: skip
_PRONOUNS = ("sie", "ihnen", "ihr", "hab", "habt", "sei", "seid", "wart")
_YOUR = frozenset(("ihre", "ihren", "ihrem", "ihrer", "ihres"))
_THY = re.compile(r"(?:dein(?:e[mnrs]?|s|erseits)?|euer|eur(?:e[mnrs]?|es)|euere[mnrs]?|deinetwegen|euretwegen)$")
_INFORMAL = frozenset(("du", "dich", "dir", "euch"))
_ASKING = frozenset(("mir", "uns", "mich", "bitte", "mal", "doch", "einfach", "noch", "das", "den", "die", "schnell"))
_SOFT = frozenset(("bitte", "mal", "doch"))
_JOINS = frozenset(("und", "bitte", "dann", "also", "aber", "oder", "so", "hallo", "hi", "hey"))
_GREETING = re.compile(
    r"\bsehr geehrte[rs]?\b|\b(?:hallo|guten (?:tag|morgen|abend)|liebe[rs]?|werte[rs]?|moin|servus)"
    r"[, ]+(?:herr|frau|fr\.|hr\.)\s",
    re.I,
)
# "Die Lampen flackern. Sie ...": after a plural subject an opening "Sie" means those things.
_MANY = re.compile(
    r"\b(?:[Dd]ie|[Dd]iese|[Mm]eine|[Uu]nsere|[Aa]lle|[Bb]eide|[Zz]wei|[Dd]rei|[Vv]ier)\s+(?:[a-zäöüß]+e[n]?\s+)?"
    r"[A-ZÄÖÜ][\wäöüß-]+\s+(?:sind|waren|[a-zäöüß]{2,}(?:en|ern|eln))\b[^.!?\n]*[.!?]+\s*$"
)
_SENTENCE_BEFORE = 500  # characters
_START = re.compile(r"(?:[.!?…:;\"„“»«–—•*>(\[\n\r]|\s-)\s*$")


@dataclass(frozen=True, slots=True)
class AddressCue:
    """One word that shows the form of address; ``strong`` when it can mean nothing else."""

    side: Side
    strong: bool
    span: Span


class _Place(NamedTuple):
    """A word with its neighbours; ``opens`` when it begins a sentence or line."""

    word: Word
    before: str
    twice_before: str
    after: str
    twice_after: str
    after_text: str
    opens: bool
    after_comma: bool
    before_capital_inside: bool


def cues_of(text: str) -> list[AddressCue]:
    """Return every cue of ``text`` in order of place."""
    found = [AddressCue("formal", False, Span(m.start(), m.end())) for m in _GREETING.finditer(text)]
    for place in _places(text):
        if place.opens and place.word.text == "Sie" and _follows_many(text, place.word.span.start):
            continue
        for rule in (_of_sie, _of_ihr, _of_your, _of_du, _of_verb, _of_imperative):
            cue = rule(place)
            if cue is not None:
                found.append(cue)
                break
    return sorted(found, key=lambda c: c.span)


def _follows_many(text: str, start: int) -> bool:
    """Say whether the sentence before ``start`` speaks of several people, so that "Sie" may mean "they"."""
    return _MANY.search(text, max(0, start - _SENTENCE_BEFORE), start) is not None


def _forms(name: str) -> frozenset[str]:
    return word_set("address", name)


@cache
def _telling_forms() -> frozenset[str]:
    lists = (name for name in table("address") if name not in _NEIGHBOURS)
    return frozenset().union(*(_forms(name) for name in lists), _PRONOUNS, _YOUR, _INFORMAL)


def _places(text: str) -> Iterator[_Place]:
    """Yield the words that may show an address, each with what stands around it."""
    row = words(text)
    forms = _telling_forms()
    for i, word in enumerate(row):
        if word.low in forms or _THY.match(word.low):
            yield _place(text, row, i)


def _place(text: str, row: tuple[Word, ...], i: int) -> _Place:
    before = text[row[i - 1].span.end if i else 0 : row[i].span.start]
    opens = i == 0 or _START.search(before) is not None
    last = i + 1 == len(row)
    follows = not last and text[row[i].span.end : row[i + 1].span.start].isspace()
    inside = i > 1 and not opens and not _START.search(text[row[i - 2].span.end : row[i - 1].span.start])
    return _Place(
        row[i],
        before="" if opens or "," in before else row[i - 1].low,
        twice_before=row[i - 2].low if i > 1 else "",
        after=row[i + 1].low if follows else "",
        twice_after=row[i + 2].low if i + 2 < len(row) else "",
        after_text=row[i + 1].text if follows else "",
        opens=opens,
        after_comma="," in before,
        before_capital_inside=inside and row[i - 1].text[:1].isupper(),
    )


def _is_shouted(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _of_sie(place: _Place) -> AddressCue | None:
    """``Sie`` and ``Ihnen``: capital inside a sentence is safe, opening one it may mean *they*."""
    low, text = place.word.low, place.word.text
    if low not in ("sie", "ihnen"):
        return None
    if text[0].isupper() and not place.opens and not _is_shouted(text):
        return AddressCue("formal", True, place.word.span)
    if low == "ihnen" and place.opens and text == "Ihnen":
        return AddressCue("formal", False, place.word.span)
    if low == "ihnen":
        return AddressCue("formal", False, place.word.span) if place.before in _forms("before_ihnen") else None
    if _is_asked(place) or (place.opens and text == "Sie" and _is_plural_verb(place.after)):
        return AddressCue("formal", False, place.word.span)
    return None


def _is_asked(place: _Place) -> bool:
    """``können sie``, ``bitte senden sie``: a plural verb right before, with somebody who wants something."""
    if place.before == "bitte" and place.after == "um":
        return True
    if place.twice_before in ("sie", "die", "und") and place.before not in ("können", "könnten", "würden"):
        return False
    return place.before in _forms("asked_verbs") and (place.after in _forms("after_asked_sie") or place.after == "")


def _is_plural_verb(word: str) -> bool:
    return word == "sind" or (len(word) > 3 and word.endswith(("en", "ern", "eln")) and word not in ("eben", "neben"))


def _of_ihr(place: _Place) -> AddressCue | None:
    """``ihr``: with a verb form in -t it is a group of friends, capital before a noun it is Sie."""
    if place.word.low != "ihr":
        return None
    near = place.before, place.after
    if any(w in _forms("ihr_forms") for w in near):
        return AddressCue("informal", True, place.word.span)
    if place.after in _forms("called_after_ihr"):
        return AddressCue("informal", True, place.word.span)
    noun = place.after_text[:1].isupper()
    if place.before in _forms("ihr_or_er") and (place.after in _forms("beside_ihr") or not place.after):
        return AddressCue("informal", True, place.word.span)
    if place.after in _forms("ihr_or_er") and not noun:
        return AddressCue("informal", True, place.word.span)
    if place.before.endswith("t") and place.after in _forms("beside_ihr") and not noun:
        return AddressCue("informal", False, place.word.span)
    capital = place.word.text[0].isupper() and not _is_shouted(place.word.text)
    if capital and (noun or place.after.endswith(("er", "es", "e"))) and place.after not in _forms("beside_ihr"):
        return AddressCue("formal", not place.opens, place.word.span)
    if not capital and place.after in _forms("your_things"):
        return AddressCue("formal", False, place.word.span)
    return None


def _of_your(place: _Place) -> AddressCue | None:
    if place.word.low not in _YOUR or (not place.after and place.word.text.islower()):
        return None
    if place.word.text[0].isupper() and not _is_shouted(place.word.text):
        return AddressCue("formal", not place.opens, place.word.span)
    if place.after in _forms("your_things"):
        return AddressCue("formal", False, place.word.span)
    return None


def _of_du(place: _Place) -> AddressCue | None:
    low = place.word.low
    if low not in _INFORMAL and not _THY.match(low):
        return None
    french = low == "du" and place.before_capital_inside and place.after_text[:1].isupper()
    exclaimed = low == "du" and place.after in ("meine", "liebe", "lieber", "heiliger", "grüne")
    if place.before == "per" or french or exclaimed:
        return None
    return AddressCue("informal", True, place.word.span)


def _of_verb(place: _Place) -> AddressCue | None:
    low = place.word.low
    known = low in _forms("du_forms") or low in _forms("clitics")
    # A noun such as "Hast" is a word with a capital inside the sentence.
    if known and (place.opens or place.word.text.islower()):
        return AddressCue("informal", True, place.word.span)
    if place.opens:
        plural = low in _forms("ihr_forms") and place.after in _forms("beside_ihr") and low not in ("fahrt", "wart")
    else:
        lone = low in _forms("ihr_forms_alone") or (low == "wart" and not place.after)
        plural = lone and place.word.text.islower()
    return AddressCue("informal", True, place.word.span) if plural else None


def _of_imperative(place: _Place) -> AddressCue | None:
    low, after = place.word.low, place.after
    if not (place.opens or place.after_comma or place.before in _JOINS) or (
        not place.opens and not place.word.text.islower()
    ):
        return None
    if low in _forms("imperatives") and after not in ("ich", "es"):
        return AddressCue("informal", True, place.word.span)
    told = (
        (low in _forms("imperatives_mir") and after in ("mir", "uns"))
        or (low in _forms("imperatives_mich") and after in ("mich", "uns"))
        or (low in _forms("imperatives_bitte") and (after in _SOFT or (place.before == "bitte" and after != "ich")))
        or (low in _forms("imperatives_plural") and (after in _ASKING or place.before == "bitte") and _is_plea(place))
        or (low in ("sei", "seid") and place.after in ("so", "bitte", "doch", "nett", "lieb"))
        or (low in ("hab", "habt") and after in ("einen", "ein", "noch", "vielen", "eine") and place.opens)
    )
    return AddressCue("informal", True, place.word.span) if told else None


def _is_plea(place: _Place) -> bool:
    """Keep ``Macht mir Sorgen`` and ``Sagt mir nichts`` out: there the thing speaks, not the customer."""
    near = (place.after, place.twice_after)
    return (
        place.before == "bitte"
        or not _SOFT.isdisjoint(near)
        or place.word.low not in ("macht", "sagt", "kommt", "bringt")
    )
