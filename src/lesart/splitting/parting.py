"""Own words on the same line as the announcement of a quoted mail: the line is parted between them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .headers import header_block, is_labelled
from .intros import before_writer, begins_dated, intro, marker, tells_writer
from .lines import Line, has_address, next_marked, parted

_REACH = 400  # no announcement is longer
_MOST_PLACES = 6
_LINES_BELOW = 8
# Where an announcement can begin inside a line: a word that begins one, in capitals; a head's label; dashes; and
# behind the end of a sentence a name or a date.
_PLACES = re.compile(
    r"(?<=\s)(?=(?:Am|On|Le|El|Il|Em|Op|Den|Dne|Dnia|W dniu|På)\b[^\d\n]{0,25}\d|"
    r"(?:Von|From|De|Da|Van|Från|Fra|VON|FROM)\s?:\s|[-_=*]{3,}\s*\w)|"
    r"(?<=[.!?…)]\s)(?=[^\W\d_a-z]|\d|\"|<|\w{2,4}\.?,? \d)"
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
    rule = _RULE.search(own.raw)
    return (*parted(text, own, rule.start()), announced) if rule and rule.start() else (own, announced)


def _place(text: str, lines: Sequence[Line], index: int) -> int:
    """Where in the line an announcement begins behind own words; 0 for nowhere."""
    raw = lines[index].raw
    places = [match.start() for match in _PLACES.finditer(raw, max(1, len(raw) - _REACH))][-_MOST_PLACES:]
    below = list(lines[index + 1 : index + 1 + _LINES_BELOW]) if places else []
    for place in places:
        if _is_own(raw, place) and _announces([parted(text, lines[index], place)[1], *below]):
            return place
    return 0


def _is_own(raw: str, place: int) -> bool:
    """Do words of the writer's own stand before the place, and not the beginning of the announcement itself?"""
    near = raw[max(0, place - _REACH) : place]
    if has_address(near) or is_labelled(near):
        return False
    dated = begins_dated(raw)
    if dated:
        return dated < place and bool(_SPOKEN.search(_MONTH.sub(" ", raw[dated:place])))
    if tells_writer(near) and not _SENTENCE.search(near):
        return False
    return bool(_SPOKEN.search(near) or _SHORT.match(near.strip()))


def _announces(lines: list[Line]) -> bool:
    """Does the first line begin an announcement by itself, whatever stands above it?"""
    if marker(lines[0]) or header_block(lines, 0):
        return True
    if _SPOKEN.search(_MONTH.sub(" ", before_writer(lines[0].raw))):
        return False
    end, alone = intro(lines, 0, fresh=False)
    return end > 0 and (alone or next_marked(lines, end) >= 0)
