"""Abuse of a person apart from anger at the matter.

Rules first: ``lexicon/abuse_de.toml`` and ``lexicon/abuse_en.toml`` hold the grammar of address plus insult, threats,
sexual address and slurs. Beside them ``_weighing.py`` hears contempt that no rule names. This module undoes disguises
and decides.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from dataclasses import dataclass
from math import log2
from typing import Literal

from tonfall._disguise import undisguised
from tonfall._grammar import Match, load
from tonfall._memory import forgetful
from tonfall._spans import Places
from tonfall._text import Span
from tonfall._tokens import Token
from tonfall._weighing import Weighed, weigh
from tonfall._wordlists import table

AbuseKind = Literal["insult", "threat", "harassment", "slur"]

_FILES = ("abuse_de", "abuse_en")
# Rules that see an insult but not whom it hits; reported or quoted words look the same to them.
_UNAIMED = frozenset(
    "vulgar-name en-vulgar-name bare-insult slur en-slur staff-insult en-you-are-insult watch-out en-watch-out go-away "
    "en-go-away".split()
)
# Scores of a sentence, see _weighing.py: from which it is an attack by its sound alone (and how much more that takes
# with every doubling of the letter), and up to which such a rule is not believed. Chosen on lines that were left out
# of the learning.
_ALONE, _LONGER, _DOUBT = 0.26, 0.05, -0.6
# What a reader must hear of first when several kinds meet.
_ORDER: tuple[AbuseKind, ...] = ("threat", "harassment", "slur", "insult")
_REPORTED = re.compile(
    r"\b(?:sagte|sagt|meinte|schrieb|rief|br[uü]llte|schrie|w[oö]rtlich|geschrieben|gesagt|genannt|said|told|"
    r"wrote|shouted|yelled|called|quote)\b[^.?!]{0,60}$",
    re.I,
)
_REPORTED_AFTER = re.compile(
    r"[^.?!]{0,40}\b(?:gesagt|genannt|geschrieben|gerufen|sagte|nannte|zu mir|called|said)\b", re.I
)
_CALLED = re.compile(
    r"(?:^|[,!?.:]\s+)(?P<name>Sie\s+(?:[a-zäöüß]+e[rs]?\s+){0,2}(?P<noun>[A-ZÄÖÜ][a-zäöüß]{2,}))\s*(?=[!,.?]\s|[!.,?]*$)"
    r"|(?<=,\s)(?P<name2>[dD]u\s+(?:[a-zäöüß]+e[rs]?\s+){0,2}(?P<noun2>[A-ZÄÖÜ][a-zäöüß]{2,}))\s*(?=[!.?]\s|[!.?]*$)"
    r"|(?:^|[,!?.:]\s+)(?P<name3>[iI]hr\s+(?:[a-zäöüß]+en\s+){0,2}(?P<noun3>[A-ZÄÖÜ][a-zäöüß]{2,}(?:e|en|er|n)))!",
    re.M,
)
_ABSTRACT = ("ung", "heit", "keit", "zeit", "tag", "ihnen")
_QUOTED = re.compile(r"[\"„“»«][^\"„“”»«\n]{1,200}[\"“”«»]")


@dataclass(frozen=True, slots=True)
class Abuse:
    """What :func:`read_abuse` saw: whether a person is attacked, the gravest kind, and where."""

    abusive: bool
    kind: AbuseKind | None
    spans: tuple[Span, ...]


@forgetful
def read_abuse(text: str) -> Abuse:
    """Return whether ``text`` insults, threatens or harasses a person, in German or English.

    ``spans`` are the passages to veil, merged and in order. Anger at the matter, swearing at things,
    announced lawyers, courts and bad reviews are not abuse, nor is an insult the writer reports or turns on
    themselves. Never raises for any ``str``.
    """
    words = tokens_of(text)
    weighed = weigh(words)
    matches, spared = _named(text, words)
    doubtful = Places(each.span for each in weighed if each.score > _DOUBT or each.is_short)
    hits = [m for m in matches if m.rule not in _UNAIMED or doubtful.touch(m.span)] + _heard(weighed, Places(spared))
    if not hits:
        return Abuse(False, None, ())
    kinds = {m.kind for m in hits}
    kind = next(k for k in _ORDER if k in kinds)
    return Abuse(True, kind, _merged(hits))


def _named(text: str, words: tuple[Token, ...]) -> tuple[list[Match], list[Span]]:
    """Return what the rules name, and the places they spare: reported, denied, said of oneself."""
    matches = load(*_FILES).read(words)
    spared = [m.span for m in matches if m.kind == "spare"] + _reported_quotes(text)
    matches += [Match("insult", "called-something", span) for span in _called(text)]
    places = Places(spared)
    return [m for m in matches if m.kind != "spare" and not places.touch(m.span)], spared


def _heard(weighed: list[Weighed], spared: Places) -> list[Match]:
    """Return the sentences that sound like an attack though no rule names a word; two together where neither does."""
    found: list[Match] = []
    heard: list[Span] = []  # in order of place
    enough = _ALONE + _LONGER * log2(len(weighed) or 1)  # a long letter offers more occasions to be wrong
    for each in weighed:  # single sentences come first
        if each.score <= enough or spared.touch(each.span) or _has_inside(heard, each.span):
            continue
        found.append(Match(each.kind, "sounds-like", each.span))
        insort(heard, each.span)
    return found


def _has_inside(heard: list[Span], span: Span) -> bool:
    """Say whether something heard lies inside ``span``, which is two sentences long at most."""
    for place in range(bisect_left(heard, Span(span.start, span.start)), len(heard)):
        if heard[place].start >= span.end:
            return False
        if heard[place].end <= span.end:
            return True
    return False


def tokens_of(text: str) -> tuple[Token, ...]:
    """Return the folded words of ``text`` with disguises undone, as rules and weights read them."""
    return undisguised(text, load(*_FILES).lexicon)


def _called(text: str) -> list[Span]:
    """Return the places where ``Sie`` or ``du`` stands before a lone noun: ``..., Sie Armleuchter!``."""
    friendly = frozenset(table("abuse_de")["friendly"]["nouns"].split())
    return [
        Span(*m.span("name" if m["name"] else "name2" if m["name2"] else "name3"))
        for m in _CALLED.finditer(text)
        if (noun := m["noun"] or m["noun2"] or m["noun3"]).casefold() not in friendly and not noun.endswith(_ABSTRACT)
    ]


def _reported_quotes(text: str) -> list[Span]:
    """Return the quotations that somebody else is said to have spoken."""
    return [
        Span(m.start(), m.end())
        for m in _QUOTED.finditer(text)
        if _REPORTED.search(text[max(0, m.start() - 90) : m.start()]) or _REPORTED_AFTER.match(text, m.end())
    ]


def _merged(matches: list[Match]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(m.span for m in matches):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)
