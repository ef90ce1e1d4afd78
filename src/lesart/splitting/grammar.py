"""The grammar of a body: own words, what announces a quoted mail, the quoted mail, what closes it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .draft import Draft
from .endings import app_footer, mark_endings
from .handed import Handed, handed_on
from .intros import attribution, names_forwarding
from .lines import Line, lines_of, next_marked
from .model import Kind, Segment, Split, assemble
from .openings import above_rule, bar_end, opening, opens_itself, run_end
from .page import lines_of_page
from .parting import part_lines
from .pgp import mark_pgp

# Without one of these nothing in a body can be a quote, a signature or a footer. Looked for one by one: together
# in one expression they took half the time of reading a mail.
_TRIGGERS = (
    ">  @  |  ：  --  __  gesendet  verschickt  sent  vir  register  mail  phon  ipad  android  outlook  umwelt  "
    "environment  amtsgericht  vertraulich  confidential  www.  unterwegs"
).split()
_TRIGGERING_COLON = re.compile(r":\s*$|\.:|\b[^\W\d_]{1,12}\s?:", re.M)
_WROTE = re.compile(r"\bschrieb\b", re.I)
_PICKED_LINES = 8
_MOST_SENTENCE = 400
_MOST_SEARCHED = 4_000  # own lines in which an announcement is looked for
_MOST_SIGNATURE_WORDS = 90
_ANSWERED_INSIDE = re.compile(
    r"(?:antwort\w*|anmerkung\w*|kommentar\w*|antworte|answers?|comments?|reply|replies)\b.{0,40}"
    r"\b(?:unten|im text|rot|roter|blau|blauer|grün|grüner|farbig|inline|below|in ?line|red|blue|green)\b"
    r"|\b(?:inline|in red|in blue|im text unten)\b",
    re.I,
)


def split_html(html: str, *, forward: bool = False) -> Split:
    """Split an HTML body as ``split_text`` does, by its structure first and its text second.

    The result is plain text: ``visible`` and ``hidden`` hold the words a reader of the page sees. HTML
    parsers take quadratic time on tens of thousands of nested elements; keep such pages away from here.
    """
    text, lines = lines_of_page(html)
    return split_lines(text, part_lines(text, lines), forward=forward)


def split_text(text: str, *, forward: bool = False) -> Split:
    """Split a plain body into what the writer said and the rest.

    ``forward`` says that the subject marks the mail as handed on (WG:, Fwd:); the mail below the
    writer's own words then stays visible. Never raises; linear in the length of ``text``.
    """
    if not _may_hold_more(text):
        return assemble(text, [Segment("own", 0, len(text), True)])
    return split_lines(text, part_lines(text, lines_of(text)), forward=forward)


def _may_hold_more(text: str) -> bool:
    folded = text.casefold()
    return (
        any(trigger in folded for trigger in _TRIGGERS)
        or (":" in text and _TRIGGERING_COLON.search(text) is not None)
        or ("schrieb" in folded and _WROTE.search(text) is not None)
    )


def handed_html(html: str, *, forward: bool, by: Sequence[str] = ()) -> tuple[Handed, ...]:
    """The mails that an HTML body hands on, the outermost first; see ``handed_on``."""
    text, lines = lines_of_page(html)
    return handed_on(text, part_lines(text, lines), forward=forward, by=by)


def handed_text(text: str, *, forward: bool, by: Sequence[str] = ()) -> tuple[Handed, ...]:
    """The mails that a plain body hands on, the outermost first; see ``handed_on``."""
    if not (forward or names_forwarding(text)):
        return ()  # most mails: no line needs a look
    return handed_on(text, part_lines(text, lines_of(text)), forward=forward, by=by)


def split_handed(handed: Handed, *, forward: bool = False) -> Split:
    """Split a mail that was handed on as if it had come by itself."""
    return split_lines(handed.text, handed.lines, forward=forward)


def only_furniture(text: str) -> bool:
    """Is there nothing in the text that a person wrote: app footers, signatures and rules alone?"""
    draft = Draft(lines_of(text))
    _mark_endings(draft)
    return not draft.said(0, len(draft.lines))


def split_lines(text: str, lines: list[Line], *, forward: bool = False) -> Split:
    """Split a body whose lines are known (from plain text or read out of HTML)."""
    draft = Draft(lines, forward)
    if "-----BEGIN PGP SIGN" in text:
        mark_pgp(draft)
    _find_quotes(draft)
    _mark_endings(draft)
    _settle_picked(draft)
    _glue_blanks(draft)
    return assemble(
        text,
        [
            Segment(kind, line.start, line.end, shown)
            for line, kind, shown in zip(lines, draft.kinds, draft.shown, strict=True)
        ],
    )


def _find_quotes(draft: Draft) -> None:
    lines = draft.lines
    index = 0
    searched = 0
    while index < len(lines):
        line = lines[index]
        if (not line.body and not line.depth) or draft.kinds[index] == "footer":
            index += 1
        elif line.hint == "unseen":
            draft.put(index, index + 1, "footer")
            index += 1
        elif line.depth:
            index = _take_marked(draft, index)
        else:
            searched += 1
            taken = (_take_opening(draft, index) or _take_attribution(draft, index)) if searched < _MOST_SEARCHED else 0
            index = taken or index + 1


def _take_marked(draft: Draft, index: int) -> int:
    """Take a run of lines with quote marks."""
    end = run_end(draft.lines, index)
    opens = opens_itself(draft.lines, index, end)
    if opens and draft.forward and not draft.introduced:
        draft.put(index, end, "forwarded", shown=True)
        draft.introduced = True
    elif draft.introduced or opens:
        draft.put(index, end, "quote")
        draft.introduced = True
    elif all(line.hint == "weak" or not line.depth for line in draft.lines[index:end]):
        pass  # indented by hand, no quoted mail
    else:
        draft.picked.append((index, end))
        draft.put(index, end, "quote")
    return end


def _take_opening(draft: Draft, index: int) -> int:
    """Take what announces a quoted mail at ``index`` and that mail; 0 when nothing is announced."""
    lines = draft.lines
    end, handed_on = opening(lines, index)
    if end == index:
        return 0
    top = above_rule(lines, index)
    follows = next_marked(lines, end)
    if follows >= 0:
        stop = run_end(lines, follows) if lines[follows].depth else bar_end(lines, follows)
        if handed_on or (draft.forward and not draft.introduced):
            draft.put(top, stop, "forwarded", shown=True)
        else:
            draft.put(top, follows, "header")
            draft.put(follows, stop, "quote")
        draft.introduced = True
        return stop
    _take_tail(draft, top, index, end, handed_on=handed_on)
    return len(lines)


def _take_attribution(draft: Draft, index: int) -> int:
    """Take a line that names the writer of the first marked lines right below it, and those; 0 when it does not."""
    lines = draft.lines
    if draft.introduced or draft.picked:
        return 0
    follows = next_marked(lines, index + 1)
    near = 0 <= follows - index <= 2 and lines[follows].depth > 0
    if not near or not attribution(lines[index], close=follows == index + 1, said=lambda: draft.said(0, index)):
        return 0
    stop = run_end(lines, follows)
    draft.put(index, follows, "header")
    draft.put(follows, stop, "quote")
    draft.introduced = True
    return stop


def _take_tail(draft: Draft, top: int, index: int, end: int, *, handed_on: bool) -> None:
    """The rest of the body is a foreign mail without marks: hide it, or show what is handed on."""
    lines = draft.lines
    said = draft.said(0, top)
    if handed_on or draft.forward or not (said or draft.introduced) or _points_inside(draft, top):
        draft.put(top, len(lines), "forwarded", shown=True)
    else:
        draft.put(top, end, "header")
        draft.put(end, len(lines), "quote")
    draft.introduced = True


def _points_inside(draft: Draft, top: int) -> bool:
    """Does the writer lead over to the unmarked mail below, or say that the answers stand inside it?"""
    above = [line.body for line in draft.lines[:top] if line.body]
    if above and above[-1].endswith(":"):
        return True
    return any(len(body) < _MOST_SENTENCE and _ANSWERED_INSIDE.search(body) for body in above)


def _mark_endings(draft: Draft) -> None:
    index = 0
    quoted = False
    while index < len(draft.lines):
        if draft.kinds[index] != "own":
            quoted = quoted or draft.kinds[index] == "quote"
            index += 1
            continue
        end = index
        while end < len(draft.lines) and draft.kinds[end] == "own":
            end += 1
        end = _hinted_signature(draft, index, end)
        for at, kind in mark_endings(draft.lines, index, end, below_quote=quoted).items():
            draft.put(at, at + 1, kind)
        index = end


def _hinted_signature(draft: Draft, start: int, end: int) -> int:
    """Mark what the page calls a signature; unsure when nothing else was said or when it is long."""
    lines = draft.lines
    marked = [index for index in range(start, end) if lines[index].hint == "signature"]
    filled = [index for index in marked if lines[index].body]
    words = sum(len(lines[index].body.split()) for index in filled)
    others = any(lines[index].body and lines[index].hint != "signature" for index in range(start, end))
    if not filled or words > _MOST_SIGNATURE_WORDS or not others or (len(filled) == 1 and words <= 3):
        return end
    kind: Kind = "app-footer" if all(app_footer(lines[index].body) for index in filled) else "signature"
    draft.put(filled[0], filled[-1] + 1, kind)
    return filled[0] if filled[-1] + 1 >= end else end


def _settle_picked(draft: Draft) -> None:
    """Show short quotes that the writer picked by hand and answers below, or that are the whole mail."""
    if draft.introduced:
        return
    last = draft.last_said()
    for start, end in draft.picked:
        filled = sum(bool(line.body) for line in draft.lines[start:end])
        if last < 0 or (filled <= _PICKED_LINES and last >= end):
            draft.put(start, end, "quote", shown=True)


def _glue_blanks(draft: Draft) -> None:
    """Blank lines join what stands above them, so that segments do not crumble."""
    for index in range(1, len(draft.lines)):
        if not draft.lines[index].body:
            draft.kinds[index] = draft.kinds[index - 1]
            draft.shown[index] = draft.shown[index - 1]
