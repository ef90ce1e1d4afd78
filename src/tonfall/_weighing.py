"""How much a sentence sounds like an attack on a person: a sum of weights, learnt from our own lines.

Contempt needs no listed word ("Meine Tochter ist vier und begreift schneller als Sie"), so besides the rules every
sentence is weighed: single words, words in a row, word beginnings in a row, pieces of words, and words that stand in
one sentence with an address. Each has a weight; their sum is the score of the sentence. The lines they were learnt
from lie in ``tests/tonfall/learning``, the learning is ``scripts/learn_abuse.py``, why this is no breach of "rules
first" is in docs/decisions/0011. Nothing here needs more than the standard library.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from math import sqrt
from zlib import crc32

from tonfall._text import Span
from tonfall._tokens import Token

KINDS = ("threat", "harassment", "slur")
PLACES = 1 << 18  # of weights; what falls together by chance is too rare to matter
_FEW_CLUES = 50
_HOPELESS = -0.5  # two sentences with less each make no attack together
_FEWEST_WORDS = 3  # a shorter piece says nothing alone and is read with what stands before it
_MARKS = frozenset('.?,"')
_ADDRESS = frozenset(
    "du dich dir dein deine deinen deinem deiner sie ihnen ihr ihre ihren ihrem ihrer euch euer eure euren eurem eurer "
    "you your yours u ur yourself".split()
)
_STAFF = frozenset(
    "kollege kollegin mitarbeiter mitarbeiterin fahrer fahrerin techniker herr frau dame typ kerl bote monteur berater "
    "beraterin chef chefin leute team person mensch driver guy woman man lady agent colleague manager mr mrs ms people "
    "staff".split()
)


@dataclass(frozen=True, slots=True)
class Clues:
    """What a piece of text is weighed by: places in the table of weights, of its words and of pieces of words."""

    words: frozenset[int]
    pieces: frozenset[int]

    def __or__(self, other: Clues) -> Clues:
        return Clues(self.words | other.words, self.pieces | other.pieces)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A sentence, or two in a row, and its score: over 0 means an attack rather than not."""

    span: Span
    score: float
    clues: Clues

    @property
    def is_short(self) -> bool:
        """Whether there is too little in it to be sure of anything: about eight words."""
        return len(self.clues.words) < _FEW_CLUES

    @property
    def kind(self) -> str:
        """Which kind of attack it sounds like."""
        tables = _tables()
        scores = {kind: tables[kind].score(self.clues) for kind in KINDS}
        kind = max(KINDS, key=lambda each: scores[each])
        return kind if scores[kind] > 0 else "insult"


@dataclass(frozen=True, slots=True)
class Table:
    """The weights of one question, a power of two of them; a sum over 0 speaks for yes."""

    weights: array[int]
    scale: float
    bias: float

    def score(self, clues: Clues) -> float:
        """Return the sum for a piece of text; long and short ones are comparable."""
        shares = self._share(clues.words) + self._share(clues.pieces)
        return shares * self.scale + self.bias

    def _share(self, places: frozenset[int]) -> float:
        weights, last = self.weights, len(self.weights) - 1
        if last == PLACES - 1:  # nothing to fold
            return sum(map(weights.__getitem__, places)) / sqrt(len(places) or 1)
        return sum([weights[place & last] for place in places]) / sqrt(len(places) or 1)


def weigh(tokens: Sequence[Token]) -> list[Weighed]:
    """Return every sentence with its score, and every two in a row of which one at least raises a doubt."""
    table = _tables()["abuse"]
    found = [Weighed(span, table.score(clues), clues) for span, clues in _cut(tokens)]
    pairs = [pair for pair in pairwise(found) if max(pair[0].score, pair[1].score) > _HOPELESS]
    for first, second in pairs:
        clues = first.clues | second.clues
        found.append(Weighed(Span(first.span.start, second.span.end), table.score(clues), clues))
    return found


def windows(tokens: Sequence[Token]) -> list[Clues]:
    """Return what the weights are learnt from: each sentence of a message, and each with its neighbour."""
    pieces = [clues for _span, clues in _cut(tokens)]
    return [*pieces, *(first | second for first, second in pairwise(pieces))]


def _cut(tokens: Sequence[Token]) -> list[tuple[Span, Clues]]:
    return [(Span(piece[0].span.start, piece[-1].span.end), clues_of(piece)) for piece in _sentences(tokens)]


def _sentences(tokens: Sequence[Token]) -> list[list[Token]]:
    found: list[list[Token]] = [[]]
    for token in tokens:
        found[-1].append(token)
        if token.low in {".", "?"}:
            found.append([])
    whole: list[list[Token]] = []
    size = 0  # of the piece before
    for piece in filter(None, found):
        words = sum(token.is_word for token in piece)
        if whole and min(words, size) < _FEWEST_WORDS:
            whole[-1] += piece
            size += words
        else:
            whole.append(piece)
            size = words
    return whole


def clues_of(piece: Sequence[Token]) -> Clues:
    """Return what a sentence is weighed by."""
    row = [token.low for token in piece]
    words = [each for each in row if each not in _MARKS]
    beginnings = [each[:5] for each in words]
    aim = ("a" if not _ADDRESS.isdisjoint(words) else "") + ("s" if not _STAFF.isdisjoint(words) else "")
    rows = [f"2{a} {b}" for a, b in pairwise(row)]
    rows += [f"3{a} {b} {c}" for a, b, c in zip(row, row[1:], row[2:], strict=False)]
    rows += [f"p{a} {b}" for a, b in pairwise(beginnings)]
    rows += [f"q{a} {b}" for a, b in zip(beginnings, beginnings[2:], strict=False)]
    single = [_word(each)[0] for each in row]
    aimed = [_place(aim + each[:7]) for each in words] if aim else []
    pieces = frozenset().union(*(_word(each)[1] for each in set(words)))
    return Clues(frozenset((*single, *aimed, *map(_place, rows))), pieces)


def _place(clue: str) -> int:
    # Not hash(): it differs from process to process, and the weights were learnt in another one.
    return crc32(clue.encode()) % PLACES


@lru_cache(maxsize=4096)
def _word(word: str) -> tuple[int, array[int]]:
    """Return the place of a word and those of its pieces of three to five letters; an array is small to remember."""
    framed = f"<{word[:40]}>"
    pieces = (framed[at : at + size] for size in (3, 4, 5) for at in range(len(framed) - size + 1))
    return _place(f"1{word}"), array("I", map(_place, pieces))


@cache
def _tables() -> dict[str, Table]:
    """Read the learnt weights: a line of JSON, then one table of small numbers after the other."""
    head, _, body = files("tonfall").joinpath("weights", "abuse.bin").read_bytes().partition(b"\n")
    found, rest = {}, memoryview(body)
    for each in json.loads(head)["tables"]:
        found[each["name"]] = Table(array("b", rest[: each["size"]].tobytes()), each["scale"], each["bias"])
        rest = rest[each["size"] :]
    return found
