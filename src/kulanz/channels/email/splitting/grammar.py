"""The grammar of a body: own words, what announces a quoted mail, the quoted mail, what closes it."""

import re
from collections.abc import Sequence

from kulanz.channels.email.splitting.armour import mark_armour
from kulanz.channels.email.splitting.draft import Draft
from kulanz.channels.email.splitting.endings import app_footer, mark_endings
from kulanz.channels.email.splitting.headers import header_block, stacked_labels
from kulanz.channels.email.splitting.intros import intro, marker
from kulanz.channels.email.splitting.lines import Line, is_rule, lines_of, next_filled, next_marked
from kulanz.channels.email.splitting.model import Kind, Segment, Split, assemble
from kulanz.channels.email.splitting.page import lines_of_page

# Without one of these nothing in a body can be a quote, a signature or a footer.
_TRIGGER = re.compile(
    r"[>@|：]|:\s*$|--|__|gesendet|verschickt|sent|vir|register|mail|phone|ipad|android|outlook|umwelt|environment|"
    r"vertraulich|confidential|www\.|\.:|\b[^\W\d_]{2,12}:",
    re.I | re.M,
)
_BARE_LINK = re.compile(r"(?:\(https?://[^\s()]+\)|<https?://[^\s<>]+>)\s*>?\Z")
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
    return split_lines(text, lines, forward=forward)


def split_text(text: str, *, forward: bool = False) -> Split:
    """Split a plain body into what the writer said and the rest.

    ``forward`` says that the subject marks the mail as handed on (WG:, Fwd:); the mail below the
    writer's own words then stays visible. Never raises; linear in the length of ``text``.
    """
    if not _TRIGGER.search(text):
        return assemble(text, [Segment("own", 0, len(text), True)])
    return split_lines(text, lines_of(text), forward=forward)


def split_lines(text: str, lines: list[Line], *, forward: bool = False) -> Split:
    """Split a body whose lines are known (from plain text or read out of HTML)."""
    draft = Draft(lines, forward)
    if "-----BEGIN PGP SIGN" in text:
        mark_armour(draft)
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
            index = (_take_opening(draft, index) if searched < _MOST_SEARCHED else 0) or index + 1


def _take_marked(draft: Draft, index: int) -> int:
    """Take a run of lines with quote marks."""
    end = _run_end(draft.lines, index)
    opens = _opens_itself(draft.lines, index, end)
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
    end, handed_on = _opening(lines, index)
    if end == index:
        return 0
    top = _above_rule(lines, index)
    follows = next_marked(lines, end)
    if follows >= 0:
        stop = _run_end(lines, follows) if lines[follows].depth else _bar_end(lines, follows)
        if handed_on or (draft.forward and not draft.introduced):
            draft.put(top, stop, "forwarded", shown=True)
        else:
            draft.put(top, follows, "header")
            draft.put(follows, stop, "quote")
        draft.introduced = True
        return stop
    _take_tail(draft, top, index, end, handed_on=handed_on)
    return len(lines)


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
    if _BARE_LINK.match(body):
        return True
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
    silent = not draft.said(0, len(draft.lines))
    for start, end in draft.picked:
        filled = sum(bool(line.body) for line in draft.lines[start:end])
        if silent or (filled <= _PICKED_LINES and draft.said(end, len(draft.lines))):
            draft.put(start, end, "quote", shown=True)


def _glue_blanks(draft: Draft) -> None:
    """Blank lines join what stands above them, so that segments do not crumble."""
    for index in range(1, len(draft.lines)):
        if not draft.lines[index].body:
            draft.kinds[index] = draft.kinds[index - 1]
            draft.shown[index] = draft.shown[index - 1]
