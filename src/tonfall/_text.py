"""Spans, words, sentences and lines: the one way every tonfall module cuts text.

All offsets are indices into the original ``str`` (code points), start inclusive, end exclusive, so that
``text[span.start:span.end]`` is always the evidence itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tonfall._memory import remembered


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A piece of the original text: ``start`` inclusive, ``end`` exclusive, both in code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words this span covers in ``text``."""
        return text[self.start : self.end]

    def shifted(self, by: int) -> Span:
        """Return the same span ``by`` code points further right."""
        return Span(self.start + by, self.end + by)

    def covers(self, other: Span) -> bool:
        """Say whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Say whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Word:
    """One word with its place; ``low`` is the casefolded form with typographic apostrophes made plain."""

    text: str
    low: str
    span: Span


_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+(?:[.,:]\d+)*", re.UNICODE)

# A full stop after these does not end a sentence. Kept short: what is missing here only splits a sentence.
_ABBREVIATIONS = frozenset(
    "z b d h u a o ä s usw bzw ca vgl evtl ggf inkl exkl zzgl abzgl nr tel str dr prof hr fr frl st mio mrd "
    "abs art bspw sog geb gem gez i v m e g p t mr mrs ms inc ltd co vs approx dept no jan feb mär mrz apr jun "
    "jul aug sep sept okt oct nov dez dec mo di mi do fr sa so".split()
)
_STOP = re.compile(r"(?<![.!?…])[.!?…]+[\"»«“”’')\]]*(?=\s|$)|\n[ \t]*\n|\n(?=[ \t]*(?:[-*•–]|\d{1,2}[.)])[ \t])")
_LONGEST_SENTENCE = 2_000  # characters
_LAST_WORD = re.compile(r"(\w+)$")
_LONGEST_ABBREVIATION = 12  # letters, and some more
_MONTHS_AFTER_ORDINAL = re.compile(
    r"\s*(?:jan|feb|mär|mrz|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|dez|dec|quartal|stock"
    r"|klasse|kalenderwoche|kw\b|mal\b)",
    re.I,
)


@remembered
def words(text: str) -> tuple[Word, ...]:
    """Return every word and number of ``text`` in order."""
    return tuple(
        Word(m.group(), m.group().casefold().replace("’", "'"), Span(m.start(), m.end())) for m in _WORD.finditer(text)
    )


@remembered
def sentences(text: str) -> tuple[Span, ...]:
    """Return the spans of the sentences of ``text``, trimmed of white space, in order.

    Blank lines and list items end a sentence; known abbreviations and German ordinals before a month
    (``am 3. März``) do not.
    """
    found: list[Span] = []
    start = 0
    for stop in _STOP.finditer(text):
        if stop.group().startswith(".") and _is_inner_stop(text, start, stop.start(), stop.end()):
            continue
        _append_trimmed(found, text, start, stop.end())
        start = stop.end()
    _append_trimmed(found, text, start, len(text))
    return tuple(found)


def lines(text: str) -> tuple[Span, ...]:
    """Return the spans of the lines of ``text`` without their line ends, empty lines included."""
    found: list[Span] = []
    start = 0
    for line in text.splitlines(keepends=True):
        found.append(Span(start, start + len(line.rstrip("\r\n"))))
        start += len(line)
    return tuple(found)


def _is_inner_stop(text: str, start: int, stop: int, end: int) -> bool:
    """Say whether the full stop at ``stop`` belongs to an abbreviation, an initial or an ordinal."""
    before = _LAST_WORD.search(text[max(start, stop - _LONGEST_ABBREVIATION) : stop])
    if before is None or text[stop:end] != ".":
        return False
    token = before.group(1)
    if token.isdigit():
        rest = text[end : end + 24]
        return len(token) <= 2 and (_MONTHS_AFTER_ORDINAL.match(rest) is not None or rest.lstrip()[:1].islower())
    if token.casefold() not in _ABBREVIATIONS:
        return False
    return len(token) == 1 or token.casefold() not in {"so", "do", "no", "mi", "art", "fr", "sa"}


def _append_trimmed(found: list[Span], text: str, start: int, end: int) -> None:
    """Add a sentence; what goes on for pages without an end is no sentence and is cut at a blank."""
    while end - start > _LONGEST_SENTENCE:
        blank = max(text.rfind(sign, start + 1, start + _LONGEST_SENTENCE) for sign in " \n\t")
        cut = blank if blank > start else start + _LONGEST_SENTENCE
        _append_piece(found, text, start, cut)
        start = cut
    _append_piece(found, text, start, end)


def _append_piece(found: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    if right > left:
        found.append(Span(start + left, start + right))
