"""Lines that announce a quoted mail: 'Am ... schrieb ...:', '-----Ursprüngliche Nachricht-----'."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal

from .lines import Line, has_address, has_clock, has_day, next_marked
from .vocabulary import (
    DATE_OPENERS,
    FORWARDED,
    HOME_DATE_OPENERS,
    MESSAGE,
    ORIGINAL,
    SPEAKERS,
    WROTE,
)

Marker = Literal["original", "forwarded", ""]

_MOST_LINES = 6
_MOST_CHARACTERS = 400
_OPENER = re.compile(rf"[-*\s]{{0,6}}(?:{DATE_OPENERS})\b[^\d\n]{{0,25}}\d", re.I)
# In German and English the verb tells; a date alone opens many a sentence.
_HOME_OPENER = re.compile(rf"[-*\s]{{0,6}}(?:{HOME_DATE_OPENERS})\b", re.I)
# The writer tells of somebody, or of what came to the writer.
_TOLD = re.compile(r"(?:ihr|ihre|ihrer|mein|meine|unser|unsere|your|my|our)\b|.*\b(?:mir|uns|ihnen|to me)\b", re.I)
_STAMP = re.compile(r"[-*\s]{0,6}(?:[^\W\d_]{2,10}\.?,? ?){0,2}\d{1,4}[./ 年-]")
_BARE_STAMP = re.compile(rf"[-*\s]{{0,6}}(?:(?:{DATE_OPENERS})\.?,? ?)?\d{{1,4}}[./ 年-]", re.I)
_WROTE = re.compile(rf"(?<!\w)(?:{WROTE})(?!\w)", re.I)
# Where the verb is known, a date and an address without it open a sentence.
_KNOWN_OPENER = re.compile(rf"[-*\s]{{0,6}}(?:{HOME_DATE_OPENERS}|le|el|il|op|em|den|på|dne|dňa|w dniu|dnia)\b", re.I)
_ENDS_WITH_ADDRESS = re.compile(r"@[\w.-]{1,250}\w[>)\]\"']{0,4}\s?:\Z")
_GOES_ON = re.compile(rf"(?<!\w)(?:{WROTE}) (?:{DATE_OPENERS})\Z", re.I)  # wrapped between verb and date
_SPEAKER = re.compile(rf"\b(?:{SPEAKERS})\b", re.I)
_QUOTING = re.compile(r"(?:zitat von|zitiere|quoting|citando|en réponse à|citát|citerar|cytowanie)\s+\S", re.I)
_DASHES = "-—–_=*"
# Some run the header block on behind the closing dashes.
_RUN_ON = re.compile(rf"(?<![{_DASHES}])[{_DASHES}]{{2,}}\s*(?=(?:von|from|betreff|subject|datum|date)\b)", re.I)
_END = re.compile(r"(?:end|ende|fin)\b", re.I)
_ORIGINAL = re.compile(ORIGINAL, re.I)
_FORWARDED = re.compile(FORWARDED, re.I)
_FORWARDED_WORDS = FORWARDED.split("|")
_MESSAGE = re.compile(MESSAGE, re.I)
_MOST_ATTRIBUTION = 160
_SAID = re.compile(r"\b(?:said|says|mentioned|sagte|meinte|dit|in (?:der )?nachricht|in message|news)\b", re.I)
_BRACKETS = re.compile(r"<[^<>]{0,200}>|\[[^\[\]]{0,200}\]")
_BARE_ADDRESS = re.compile(r"[^\s<>()\[\]\":,;]{1,64}@[\w.-]{1,250}\w")
_BEFORE_NAME = re.compile(r"\d[\d:./]*\s*(?:uhr\b|[ap]m\b|[+-]\d{4}|\b[A-Z]{3,4}\b)?|:")
_NAME = re.compile(r"(?:\"?[^\W\d_a-z][^\s:]*|von|van|de|der|den|du|zu|zum|&|\||-|via)\Z")


_WHEN = re.compile(
    rf"[-*\s]{{0,6}}\b(?:{DATE_OPENERS})\b[.,]?|\b\d[\d:./-]*\b[.:]?|"
    r"\b(?:um|at|à|o|om|alle|a las|kl|uhr|dem|den|ore|pm|am|cest|cet|mez|mesz|est|gmt|utc|v|hat|ha)\b[.,]?|"
    r"[+]\d{4}|"
    r"\b(?:jan|feb|mär|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|dez|dec)[^\W\d_]{0,9}\b[.,]?",
    re.I,
)


def names_forwarding(text: str) -> bool:
    """Does a word stand anywhere in the text without which no line of it can announce a mail that is handed on?"""
    folded = text.casefold()  # twenty times as fast as the pattern, which takes every letter twice
    return any(word in folded for word in _FORWARDED_WORDS)


def marker(line: Line) -> Marker:
    """Does the line announce an older ('original') or a handed-on ('forwarded') mail by its words?"""
    body = line.body
    if len(body) > _MOST_CHARACTERS or not body:
        return ""
    dashed = _between_dashes(body)
    words = dashed or body.rstrip("*_ ").removesuffix(":")
    if body.lower().startswith("original message processed by"):
        return "original"
    if not dashed and (words == body or len(words.split()) > 5):
        return ""
    if _END.match(words):
        return ""
    if _FORWARDED.search(words) and (dashed or _MESSAGE.search(words)):
        return "forwarded"
    if dashed and _ORIGINAL.search(words) and len(words.split()) <= 5:
        return "original"
    return ""


def attribution(line: Line, *, close: bool, said: Callable[[], bool]) -> bool:
    """Does the line do nothing but name who wrote the marked lines below it, or when, in whatever form?

    ``close`` says that they stand right below, ``said`` whether own words stand above: a lone date is an answer else.
    """
    body = line.body
    if not body or len(body) > _MOST_ATTRIBUTION or body.endswith(("?", "!")) or _SPEAKER.search(body):
        return False
    wrote = bool(_WROTE.search(body) or _SAID.search(body))
    day = has_day(body)
    rest = _BRACKETS.sub(" ", _SAID.sub(" ", body))
    if not _names_left(_BARE_ADDRESS.sub(" ", rest)):
        return False
    if has_address(body):
        return close or wrote or day or body.endswith(":")
    return wrote or (day and has_clock(body) and bool(_OPENER.match(body) or _STAMP.match(body)) and said())


def _names_left(text: str) -> bool:
    words = _WHEN.sub(" ", _WROTE.sub(" ", text)).replace(",", " ").split()
    plain = [word.strip("()*\"'<>:.-…") for word in words]
    return len(words) <= 9 and all(not word or _NAME.match(word) for word in plain)


def ends_forward(line: Line) -> bool:
    """Does the line say that the mail handed on ends here ('----- End forwarded message -----')?"""
    words = _between_dashes(line.body) if len(line.body) <= _MOST_CHARACTERS else ""
    return bool(words and _END.match(words) and (_FORWARDED.search(words) or _ORIGINAL.search(words)))


def _between_dashes(body: str) -> str:
    """The words between two runs of dashes, empty when the line is not made so."""
    if len(body) < 5 or not set(body[:2]) <= set(_DASHES):
        return ""
    words = body.lstrip(f"{_DASHES} \t")
    if set(body[-2:]) <= set(_DASHES):
        return words.rstrip(f"{_DASHES} \t").rstrip(".:")
    run_on = _RUN_ON.search(words)
    return words[: run_on.start()].rstrip(" .:\t") if run_on else ""


def intro(lines: Sequence[Line], start: int, *, fresh: bool) -> tuple[int, bool]:
    """Where an introducing line ends that starts at ``start``, and whether it can stand without marks.

    ``fresh`` says that a blank line or the start of the body stands above. Gives ``(start, False)`` when
    there is none. A weak intro counts only with a marked quote below, so the answer holds for this
    place: it looks at what follows.
    """
    first = _with_address_below(lines, start) if fresh else lines[start].body
    if len(first) > _MOST_CHARACTERS or not _may_open(first, fresh=fresh) or not _dated(first):
        return start, False
    joined = ""
    for end in range(start + 1, min(len(lines), start + _MOST_LINES) + 1):
        line = lines[end - 1]
        if line.blank and not _bracket_follows(lines, end):
            break
        dated = line.raw[:1].isupper() and _OPENER.match(line.raw) and _dated(line.raw)
        if end > start + 1 and (line.announces or (dated and not _GOES_ON.search(joined))):
            break  # a better start follows
        joined = f"{joined} {line.raw}".strip()
        if len(joined) > _MOST_CHARACTERS:
            break
        marked = lines[start].ruled or _marked_below(lines, end, joined)
        verdict = _verdict(joined, marked=marked, fresh=fresh)
        if verdict:
            return _absorb_tail(lines, end), verdict == "strong"
    return start, False


def begins_dated(text: str) -> int:
    """Where the date ends with which the text begins as an announcement does; 0 when it does not."""
    found = _OPENER.match(text) or _BARE_STAMP.match(text)
    return found.end() if found else 0


def before_writer(text: str) -> str:
    """What stands before the verb that says who wrote, or before an address."""
    verb = _WROTE.search(text)
    return text[: verb.start() if verb else len(text)].split("@")[0].split("<")[0]


def tells_writer(text: str) -> bool:
    """Does a word stand in the text with which a program says who wrote?"""
    return bool(_WROTE.search(text) or _QUOTING.match(text.lstrip("* ")))


def _with_address_below(lines: Sequence[Line], start: int) -> str:
    """The line, and the next one where a name was wrapped before its address."""
    body = lines[start].body
    if body and _bracket_follows(lines, start + 1) and _names_left(body):
        return f"{body} {lines[start + 1].raw}"
    return body


def speaks(text: str) -> bool:
    """Does somebody speak in the text ('ich', 'Sie', 'we'), and not a program?"""
    return bool(_SPEAKER.search(text))


def writer_in(bodies: Sequence[str]) -> dict[str, str]:
    """Who wrote, and when, by the words of an announcement without labels ("from" and "date"; empty: not told)."""
    text = " ".join(filter(None, bodies))[: 2 * _MOST_CHARACTERS]
    if not text:
        return {}
    address = _BARE_ADDRESS.search(text)
    if address is None:
        return {"from": _WROTE.split(text)[-1].strip(" :*"), "date": text}
    name = _BEFORE_NAME.split(_WROTE.split(text[: address.start()])[-1])[-1].strip(' <([,:*"')
    return {"from": f"{name} <{address[0]}>".strip(), "date": text}


def _dated(body: str) -> bool:
    """Does the first line already hold what only an announcement has? A sentence above it has not."""
    return has_day(body) or has_clock(body) or has_address(body) or bool(_WROTE.search(body) or _QUOTING.match(body))


def _may_open(body: str, *, fresh: bool) -> bool:
    if _OPENER.match(body) or _STAMP.match(body) or _QUOTING.match(body.lstrip("* ")):
        return True
    if not _WROTE.search(body) and not has_address(body):
        return False
    return fresh or body[0] in "-*" or body.endswith((":", "："))


def _verdict(text: str, *, marked: bool, fresh: bool) -> str:
    """'strong' (stands alone), 'weak' (a marked quote follows) or '' for the joined lines."""
    address, clock = has_address(text), has_clock(text)
    if not (marked or address or clock or text[:1] in _DASHES):
        return ""  # nothing of an announcement but perhaps a verb
    wrote = bool(_WROTE.search(text))
    opened = bool(_OPENER.match(text))
    spoken = (bool(_TOLD.match(text)) and not marked) or (not address and bool(_SPEAKER.search(text)))
    if spoken and not (marked and _QUOTING.match(text)):
        return ""
    if wrote and _between_dashes(text):
        return "strong"
    if not text.rstrip("* ").endswith((":", "：")):
        return "weak" if marked and address and has_day(text) and text.endswith(">") else ""
    if _QUOTING.match(text.lstrip("* ")):
        return "strong" if address and fresh else "weak" if marked else ""
    day = clock or has_day(text)
    told = wrote or not _KNOWN_OPENER.match(text) or (bool(_ENDS_WITH_ADDRESS.search(text)) and not _speaks_of(text))
    complete = address and day and told and (wrote or clock or text.endswith(">:"))
    if complete and (opened or fresh or _STAMP.match(text)):
        return "strong"
    if wrote and clock and (opened or fresh) and (fresh or marked) and _names_only(text):
        return "strong"
    known = (wrote and (day or address or _names_only(text))) or (
        day and (address or (opened and (clock or not _HOME_OPENER.match(text))))
    )
    return "weak" if marked and known else ""


def _speaks_of(text: str) -> bool:
    """Do words stand in the text that are neither names nor part of a date or an address?"""
    rest = _WHEN.sub(" ", _BARE_ADDRESS.sub(" ", _BRACKETS.sub(" ", text)))
    words = re.findall(r"[^\W\d_]+", rest)
    return any(len(word) > 3 and word.islower() and word not in ("from", "time", "zeit") for word in words)


def _marked_below(lines: Sequence[Line], end: int, text: str) -> bool:
    """Does a marked quote follow? Bars may be a table: they count only below a name or an address."""
    index = next_marked(lines, end)
    return index >= 0 and (lines[index].depth > 0 or has_address(text) or bool(_WROTE.search(text)))


def _names_only(text: str) -> bool:
    """Is there nothing but a name and a date round the verb, as a program writes it, and no sentence?"""
    if _OPENER.match(text):
        text = re.split(r"\d[\d:.]*(?:\s?[ap]m\b)?(?:\s?uhr\b)?", text, flags=re.I)[-1]
    words = _WHEN.sub(" ", _WROTE.sub(" ", text)).replace(",", " ").rstrip(": ").split()
    return 0 < len(words) <= 9 and all(_NAME.match(word.strip("()*\"'<>")) for word in words)


def _bracket_follows(lines: Sequence[Line], end: int) -> bool:
    """Some programs set the address of the intro in a paragraph of its own."""
    return end < len(lines) and lines[end].raw[:1] == "<"


def _absorb_tail(lines: Sequence[Line], end: int) -> int:
    """Take in an address and a repeated verb that a broken program put below the intro."""
    for index in range(end, min(end + 2, len(lines))):
        body = lines[index].raw
        if body.startswith("<") and has_address(body):
            end = index + 1
        elif index == end and len(body) < 20 and body.endswith(":") and _WROTE.search(body):
            return end + 1
    return end
