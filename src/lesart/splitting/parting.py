"""Own words on the same line as the announcement of a quoted mail: the line is parted between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from .headers import header_block, is_labelled
from .intros import before_writer, begins_dated, intro, marker, speaks, tells_writer
from .lines import Line, has_address, has_day, next_marked, parted

_REACH = 400  # no announcement is longer
_MOST_PLACES = 6
_LINES_BELOW = 8
# Where an announcement can begin inside a line: a word that begins one, in capitals; a head's label; dashes; and
# behind the end of a sentence a name or a date.
_PLACES = re.compile(
    r"(?<=\s)(?=(?:Am|On|Le|El|Il|Em|Op|Den|Dne|Dnia|W dniu|På)\b[^\d\n]{0,25}\d|"
    r"(?:Von|From|De|Da|Van|Från|Fra|VON|FROM)\s?:\s|[-_=*]{3,}\s*\w)|"
    r"(?<=[.!?…)]\s)(?=[^\W\d_a-z]|\d|[\"<>*«„\u200e\u200f\u202a-\u202b]|\w{2,4}\.?,? \d)"
)
_SENTENCE = re.compile(r"[.!?…]\s*\Z")
_SPOKEN = re.compile(r"(?<![^\W\d_])(?:[^\W\d_A-Z][^\W\d_]{3,}|[^\W\d_]{2,}\s?[!?])")
_MONTH = re.compile(
    r"(?<![^\W\d_])(?:jan|fév|feb|fev|mar|mär|avr|apr|abr|mai|may|maj|mag|jui|jun|jul|giu|lug|aoû|aug|ago|sep|set|okt|"
    r"oct|out|ott|nov|déc|dez|dec|dic|ene|gen|lun|mer|jeu|ven|sam|dim|mié|jue|vie|sáb|dom|gio|sab|maa|din|woe|don|vrij|"
    r"zat|zon|man|tir|tor|fre|lør|søn|tis|ons|lör|sön|pon|wto|śro|czw|pią|sob|nie|alle|"
    r"[^\W\d_]{2,7}tag)\w*",  # months and days of the week
    re.I,
)
_RULE = re.compile(r"(?<!\S)[-_=*—–]{5,}\s*\Z")
_SHORT = re.compile(r"[^\W\d_]{2,}\s?[.!?…]\s*\Z")
_SHORT_DAY = re.compile(r"\s*[^\W\d_A-Z][^\W\d_]{1,4}\.,?\s*")
_TITLE = re.compile(r"\s*(?:(?:dr|prof|dipl|ing|med|jur|phil|mag|hr|fr|st|mr|mrs|ms|pr|sr|sra)\.[\s-]*)+", re.I)
_ORDINAL = re.compile(r"(?<!\d)\d{1,2}\.\s*\Z")
_SAID = re.compile(r"(?<![^\W\d_])[^\W\d_]{4,}+(?!\.)|(?<![^\W\d_])[A-ZÄÖÜ][^\W\d_]{3,}|[!?]")
# A full stop behind a word or a number that is no abbreviation, and the beginning of a date in any language.
_CLOSED = re.compile(r"(?:\w{4,}|\w[!?])[.!?…)]*\s*\Z")
_STAMP = re.compile(r"\W*(?:[^\W\d_]{1,10}[.,]{0,2} ){0,3}(?:\d{1,2}|(?:19|20)\d\d)\b")
_DAY_FIRST = re.compile(r"[^\W\d_A-Z][^\W\d_]{1,9}(?:\.,?|,) \d{1,2}\b")
_BRACKETED = re.compile(r"<[^<>]*@")
_TELLS = re.compile(r"@|[:：]\s*\Z|\d{1,2}[:.h]\d{2}|[-_=*]{3}")


def part_lines(text: str, lines: Sequence[Line]) -> list[Line]:
    """The lines of a body, those parted in which an announcement follows own words; bounded work for each line."""
    found: list[Line] = []
    for index, line in enumerate(lines):
        place = 0 if line.depth or not _TELLS.search(line.raw[-_REACH:]) else _place(text, lines, index)
        found += _pieces(text, line, place) if place else (line,)
    return found


def _pieces(text: str, line: Line, place: int) -> tuple[Line, ...]:
    """Own words, a rule drawn behind them if there is one, the announcement."""
    own, announced = parted(text, line, place)
    announced.announces = True
    rule = _RULE.search(own.raw)
    return (*parted(text, own, rule.start()), announced) if rule and rule.start() else (own, announced)


def _place(text: str, lines: Sequence[Line], index: int) -> int:
    """Where in the line an announcement begins behind own words; 0 for nowhere."""
    raw = lines[index].raw
    places = [match.start() for match in _PLACES.finditer(raw, max(1, len(raw) - _REACH))][-_MOST_PLACES:]
    below = list(lines[index + 1 : index + 1 + _LINES_BELOW]) if places else []
    own = [place for place in places if _is_own(raw, place)]
    # Taken whole, the line would take the sentences in it along: then words that nobody knows here are no obstacle.
    whole = bool(own) and intro([lines[index], *below], 0, fresh=True)[0] > 0
    found = [place for place in own if _announces([parted(text, lines[index], place)[1], *below], any_words=whole)]
    ends = dict(pairwise([*places, len(raw)]))
    return next((place for place in found if _tells(raw, place, ends[place])), found[0] if found else 0)


def _tells(raw: str, place: int, end: int) -> bool:
    """Does the announcement itself begin here, and not one more sentence of the writer's above it?"""
    piece = raw[place:end]
    if speaks(piece):
        return False
    if begins_dated(raw[place:]) or _DAY_FIRST.match(raw[place:]) or is_labelled(piece) or tells_writer(piece):
        return True
    if _TELLS.search(piece) or has_day(piece):
        return True
    return any(map(str.isdigit, piece)) and not _SPOKEN.search(piece)


def _is_own(raw: str, place: int) -> bool:
    """Do words of the writer's own stand before the place, and not the beginning of the announcement itself?"""
    near = raw[max(0, place - _REACH) : place]
    if _BRACKETED.search(near) or is_labelled(near) or (has_address(near) and not _SENTENCE.search(near)):
        return False
    if _ORDINAL.search(near) and _MONTH.match(raw[place:]):
        return False  # "12. März" is one day
    dated = begins_dated(raw)
    if dated:
        return dated < place and bool(_SPOKEN.search(_MONTH.sub(" ", raw[dated:place])))
    if tells_writer(near) and not _SENTENCE.search(near):
        return False
    if _TITLE.fullmatch(near) or (_SHORT_DAY.fullmatch(near) and raw[place].isdigit() and _MONTH.match(near.lstrip())):
        return False
    stamp = None if raw[place].isalpha() and begins_dated(raw[place:]) else _STAMP.match(near)
    if stamp:
        return bool(_SAID.search(_MONTH.sub(" ", near[stamp.end() :])))
    return bool(_SPOKEN.search(near) or _SHORT.match(near.strip()) or _CLOSED.search(near))


def _announces(lines: list[Line], *, any_words: bool) -> bool:
    """Does the first line begin an announcement by itself, whatever stands above it?"""
    if marker(lines[0]) or header_block(lines, 0):
        return True
    if not any_words and _SPOKEN.search(_MONTH.sub(" ", before_writer(lines[0].raw))):
        return False
    end, alone = intro(lines, 0, fresh=any_words)
    return end > 0 and (alone or next_marked(lines, end) >= 0)
