"""Times and promises: a day instead of "soon", and somebody who stands behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tonfall._review.clock import names_a_time
from tonfall._review.letter import Letter, Sentence
from tonfall._review.model import DraftPromise, Finding
from tonfall._review.packs import Pack, Rule
from tonfall._review.wording import find_phrases
from tonfall._spans import Places
from tonfall._text import Span

_CUT = re.compile(r",\s|;\s|\s(?:und|and|but|aber)\s")


def times_are_concrete(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find "soon" and its kin in what the house will do, unless a day is named there or close by."""
    yield from _undated(letter, pack, pack.rules["time.vague"])


def promises_have_a_day(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find the first announcement of ours without a day; given promises settle what is dated."""
    settled = [p.span for p in letter.context.promises or () if p.due is not None]
    settled += [_around(letter, vague.span) for vague in _undated(letter, pack, pack.rules["time.vague"])]
    places = Places(settled)
    for finding in _undated(letter, pack, pack.rules["promise.vague"]):
        if not places.touch(finding.span):
            yield finding
            return


def promises_are_backed(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find promises the case knows to be unbacked; the evidence says why."""
    rule = pack.rules["promise.unbacked"]
    for promise in letter.context.promises or ():
        if promise.problem:
            yield Finding(rule.id, _inside(letter, promise), rule.level, promise.problem)


def promises_are_recorded(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find dated promises that match no recorded one; silent when the records are unknown."""
    recorded = letter.context.open_promises
    if recorded is None:
        return
    rule = pack.rules["promise.unrecorded"]
    for promise in letter.context.promises or ():
        if promise.due is not None and not any(_same_time(promise, due) for due in recorded):
            span = _inside(letter, promise)
            yield Finding(rule.id, span, rule.level, span.of(letter.draft))


def _undated(letter: Letter, pack: Pack, rule: Rule) -> Iterator[Finding]:
    for finding in find_phrases(letter, rule):
        place = letter.place_of(finding.span)
        if place is None:
            continue
        sentence = letter.sentences[place]
        near = letter.sentences[place : place + 3]
        if any(names_a_time(s.text) for s in near) or "?" in sentence.text:
            continue
        part = _part(sentence, finding.span)
        if pack.says("condition", sentence.text) or pack.says("past", part) or pack.says("request", part):
            continue
        if pack.says("we", part) or (pack.says("ours", sentence.text) and not pack.says("request", sentence.text)):
            yield finding


def _part(sentence: Sentence, span: Span) -> str:
    """Return the part of the sentence around ``span``, cut at commas and "and": only that may be past."""
    at = span.start - sentence.span.start
    before = [stop.end() for stop in _CUT.finditer(sentence.text, 0, at)]
    after = _CUT.search(sentence.text, min(len(sentence.text), at + span.end - span.start))
    return sentence.text[before[-1] if before else 0 : after.start() if after else len(sentence.text)]


def _around(letter: Letter, span: Span) -> Span:
    """Return the sentence a span lies in: "we will reply soon" needs one note, not two."""
    place = letter.place_of(span)
    return span if place is None else letter.sentences[place].span


def _inside(letter: Letter, promise: DraftPromise) -> Span:
    end = len(letter.draft)
    start = min(max(0, promise.span.start), end)
    return Span(start, min(max(start, promise.span.end), end))


def _same_time(promise: DraftPromise, due: object) -> bool:
    return promise.due == due
