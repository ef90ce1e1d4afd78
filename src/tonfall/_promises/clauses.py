"""Clauses: the stretches of a sentence that are judged on their own.

A sentence is cut at commas, dashes and coordinating conjunctions outside its due phrases; a stretch
without a verb of its own goes back to its neighbour.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tonfall._promises.due import Due
from tonfall._promises.wordlists import bag
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
    spoken = _sentence_words(text, sentence)
    stretches = _join_verbless(_cut(text, sentence, dues, _CUT_ENGLISH if english else _CUT), spoken, dues, has_verb)
    asks = text[sentence.start : sentence.end].rstrip("\"“”»«') ").endswith("?")
    owned = [
        tuple(word for word in spoken if span.covers(word.span) and not _in_dues(word, dues)) for span, _ in stretches
    ]
    return [
        Clause(
            _trimmed(text, span),
            owned[place],
            tuple(word.low for word in owned[place]),
            tuple(due for due in dues if span.covers(due.span)),
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


def _sentence_words(text: str, sentence: Span) -> tuple[Word, ...]:
    return tuple(
        Word(word.text, word.low, word.span.shifted(sentence.start))
        for word in words(text[sentence.start : sentence.end])
    )


def _in_dues(word: Word, dues: Sequence[Due]) -> bool:
    return any(due.span.overlaps(word.span) for due in dues)


def _cut(text: str, sentence: Span, dues: Sequence[Due], cuts: re.Pattern[str]) -> list[tuple[Span, str]]:
    found: list[tuple[Span, str]] = []
    start, cut = sentence.start, ""
    for match in cuts.finditer(text, sentence.start, sentence.end):
        place = Span(match.start(), max(match.end(), match.start() + 1))
        if any(due.span.overlaps(place) and due.span.start < place.start for due in dues):
            continue
        if match.start() > start:
            found.append((Span(start, match.start()), cut))
        start, cut = match.end(), match.group()
    if sentence.end > start:
        found.append((Span(start, sentence.end), cut))
    return found


def _join_verbless(
    stretches: list[tuple[Span, str]],
    spoken: tuple[Word, ...],
    dues: Sequence[Due],
    has_verb: Callable[[Sequence[Word]], bool],
) -> list[tuple[Span, str]]:
    joined: list[tuple[Span, str]] = []
    waiting: tuple[Span, str] | None = None
    for place, (span, cut) in enumerate(stretches):
        own = [word for word in spoken if span.covers(word.span) and not _in_dues(word, dues)]
        # 'nicht heute, sondern am Dienstag': what stands against a denial is said anew.
        opposes = bool(own) and own[0].low in {"sondern", "but"} and any(span.covers(due.span) for due in dues)
        greets = bool(own) and own[0].low in _GREETINGS and cut == ""
        stands = has_verb(own) or opposes or greets
        if waiting is not None:
            span, cut, waiting = Span(waiting[0].start, span.end), waiting[1], None
        if stands:
            joined.append((span, cut))
        elif joined and cut not in {";", ":"} and not _leads_on(stretches, place, spoken, dues, has_verb):
            joined[-1] = (Span(joined[-1][0].start, span.end), joined[-1][1])
        else:
            waiting = (span, cut)
    return [*joined, waiting] if waiting is not None else joined


def _leads_on(
    stretches: list[tuple[Span, str]],
    place: int,
    spoken: tuple[Word, ...],
    dues: Sequence[Due],
    has_verb: Callable[[Sequence[Word]], bool],
) -> bool:
    """'..., aber am Montag, dem 7. Juli, ist alles fertig': the due phrase belongs to the verb after it."""
    if place + 1 >= len(stretches) or not any(stretches[place][0].covers(due.span) for due in dues):
        return False
    following = [word for word in spoken if stretches[place + 1][0].covers(word.span)]
    return has_verb(following[:1])
