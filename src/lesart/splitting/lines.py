"""Lines of a body with their depth of quoting, and the small facts about a line that all rules ask for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

# At most two spaces may stand before the mark; '>From' is what old mail stores make of a line 'From'.
_MARK = re.compile(r"[ \t]{0,2}(?!>From )((?:>[ \t]?){1,500})")  # deeper is no deeper
_ONE_MARK = re.compile(r"\s*>[ \t]?")
_MOST_LINES = 20_000
# What stands for words left out of a quote: '[...]', '8<', '(gekürzt)'.
_ELISION = re.compile(r"(?:\W*\w?\W*|[\[<(]?\s*(?:snip\w*|schnipp?|gekürzt)\s*[\]>)]?)\Z", re.I)
_LONGEST_ELISION = 12
_RULE = re.compile(r"\s*[-_=*─—–]{5,}\s*\Z")
_ADDRESS = re.compile(r"[^\s@<>\"]@[\w-]|<mailto:|\[mailto:", re.I)
_CLOCK = re.compile(
    r"(?<![\d.:])[0-2]?\d ?[:h] ?[0-5]\d(?!\d)|(?:kl\.?|ore|alle|klo) ?[0-2]?\d\.[0-5]\d\b"
    r"|(?<![\d.])[0-2]?\d(?:\.[0-5]\d)? uhr\b|\b1?\d ?[ap]\.?m\b",
    re.I,
)
_DAY = re.compile(
    r"\b\d{1,2}[./-] ?\d{1,2}[./-] ?(?:\d{4}|\d{2})\b"
    r"|\b\d{4}[./-]\d{1,2}[./-]\d{1,2}\b"
    r"|\b\d{1,2}(?:\.|st|nd|rd|th|-)?,? ?(?:de |of )?[^\W\d_]{3,12}\.?,?[- ](?:de )?(?:\d{4}|'?\d{2})\b"
    r"|\b[^\W\d_]{3,12}\.?[ -]\d{1,2}(?:st|nd|rd|th)?(?:,|-| ) ?(?:\d{4}|\d{2})\b"
    r"|\d{4}年|\b[^\W\d_]{3}, [^\W\d_]{3,9} \d{1,2},"
)


# What the structure of an HTML page says about a line; empty for plain text.
Hint = Literal["", "tail", "forwarded", "intro", "signature", "quote", "weak", "unseen"]


@dataclass(slots=True)
class Line:
    """``text[start:end]`` with its line end; ``body`` is what stands behind the quote marks."""

    start: int
    end: int
    raw: str
    body: str
    depth: int
    hint: Hint = ""
    ruled: bool = False  # a rule is drawn right above it
    announces: bool = False  # an announcement begins with it, parted from own words that stood before it

    @property
    def blank(self) -> bool:
        """Whether nothing stands on it, quote marks aside."""
        return not self.body


def lines_of(text: str) -> list[Line]:
    """Split a body into lines, counting quote marks. Linear in the length of the text.

    No person writes 20,000 lines: what comes behind them is kept as one last line.
    """
    lines = []
    start = 0
    pieces = text.splitlines(keepends=True)
    if len(pieces) > _MOST_LINES:
        pieces[_MOST_LINES:] = ["".join(pieces[_MOST_LINES:])]
    for piece in pieces:
        end = start + len(piece)
        lines.append(_line(start, end, piece))
        start = end
    return lines


def _line(start: int, end: int, piece: str) -> Line:
    raw = piece.strip()
    if raw == "--" and piece.startswith("-- "):
        raw = "-- "  # the one true mark of a signature (RFC 3676)
    return _quoted(start, end, raw) if raw[:1] == ">" else Line(start, end, raw, raw, 0)


def _quoted(start: int, end: int, raw: str) -> Line:
    mark = _MARK.match(raw)
    if not mark:
        return Line(start, end, raw, raw, 0)
    return Line(start, end, raw, raw[mark.end() :].strip(), mark.group(1).count(">"))


def laid_out(text: str, lines: Sequence[Line], *, lifted: bool) -> tuple[str, list[Line]]:
    """Some lines of a body as a body of their own; ``lifted`` takes one level of quote marks away."""
    pieces: list[str] = []
    anew: list[Line] = []
    start = 0
    for line in lines:
        piece = text[line.start : line.end].rstrip("\r\n")
        outer = line.depth - (line.raw[:1] == ">" and _marks(line.raw))
        if lifted and line.raw[:1] == ">":
            piece = _ONE_MARK.sub("", piece, count=1)
        elif lifted and outer:
            outer -= 1
        pieces.append(piece)
        end = start + len(piece) + 1
        fresh = _line(start, end, piece)
        hint = "" if line.hint == "forwarded" else line.hint  # said once of the whole
        anew.append(Line(start, end, fresh.raw, fresh.body, fresh.depth + outer, hint, line.ruled))
        start = end
    return "".join(f"{piece}\n" for piece in pieces), anew


def parted(text: str, line: Line, place: int) -> tuple[Line, Line]:
    """One line as two, the second beginning at ``place`` in ``raw``."""
    start = text.index(line.raw.rstrip(), line.start) + place
    first, second = line.raw[:place].strip(), line.raw[place:].strip()
    return (
        Line(line.start, start, first, first, line.depth, line.hint, line.ruled),
        Line(start, line.end, second, second, line.depth, line.hint),
    )


def _marks(raw: str) -> int:
    mark = _MARK.match(raw)
    return mark.group(1).count(">") if mark else 0


def is_rule(line: Line) -> bool:
    """Is the line nothing but a drawn rule?"""
    return bool(_RULE.match(line.body))


def has_address(text: str) -> bool:
    """Does a mail address stand in the text?"""
    return bool(_ADDRESS.search(text))


def has_clock(text: str) -> bool:
    """Does a time of day stand in the text?"""
    return bool(_CLOCK.search(text))


def has_day(text: str) -> bool:
    """Does a calendar date stand in the text, in whatever order and language?"""
    return bool(_DAY.search(text))


def next_filled(lines: Sequence[Line], index: int) -> int:
    """Index of the first line from ``index`` on that is not blank (the number of lines if none is)."""
    while index < len(lines) and not lines[index].body and not lines[index].depth:
        index += 1
    return index


def next_marked(lines: Sequence[Line], index: int) -> int:
    """Index of the marked line that comes next, past blank lines and one '[...]'; -1 when others come."""
    index = next_filled(lines, index)
    if index < len(lines) and not lines[index].depth and _left_out(lines[index].body):
        index = next_filled(lines, index + 1)
    if index < len(lines) and (lines[index].depth or lines[index].body[:1] == "|"):
        return index
    return -1


def _left_out(body: str) -> bool:
    return len(body) <= _LONGEST_ELISION and body[:1] != "|" and bool(_ELISION.match(body))
