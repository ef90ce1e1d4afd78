"""Lines that announce a quoted mail: 'Am ... schrieb ...:', '-----Ursprüngliche Nachricht-----'."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from .lines import Line, has_address, has_clock, has_day, next_filled
from .vocabulary import DATE_OPENERS, FORWARDED, MESSAGE, ORIGINAL, SPEAKERS, WROTE

Marker = Literal["original", "forwarded", ""]

_MOST_LINES = 6
_MOST_CHARACTERS = 400
_OPENER = re.compile(rf"[-*\s]{{0,6}}(?:{DATE_OPENERS})\b[^\d\n]{{0,25}}\d", re.I)
_STAMP = re.compile(r"[-*\s]{0,6}(?:[^\W\d_]{2,10}\.?,? ?){0,2}\d{1,4}[./ 年-]")
_WROTE = re.compile(rf"(?<!\w)(?:{WROTE})(?!\w)", re.I)
_SPEAKER = re.compile(rf"\b(?:{SPEAKERS})\b", re.I)
_QUOTING = re.compile(r"(?:zitat von|zitiere|quoting|citando|en réponse à|citát|citerar|cytowanie)\s+\S", re.I)
_DASHED = re.compile(r"\s*[-—–_=*]{2,}\s*(.*?\w)[.:]?\s*[-—–_=*]{2,}\s*\Z")
_ORIGINAL = re.compile(ORIGINAL, re.I)
_FORWARDED = re.compile(FORWARDED, re.I)
_MESSAGE = re.compile(MESSAGE, re.I)
_NAME = re.compile(r"(?:\"?[^\W\d_a-z][^\s:]*|von|van|de|der|den|du|zu|zum|&|\||-|via)\Z")


def marker(line: Line) -> Marker:
    """Does the line announce an older ('original') or a handed-on ('forwarded') mail by its words?"""
    body = line.body
    if len(body) > 120 or not body:
        return ""
    dashed = _DASHED.match(body) if body[0] in "-—–_=*" else None
    words = dashed.group(1) if dashed else body.rstrip("*_ ").removesuffix(":")
    if not dashed and (words == body or len(words.split()) > 5):
        return ""
    if _FORWARDED.search(words) and (dashed or _MESSAGE.search(words)):
        return "forwarded"
    if dashed and _ORIGINAL.search(words) and len(words.split()) <= 5:
        return "original"
    return ""


def intro(lines: Sequence[Line], start: int, *, fresh: bool) -> tuple[int, bool]:
    """Where an introducing line ends that starts at ``start``, and whether it can stand without marks.

    ``fresh`` says that a blank line or the start of the body stands above. Gives ``(start, False)`` when
    there is none. A weak intro counts only with a marked quote below, so the answer holds for this
    place: it looks at what follows.
    """
    if len(lines[start].body) > _MOST_CHARACTERS or not _may_open(lines[start].body, fresh=fresh):
        return start, False
    joined = ""
    for end in range(start + 1, min(len(lines), start + _MOST_LINES) + 1):
        line = lines[end - 1]
        if line.blank and not _bracket_follows(lines, end):
            break
        joined = f"{joined} {line.raw}".strip()
        if len(joined) > _MOST_CHARACTERS:
            break
        verdict = _verdict(joined, marked=_quote_follows(lines, end), fresh=fresh)
        if verdict:
            return _absorb_tail(lines, end), verdict == "strong"
    return start, False


def _may_open(body: str, *, fresh: bool) -> bool:
    if _OPENER.match(body) or _STAMP.match(body) or _QUOTING.match(body.lstrip("* ")):
        return True
    named = _WROTE.search(body) or has_address(body)
    return (bool(named) and (fresh or body[0] in "-*")) or (bool(_WROTE.search(body[-16:])) and body.endswith(":"))


def _verdict(text: str, *, marked: bool, fresh: bool) -> str:
    """'strong' (stands alone), 'weak' (a marked quote follows) or '' for the joined lines."""
    closed = text.rstrip("* ").endswith((":", "："))
    dashed = bool(_DASHED.match(text))
    wrote = bool(_WROTE.search(text))
    address = has_address(text)
    clock = has_clock(text)
    day = clock or has_day(text)
    spoken = not address and bool(_SPEAKER.search(text))
    if dashed and wrote and not spoken:
        return "strong"
    if not closed:
        return "weak" if marked and address and has_day(text) and text.endswith(">") else ""
    if _QUOTING.match(text.lstrip("* ")):
        return "strong" if address and fresh else "weak" if marked else ""
    if address and day and (wrote or clock) and (_OPENER.match(text) or _STAMP.match(text) or fresh):
        return "strong"
    if wrote and not spoken and clock and _OPENER.match(text) and _names_only(text):
        return "strong" if fresh or marked else ""
    if not marked or spoken:
        return ""
    plain = wrote and (day or address or _names_only(text))
    return "weak" if plain or (day and (address or _OPENER.match(text))) else ""


def _names_only(text: str) -> bool:
    """Are the words round the verb names (capitals), as a program writes them, and no sentence?"""
    tail = re.split(r"\d(?:[\d:.]*)(?:\s?[ap]m\b)?(?:\s?uhr\b)?", text, flags=re.I)[-1]
    words = list(_WROTE.sub(" ", tail).replace(",", " ").rstrip(": ").split())
    return 0 < len(words) <= 7 and all(_NAME.match(word.strip("()*")) for word in words)


def _bracket_follows(lines: Sequence[Line], end: int) -> bool:
    """Some programs set the address of the intro in a paragraph of its own."""
    return end < len(lines) and lines[end].raw[:1] == "<"


def _quote_follows(lines: Sequence[Line], end: int) -> bool:
    index = next_filled(list(lines[end : end + 4]), 0) + end
    if index >= len(lines):
        return False
    line = lines[index]
    return line.depth > 0 or line.body[:1] == "|"


def _absorb_tail(lines: Sequence[Line], end: int) -> int:
    """Take in an address and a repeated verb that a broken program put below the intro."""
    for index in range(end, min(end + 2, len(lines))):
        body = lines[index].raw
        if body.startswith("<") and has_address(body):
            end = index + 1
        elif index == end and len(body) < 20 and body.endswith(":") and _WROTE.search(body):
            return end + 1
    return end
