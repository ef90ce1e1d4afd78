"""Form of address: does a German text say Sie or du?

Strong cues decide; weak ones (a ``Sie`` that opens a sentence may mean *they*) count only when nothing strong
speaks. A text that gives no safe cue is ``none``: no answer is better than the wrong one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from tonfall._address_cues import AddressCue, cues_of
from tonfall._language import detect_language
from tonfall._memory import forgetful
from tonfall._spans import Places
from tonfall._text import Span

AddressKind = Literal["formal", "informal", "mixed", "none"]

_QUOTED = re.compile(r"[\"„“»«][^\"„“”»«\n]{1,300}[\"“”«»]")


@dataclass(frozen=True, slots=True)
class Address:
    """What :func:`read_address` saw: the form of address and the words that show it, in order."""

    kind: AddressKind
    cues: tuple[AddressCue, ...]


@forgetful
def read_address(text: str, language: str | None = None) -> Address:
    """Return whether ``text`` addresses its reader as Sie, as du or ihr, both ways or not at all.

    ``language`` is ``"de"`` or ``"en"``; without it the text is looked at. English has no such difference and
    gives ``none``. Words inside quotation marks count only when nothing outside them speaks. Never raises.
    """
    if language == "en" or (language is None and detect_language(text) == "en"):
        return Address("none", ())
    cues = _outside_quotes(text, cues_of(text))
    return Address(_decide(cues), tuple(cues))


def _outside_quotes(text: str, cues: list[AddressCue]) -> list[AddressCue]:
    quotes = Places(Span(m.start(), m.end()) for m in _QUOTED.finditer(text))
    outside = [c for c in cues if not quotes.hold(c.span)]
    return outside or cues


def _decide(cues: list[AddressCue]) -> AddressKind:
    for strong in (True, False):
        sides = {c.side for c in cues if c.strong is strong}
        if len(sides) == 2:
            return "mixed" if strong else "none"
        if sides:
            return sides.pop()
    return "none"
