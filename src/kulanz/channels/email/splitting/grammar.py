"""The grammar of a body: own words, what announces a quoted mail, the quoted mail, what closes it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from .endings import app_footer, mark_endings
from .headers import header_block, stacked_labels
from .intros import intro, marker
from .lines import Line, is_rule, lines_of, next_filled
from .model import Kind, Segment, Split, assemble
from .page import lines_of_page

# Without one of these nothing in a body can be a quote, a signature or a footer.
_TRIGGER = re.compile(
    r"[>@|：]|:\s*$|--|__|gesendet|verschickt|sent|vir|register|mail|phone|ipad|android|outlook|umwelt|environment|"
    r"vertraulich|confidential|www\.|\.:|\b[^\W\d_]{2,12}:",
    re.I | re.M,
)
_PICKED_LINES = 8
_MOST_SIGNATURE_WORDS = 90
_ANSWERED_INSIDE = re.compile(
    r"(?:antwort\w*|anmerkung\w*|kommentar\w*|antworte|answers?|comments?|reply|replies)\b.{0,40}"
    r"\b(?:unten|im text|rot|roter|blau|blauer|grün|grüner|farbig|inline|below|in ?line|red|blue|green)\b"
    r"|\b(?:inline|in red|in blue|im text unten)\b",
    re.I,
)


def split_html(html: str, *, forward: bool = False) -> Split:
    """Split an HTML body as ``split_text`` does, by its structure first and its text second.

    The result is plain text: ``visible`` and ``hidden`` hold the words a reader of the page sees.
    """
    text, lines = lines_of_page(html)
    return split_lines(text, lines, forward=forward)


def split_text(text: str, *, forward: bool = False) -> Split:
    """Split a plain body into what the writer said and the rest.

    ``forward`` says that the subject marks the mail as handed on (WG:, Fwd:); the mail below the
    writer's own words then stays visible. Never raises; linear in the length of ``text``.
    """
    if not _TRIGGER.search(text):
        return assemble(text, [Segment("own", 0, len(text), True)])
    return split_lines(text, lines_of(text), forward=forward)


@dataclass(slots=True)
class _Reading:
    """Kinds found so far: one per line."""

    lines: list[Line]
    forward: bool
    kinds: list[Kind] = field(init=False)
    shown: list[bool] = field(init=False)
    introduced: bool = False
    picked: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.kinds = ["own"] * len(self.lines)
        self.shown = [True] * len(self.lines)

    def put(self, start: int, end: int, kind: Kind, *, shown: bool = False) -> None:
        for index in range(start, end):
            self.kinds[index] = kind
            self.shown[index] = shown

    def said(self, start: int, end: int) -> bool:
        """Has the writer said anything in these lines?"""
        return any(
            self.kinds[index] == "own" and self.lines[index].body and not _furniture(self.lines[index])
            for index in range(start, end)
        )


def split_lines(text: str, lines: list[Line], *, forward: bool = False) -> Split:
    """Split a body whose lines are known (from plain text or read out of HTML)."""
    reading = _Reading(lines, forward)
    _find_quotes(reading)
    _mark_endings(reading)
    _settle_picked(reading)
    _glue_blanks(reading)
    return assemble(
        text,
        [
            Segment(kind, line.start, line.end, shown)
            for line, kind, shown in zip(lines, reading.kinds, reading.shown, strict=True)
        ],
    )


def _find_quotes(reading: _Reading) -> None:
    lines = reading.lines
    index = 0
    while index < len(lines):
        line = lines[index]
        if not line.body and not line.depth:
            index += 1
        elif line.hint == "unseen":
            reading.put(index, index + 1, "footer")
            index += 1
        elif line.depth:
            index = _take_marked(reading, index)
        else:
            index = _take_opening(reading, index) or index + 1


def _take_marked(reading: _Reading, index: int) -> int:
    """Take a run of lines with quote marks."""
    end = _run_end(reading.lines, index)
    if reading.introduced or _opens_itself(reading.lines, index, end):
        reading.put(index, end, "quote")
        reading.introduced = True
    elif all(line.hint == "weak" or not line.depth for line in reading.lines[index:end]):
        pass  # indented by hand, no quoted mail
    else:
        reading.picked.append((index, end))
        reading.put(index, end, "quote")
    return end


def _take_opening(reading: _Reading, index: int) -> int:
    """Take what announces a quoted mail at ``index`` and that mail; 0 when nothing is announced."""
    lines = reading.lines
    end, handed_on = _opening(lines, index)
    if end == index:
        return 0
    top = _above_rule(lines, index)
    follows = next_filled(lines, end)
    if follows < len(lines) and (lines[follows].depth or lines[follows].body[:1] == "|"):
        stop = _run_end(lines, follows) if lines[follows].depth else _bar_end(lines, follows)
        reading.put(top, follows, "header")
        reading.put(follows, stop, "quote")
        reading.introduced = True
        return stop
    _take_tail(reading, top, index, end, handed_on=handed_on)
    return len(lines)


def _take_tail(reading: _Reading, top: int, index: int, end: int, *, handed_on: bool) -> None:
    """The rest of the body is a foreign mail without marks: hide it, or show what is handed on."""
    lines = reading.lines
    said = reading.said(0, top)
    if handed_on or reading.forward or not (said or reading.introduced) or _points_inside(reading, top):
        reading.put(top, len(lines), "forwarded", shown=True)
    else:
        reading.put(top, end, "header")
        reading.put(end, len(lines), "quote")
    reading.introduced = True


def _opening(lines: list[Line], index: int) -> tuple[int, bool]:
    """Where the announcement at ``index`` ends (``index``: none), and whether it hands a mail on."""
    line = lines[index]
    if line.hint == "intro":
        return _hinted_intro(lines, index), False
    said = marker(line) or ("forwarded" if line.hint == "forwarded" else "")
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
    while end < len(lines) and (lines[end].hint == "intro" or not lines[end].body) and not lines[end].depth:
        end += 1
    return end if end < len(lines) and lines[end].depth else intro(lines, index, fresh=True)[0]


def _run_end(lines: Sequence[Line], index: int) -> int:
    """Where a run of marked lines ends: blank lines and broken links inside belong to it."""
    end = index
    while index < len(lines):
        line = lines[index]
        if line.depth or (line.body and index == end and _broken_link(lines, index)):
            end = index + 1
        elif line.body or index - end > 3:
            break
        index += 1
    return end


def _bar_end(lines: Sequence[Line], index: int) -> int:
    while index < len(lines) and lines[index].body[:1] == "|":
        index += 1
    return index


def _broken_link(lines: Sequence[Line], index: int) -> bool:
    """Is the unmarked line the rest of an address that was wrapped in the quoted line above?"""
    if index == 0 or index + 1 >= len(lines) or not lines[index + 1].depth or not lines[index - 1].depth:
        return False
    above, body = lines[index - 1].body, lines[index].body
    cut = max(above.rfind("(http"), above.rfind("<http"))
    if cut < 0 or " " in body:
        return False
    closer = ")" if above[cut] == "(" else ">"
    return closer not in above[cut:] and closer in body


def _opens_itself(lines: Sequence[Line], index: int, end: int) -> bool:
    """Does the marked run carry its own announcement, or several levels, as programs write them?"""
    run = [Line(line.start, line.end, line.body, line.body, 0) for line in lines[index : min(end, index + 40)]]
    first = next_filled(run, 0)
    if first < len(run) and (_opening(run, first)[0] > first or intro(run, first, fresh=True)[0] > first):
        return True
    return any(line.depth > 1 for line in lines[index:end]) and lines[index].depth >= 1 and len(run) > 2


def _above_rule(lines: Sequence[Line], index: int) -> int:
    """The drawn rule above an announcement belongs to it."""
    top = index
    while top and not lines[top - 1].depth and lines[top - 1].blank:
        top -= 1
    return top - 1 if top and is_rule(lines[top - 1]) else index


def _points_inside(reading: _Reading, top: int) -> bool:
    """Does the writer say that the answers stand inside the unmarked mail below?"""
    return any(len(line.body) < 400 and _ANSWERED_INSIDE.search(line.body) for line in reading.lines[:top])


def _mark_endings(reading: _Reading) -> None:
    index = 0
    quoted = False
    while index < len(reading.lines):
        if reading.kinds[index] != "own":
            quoted = quoted or reading.kinds[index] == "quote"
            index += 1
            continue
        end = index
        while end < len(reading.lines) and reading.kinds[end] == "own":
            end += 1
        end = _hinted_signature(reading, index, end)
        for at, kind in mark_endings(reading.lines, index, end, below_quote=quoted).items():
            reading.put(at, at + 1, kind)
        index = end


def _hinted_signature(reading: _Reading, start: int, end: int) -> int:
    """Mark what the page calls a signature; unsure when nothing else was said or when it is long."""
    lines = reading.lines
    marked = [index for index in range(start, end) if lines[index].hint == "signature"]
    filled = [index for index in marked if lines[index].body]
    words = sum(len(lines[index].body.split()) for index in filled)
    others = any(lines[index].body and lines[index].hint != "signature" for index in range(start, end))
    if not filled or words > _MOST_SIGNATURE_WORDS or not others or (len(filled) == 1 and words <= 3):
        return end
    kind: Kind = "app-footer" if all(app_footer(lines[index].body) for index in filled) else "signature"
    reading.put(filled[0], filled[-1] + 1, kind)
    return filled[0] if filled[-1] + 1 >= end else end


def _settle_picked(reading: _Reading) -> None:
    """Show short quotes that the writer picked by hand and answers below."""
    if reading.introduced:
        return
    for start, end in reading.picked:
        filled = sum(bool(line.body) for line in reading.lines[start:end])
        if filled <= _PICKED_LINES and reading.said(end, len(reading.lines)):
            reading.put(start, end, "quote", shown=True)


def _glue_blanks(reading: _Reading) -> None:
    """Blank lines join what stands above them, so that segments do not crumble."""
    for index in range(1, len(reading.lines)):
        if not reading.lines[index].body:
            reading.kinds[index] = reading.kinds[index - 1]
            reading.shown[index] = reading.shown[index - 1]


def _furniture(line: Line) -> bool:
    return is_rule(line) or line.raw == "--" or app_footer(line.body)
