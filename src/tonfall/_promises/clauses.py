"""Clauses: the stretches of a sentence that are judged on their own.

A sentence is cut at commas, dashes and coordinating conjunctions outside its due phrases; a stretch
without a verb of its own goes back to its neighbour.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tonfall._promises.due import Due
from tonfall._promises.wordlists import bag
from tonfall._spans import Places
from tonfall._text import Span, Word, words

_CUT = re.compile(r"[,;:()]|\s[-–—]\s|\s(?=(?:und|sowie|aber|doch|jedoch|sondern|denn)\s)", re.IGNORECASE)
_CUT_ENGLISH = re.compile(
    r"[,;:()]|\s[-–—]\s|—|\s(?=(?:and|but|so|if|unless|once|when|because|while|although|that|who|which)\s)"
    r"|\s(?=as soon as (?!possible))",
    re.IGNORECASE,
)
# What opens a letter stands for itself, so that the clause after it begins with its own first word.
_GREETINGS = bag(
    "hallo guten sehr liebe lieber hi hey moin servus vielen danke herzlichen besten ja nein klar okay "
    "ok gerne natürlich dear hello good thanks thank sure yes no right well"
)
_QUOTED = re.compile(r"„[^„“”]*[“”]|“[^“”]*”|\"[^\"]*\"|»[^»«]*«")


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: its place, its words without those of due phrases, its due phrases and what cut it off.

    ``words`` carry their places in the text, ``lows`` are the same in lower case, ``lead`` is the first of
    them; ``cut`` is the sign or the space before the clause; ``asks`` says that the sentence ends in a
    question mark; ``said`` is all its text in lower case, due phrases included.
    """

    span: Span
    words: tuple[Word, ...]
    lows: tuple[str, ...]
    dues: tuple[Due, ...]
    cut: str
    asks: bool
    is_last: bool
    said: str

    @property
    def lead(self) -> str:
        """The first word in lower case, or an empty string."""
        return self.words[0].low if self.words else ""

    def due_word(self, due: Due) -> str:
        """Return the first word of a due phrase of this clause in lower case."""
        place = due.span.start - self.span.start
        return (self.said[max(place, 0) :].split() or [""])[0]

    def has(self, *listed: frozenset[str]) -> bool:
        """Say whether any word of the clause is in one of the sets."""
        return any(word.low in group for word in self.words for group in listed)


def clauses(
    text: str,
    sentence: Span,
    dues: Sequence[Due],
    has_verb: Callable[[Sequence[Word]], bool],
    *,
    english: bool,
) -> list[Clause]:
    """Return the clauses of ``sentence`` in order; ``has_verb`` tells a stretch that can stand alone."""
    spoken = _Spoken(text, sentence, dues)
    stretches = _join_verbless(_cut(text, sentence, spoken, _CUT_ENGLISH if english else _CUT), spoken, has_verb)
    asks = text[sentence.start : sentence.end].rstrip("\"“”»«') ").endswith("?")
    owned = [tuple(spoken.own(span)) for span, _ in stretches]
    return [
        Clause(
            _trimmed(text, span),
            owned[place],
            tuple(word.low for word in owned[place]),
            spoken.dues(span),
            cut,
            asks,
            place == len(stretches) - 1,
            span.of(text).strip().lower(),
        )
        for place, (span, cut) in enumerate(stretches)
    ]


def _trimmed(text: str, span: Span) -> Span:
    said = span.of(text)
    start = span.start + len(said) - len(said.lstrip())
    return Span(start, start + len(said.strip()))


def quoted_spans(text: str) -> tuple[Span, ...]:
    """Return the places in quotation marks: words of somebody else."""
    return tuple(Span(match.start(), match.end()) for match in _QUOTED.finditer(text))


class _Spoken:
    """The words and due phrases of one sentence, asked stretch by stretch."""

    def __init__(self, text: str, sentence: Span, dues: Sequence[Due]) -> None:
        self.places = Places(due.span for due in dues)
        self._dues = sorted(dues, key=lambda due: due.span)
        self._due_starts = [due.span.start for due in self._dues]
        self._words = [
            Word(word.text, word.low, word.span.shifted(sentence.start))
            for word in words(text[sentence.start : sentence.end])
        ]
        self._starts = [word.span.start for word in self._words]
        self._free = [not self.places.touch(word.span) for word in self._words]

    def own(self, span: Span) -> list[Word]:
        """Return the words of a stretch that belong to no due phrase."""
        return [word for word, free in self._inside(span) if free]

    def first(self, span: Span) -> list[Word]:
        """Return the first word of a stretch, due phrases included, or nothing."""
        return [word for word, _free in self._inside(span)][:1]

    def dues(self, span: Span) -> tuple[Due, ...]:
        """Return the due phrases of a stretch in order."""
        first, last = bisect_left(self._due_starts, span.start), bisect_left(self._due_starts, span.end)
        return tuple(due for due in self._dues[first:last] if due.span.end <= span.end)

    def _inside(self, span: Span) -> list[tuple[Word, bool]]:
        first, last = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        pairs = zip(self._words[first:last], self._free[first:last], strict=True)
        return [(word, free) for word, free in pairs if word.span.end <= span.end]


def _cut(text: str, sentence: Span, spoken: _Spoken, cuts: re.Pattern[str]) -> list[tuple[Span, str]]:
    found: list[tuple[Span, str]] = []
    start, cut = sentence.start, ""
    for match in cuts.finditer(text, sentence.start, sentence.end):
        if spoken.places.touch(Span(match.start(), match.start())):  # inside a due phrase
            continue
        if match.start() > start:
            found.append((Span(start, match.start()), cut))
        start, cut = match.end(), match.group()
    if sentence.end > start:
        found.append((Span(start, sentence.end), cut))
    return found


def _join_verbless(
    stretches: list[tuple[Span, str]],
    spoken: _Spoken,
    has_verb: Callable[[Sequence[Word]], bool],
) -> list[tuple[Span, str]]:
    joined: list[tuple[Span, str]] = []
    waiting: tuple[Span, str] | None = None
    for place, (span, cut) in enumerate(stretches):
        own = spoken.own(span)
        # 'nicht heute, sondern am Dienstag': what stands against a denial is said anew.
        opposes = bool(own) and own[0].low in {"sondern", "but"} and bool(spoken.dues(span))
        greets = bool(own) and own[0].low in _GREETINGS and cut == ""
        stands = has_verb(own) or opposes or greets
        if waiting is not None:
            span, cut, waiting = Span(waiting[0].start, span.end), waiting[1], None
        if stands:
            joined.append((span, cut))
        elif joined and cut not in {";", ":"} and not _leads_on(stretches, place, spoken, has_verb):
            joined[-1] = (Span(joined[-1][0].start, span.end), joined[-1][1])
        else:
            waiting = (span, cut)
    return [*joined, waiting] if waiting is not None else joined


def _leads_on(
    stretches: list[tuple[Span, str]],
    place: int,
    spoken: _Spoken,
    has_verb: Callable[[Sequence[Word]], bool],
) -> bool:
    """'..., aber am Montag, dem 7. Juli, ist alles fertig': the due phrase belongs to the verb after it."""
    if place + 1 >= len(stretches) or not spoken.dues(stretches[place][0]):
        return False
    return has_verb(spoken.first(stretches[place + 1][0]))
