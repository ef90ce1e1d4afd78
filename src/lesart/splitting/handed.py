"""Takes a mail apart that was handed on: the mails inside it, each apart from what others wrote round it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from .headers import bare_fields, told_fields
from .intros import ends_forward, marker, writer_in
from .lines import Line, laid_out, next_filled, next_marked
from .openings import above_rule, opening, opens_itself, run_end

_DEEPEST = 8
_MOST_SEARCHED = 4_000  # own lines in which an announcement is looked for
_MOST_SIGNATURE_LINES = 15
# Whoever hands a mail on says that their own words stand between its lines.
_BETWEEN = re.compile(
    r"\b(?:antwort\w*|anmerkung\w*|kommentar\w*|notiz\w*|hinweis\w*|ergänzung\w*|answers?|comments?|remarks?|notes?)\b"
    r".{0,40}(?:\b(?:im text|dazwischen|darunter|zwischen|inline|in ?line|between|fett|bold|kursiv|italics?)\b|"
    r"\b(?:rot|blau|grün|gelb|lila|red|blue|green|yellow)(?:er|en|em|e)?\b)|"
    r"\b(?:meine|unsere|my|our)\b.{0,20}\b(?:antwort\w*|anmerkung\w*|kommentar\w*|answers?|comments?|remarks?|notes?)\b"
    r".{0,30}\b(?:unten|weiter unten|below)\b|"
    r"\b(?:inline|in red|in rot|in blau|in blue)\b",
    re.I,
)

_WORD = re.compile(r"[^\s,;:()<>|]+")


@dataclass(frozen=True, slots=True)
class Handed:
    """One mail of a chain that was handed on.

    ``sender``, ``date``, ``subject`` and ``recipients`` are what its head says, as written. ``head`` is the head
    itself, ``text`` and ``lines`` what its writer sent, quote marks taken away. ``remark`` are all words that others
    wrote round it. ``certain`` is False where words of others may stand inside it.
    """

    sender: str
    date: str
    subject: str
    recipients: str
    head: str
    text: str
    lines: list[Line]
    remark: str
    certain: bool


@dataclass(slots=True)
class _Found:
    """Where a mail stands inside another: lines above it, its head, its own lines, what follows it."""

    above: list[Line]
    head: list[Line]
    fields: dict[str, str]
    own: tuple[str, list[Line]]
    below: list[Line] = field(default_factory=list)
    certain: bool = True


def handed_on(text: str, lines: list[Line], *, forward: bool, by: Sequence[str] = ()) -> tuple[Handed, ...]:
    """The mails inside a body that hands mails on, the outermost first; none where nothing is handed on.

    ``forward`` says that the subject tells so; without it a line of the body must. ``by`` are words by which a
    signature of the one who hands on is known (name, address).
    """
    chain: list[Handed] = []
    before: list[str] = []
    after: list[str] = []
    certain = True
    while len(chain) < _DEEPEST:
        found = _find(text, lines, forward=forward or bool(chain), by=by)
        if found is None:
            break
        before.append(_words(text, found.above))
        after.insert(0, _words(text, found.below))
        certain = certain and found.certain and (bool(chain) or not _comments_inside(found.above))
        head = _words(text, found.head)
        text, lines = found.own
        told = found.fields
        chain.append(
            Handed(
                sender=told.get("from", ""),
                date=told.get("date", ""),
                subject=told.get("subject", ""),
                recipients=", ".join(filter(None, (told.get("to"), told.get("cc")))),
                head=head,
                text=text,
                lines=lines,
                remark="\n\n".join(filter(None, [*before, *after])),
                certain=certain,
            )
        )
        before.append(head)
    return tuple(chain)


def _words(text: str, lines: Sequence[Line]) -> str:
    return "".join(text[line.start : line.end].rstrip("\r\n") + "\n" for line in lines).strip()


def _comments_inside(above: Sequence[Line]) -> bool:
    return any(len(line.body) < 400 and _BETWEEN.search(line.body) for line in above)


def _find(text: str, lines: list[Line], *, forward: bool, by: Sequence[str]) -> _Found | None:
    """The first mail that is announced inside the body; None where it is no mail handed on."""
    index = searched = 0
    while index < len(lines) and searched < _MOST_SEARCHED:
        if lines[index].depth:
            end = run_end(lines, index)
            if opens_itself(lines, index, end):
                return _marked(text, lines, (index, index), index, forward=forward)
            index = end
        elif lines[index].body:
            end, says_so = opening(lines, index)
            if end > index:
                return _announced(text, lines, index, end, by=by) if forward or says_so else None
            searched += 1
            index += 1
        else:
            index += 1
    return None


def _announced(text: str, lines: list[Line], index: int, end: int, *, by: Sequence[str]) -> _Found:
    """The mail below the announcement at ``index``: the marked lines, or all the rest of the body."""
    top = above_rule(lines, index)
    labels = index
    while labels < end and (not lines[labels].body or marker(lines[labels])):
        labels += 1
    labels = labels if labels < end else next_filled(lines, end)
    stop, fields = told_fields(lines, labels)
    if "from" not in fields and labels > index:
        stop, fields = bare_fields(lines, labels)
    if "from" not in fields:
        stop, fields = end, writer_in([line.body for line in lines[index:end]])
    stop = max(stop, end)
    follows = next_marked(lines, stop)
    marked = follows >= 0 and lines[follows].depth > 0
    mixed = marked and labels < stop and _is_mixed(lines, follows)
    if marked and not mixed:
        found = _marked(text, lines, (top, stop), follows, forward=True)
        assert found is not None
        found.fields = fields | found.fields
        return found
    end = next((each for each in range(stop, len(lines)) if ends_forward(lines[each])), len(lines))
    close = _signed_by(lines, stop, by) if end == len(lines) else end
    own = laid_out(text, lines[stop:close], lifted=False)
    return _Found(lines[:top], lines[top:stop], fields, own, lines[close:], certain=not mixed)


def _is_mixed(lines: Sequence[Line], start: int) -> bool:
    """Do unmarked words follow the marked ones? Then nobody can tell whose they are."""
    return any(line.body and not line.depth for line in lines[run_end(lines, start) :])


def _marked(text: str, lines: list[Line], head: tuple[int, int], start: int, *, forward: bool) -> _Found | None:
    """The mail in the marked lines from ``start`` on; unmarked words between and below are not its writer's."""
    inside: list[Line] = []
    below: list[Line] = []
    index = start
    while index < len(lines):
        end = run_end(lines, index) if lines[index].depth else index
        inside += lines[index:end]
        below += lines[end : end + 1] if end == index else []
        index = max(end, index + 1)
    own_text, own = laid_out(text, inside, lifted=True)
    first = next_filled(own, 0)
    above, top = lines[: head[0]], lines[head[0] : head[1]]
    end, says_so = opening(own, first) if first < len(own) else (first, False)
    if not (forward or says_so):
        return None
    if end == first and top:
        end = told_fields(own, first)[0]
    if end == first:
        return _Found(above, top, {}, (own_text, own), below)
    inner = _announced(own_text, own, first, end, by=())
    there = dict(zip(map(id, own), inside, strict=True))
    before = [there[id(line)] for line in (*inner.above, *inner.head)]
    after = [there[id(line)] for line in inner.below]
    return _Found(above, [*top, *before], inner.fields, inner.own, [*after, *below], inner.certain)


def _signed_by(lines: Sequence[Line], start: int, by: Sequence[str]) -> int:
    """Where the signature begins that the one who handed the mail on put below it; the number of lines if none."""
    names = {word for each in by for word in each.casefold().split() if len(word) > 2}
    for index in range(len(lines) - 1, max(start, len(lines) - _MOST_SIGNATURE_LINES) - 1, -1):
        if lines[index].raw.rstrip() == "--" and not lines[index].depth:
            block = " ".join(line.body for line in lines[index:]).casefold()
            return index if names & set(_WORD.findall(block)) else len(lines)
    return len(lines)
