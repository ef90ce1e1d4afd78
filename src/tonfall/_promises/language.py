"""Which of the two languages a sentence is written in, by its small words."""

from __future__ import annotations

import re
from functools import lru_cache

from tonfall._promises.wordlists import bag
from tonfall._text import Span

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ENGLISH = bag(
    "the and of to you your we our is are will be by for with on at it this that have has been from as i my "
    "i'll we'll you'll i'm we're i've we've please not but next within tomorrow today week days back can "
    "should would let me us get call monday tuesday wednesday thursday friday saturday sunday until before "
    "after a an within business more later soon"
)
_GERMAN = bag(
    "der die das und ich wir sie ihnen ihr ihre ihren uns mir mich sich ist sind wird werden bis zum zur den "
    "dem des ein eine einen einer im am auf mit von für nicht es haben hat heute morgen woche tage tagen bei "
    "bitte nach zu noch uhr dir dich du dein deine wenn dass kommt montag dienstag mittwoch "
    "donnerstag freitag "
    "samstag sonntag nächste nächsten spätestens übermorgen innerhalb binnen stunden früh mittag abend kw"
)


def is_english(text: str, span: Span) -> bool:
    """Say whether the words in ``span`` are rather English than German; German when there is no sign."""
    return _is_english(span.of(text))


@lru_cache(maxsize=256)
def _is_english(piece: str) -> bool:
    lows = [match.group().casefold().replace("’", "'") for match in _WORD.finditer(piece)]
    umlauts = sum(any(letter in "äöü" for letter in low) for low in lows)
    return sum(low in _ENGLISH for low in lows) > sum(low in _GERMAN for low in lows) + umlauts
