"""Where a quoted mail begins and ends: its announcement, the marked lines below it, the rule above it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .headers import header_block, stacked_labels
from .intros import intro, marker
from .lines import Line, is_rule, next_filled

_BARE_LINK = re.compile(r"(?:\(https?://[^\s()]+\)|<https?://[^\s<>]+>)\s*>?\Z")

_MOST_INTRO_LINES = 20
_WRAPPED_FROM = 55  # no server wraps shorter lines
_MOST_WRAPPED = 30
_MOST_WRAPPED_WORDS = 4
_PATTERN = 3  # after so many wrapped lines of a mail the next is one as well
_ANSWERS = re.compile(
    r"(?:ja|nein|nee|doch|ok|okay|gern|gerne|klar|passt|geht|stimmt|nicht|kein|bitte|danke|morgen|heute|yes|no|sure|"
    r"none|please|thanks|today|tomorrow|oui|non)\b",
    re.I,
)


def opening(lines: list[Line], index: int) -> tuple[int, bool]:
    """Where the announcement at ``index`` ends (``index``: none), and whether it hands a mail on."""
    line = lines[index]
    said = marker(line) or ("forwarded" if line.hint == "forwarded" else "")
    if line.hint == "intro" and not said:
        return _hinted_intro(lines, index), False
    if said:
        below = next_filled(lines, index + 1)
        end = header_block(lines, below) if below < len(lines) else below
        if end == below and below < len(lines) and not lines[below].depth:
            end = intro(lines, below, fresh=True)[0]
        return (end if end > below else index + 1), said == "forwarded"
    end = header_block(lines, index)
    if end == index and line.hint == "tail":
        return index + 1, False
    if end == index:
        end = stacked_labels(lines, index)
    if end == index:
        fresh = index == 0 or lines[index - 1].blank or lines[index - 1].depth > 0
        end, alone = intro(lines, index, fresh=fresh)
        if end > index and not alone:
            follows = next_filled(lines, end)
            if follows >= len(lines):
                end = index
    return end, False


def _hinted_intro(lines: Sequence[Line], index: int) -> int:
    """Where the lines end that the page marks as an announcement; ``index`` when no quote follows."""
    end = index
    most = min(len(lines), index + _MOST_INTRO_LINES)
    while end < most and (lines[end].hint == "intro" or not lines[end].body) and not lines[end].depth:
        end += 1
    return end if end < len(lines) and lines[end].depth else intro(lines, index, fresh=True)[0]


def run_end(lines: Sequence[Line], index: int) -> int:
    """Where a run of marked lines ends: blank lines and broken links inside belong to it."""
    end = index
    wraps = 0
    while index < len(lines):
        line = lines[index]
        if line.depth or (line.body and index == end and _broken_link(lines, index)):
            end = index + 1
        elif line.body and index == end and _wrapped_rest(lines, index, seen=wraps):
            end = index + 1
            wraps += 1
        elif line.body or index - end > 3:
            break
        index += 1
    return end


def _wrapped_rest(lines: Sequence[Line], index: int, *, seen: int) -> bool:
    """Is the unmarked line the end of the quoted line above, which some server wrapped?

    An answer between quoted lines looks much the same: it follows a finished sentence, or begins one.
    """
    above, body = lines[index - 1], lines[index].body
    if len(above.raw) < _WRAPPED_FROM or not above.depth or above.body[-1:] in ".!?:;…":
        return False
    if len(body) > _MOST_WRAPPED or len(body.split()) > _MOST_WRAPPED_WORDS or _ANSWERS.match(body):
        return False
    below = lines[index + 1] if index + 1 < len(lines) else None
    if below is None or not below.depth:
        return seen > 0 and body[0].islower() and (below is None or below.blank)
    goes_on = not below.body or below.body[0].islower() or body[-1] in ".,;"
    return (body[0].islower() and goes_on) or seen >= _PATTERN


def bar_end(lines: Sequence[Line], index: int) -> int:
    """The first line from `index` on that does not begin with a bar."""
    while index < len(lines) and lines[index].body[:1] == "|":
        index += 1
    return index


def _broken_link(lines: Sequence[Line], index: int) -> bool:
    """Is the unmarked line the rest of an address that was wrapped in the quoted line above?"""
    if index == 0 or index + 1 >= len(lines) or not lines[index + 1].depth or not lines[index - 1].depth:
        return False
    above, body = lines[index - 1].body, lines[index].body
    if _BARE_LINK.match(body):
        return True
    cut = max(above.rfind("(http"), above.rfind("<http"))
    if cut < 0 or " " in body:
        return False
    closer = ")" if above[cut] == "(" else ">"
    return closer not in above[cut:] and closer in body


def opens_itself(lines: Sequence[Line], index: int, end: int) -> bool:
    """Does the marked run carry its own announcement, or several levels, as programs write them?"""
    run = [Line(line.start, line.end, line.body, line.body, 0) for line in lines[index : min(end, index + 40)]]
    first = next_filled(run, 0)
    if first < len(run) and (opening(run, first)[0] > first or intro(run, first, fresh=True)[0] > first):
        return True
    return any(line.depth > 1 for line in lines[index:end]) and lines[index].depth >= 1 and len(run) > 2


def above_rule(lines: Sequence[Line], index: int) -> int:
    """The drawn rule above an announcement belongs to it."""
    top = index
    while top and not lines[top - 1].depth and lines[top - 1].blank:
        top -= 1
    return top - 1 if top and is_rule(lines[top - 1]) else index
