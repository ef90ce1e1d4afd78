"""The text of a letter as HTML that says exactly what was typed: the one renderer of mails, case page and desk.

A letter is no markup. Dates ("24. Dezember"), sizes ("80*120*200"), paths, rules and indents stay as they stand; only
what cannot mean anything else becomes more: web and mail addresses become links, ``**words**`` become strong, and
``[words](https://...)`` is a link with a name. Lines of a list begin with "•" or a number with a point, and an en space
behind it: no keyboard makes that, only the button of the writing place does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from itertools import groupby

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# Strong words: a letter or digit right inside both pairs of stars and none right outside, in one line.
_MARKS = (
    r"(?<![\w*\\])\*\*(?P<strong>[\w„“\"'(][^*\n]{0,400})(?<=[\w.,:;!?“”\"')])\*\*(?![\w*])"
    r"|\[(?P<name>[^\[\]\n]{1,200})\]\((?P<target>(?:https?://|mailto:|www\.)[^\s()<>\"]{1,1900})\)"
)
_ADDRESSES = (
    r"(?<![\w@])(?P<web>(?:https?://|www\.(?=[\w-]{1,63}\.\w))(?:(?!\]\()[^\s<>\"„“”]){1,1900})"
    r"|(?<![\w.+%/:@-])(?P<mail>[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,63})(?![\w@])"
)
_MARKED = re.compile(f"{_MARKS}|{_ADDRESSES}", re.IGNORECASE)
_PLAIN = re.compile(_ADDRESSES, re.IGNORECASE)
# Most letters hold nothing of it, and looking for these few signs costs a tenth.
_SIGNS = re.compile(r"\*\*|\]\(|://|www\.|@", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_BLANKS = re.compile(r"^ +| {2,}", re.MULTILINE)
_ENDINGS = ".,;:!?'*_~…)]}"
_LISTED = "\u2002"  # the sign without which no line is one of a list
_ITEM = re.compile(rf"^(?P<mark>•|\d{{1,3}}\.){_LISTED}(?P<words>.*\S.*)$", re.MULTILINE)
_OPENING = {")": "(", "]": "[", "}": "{"}
_TAB = 4


def in_lines(text: str, *, is_ours: bool = True) -> SafeString:
    """Return a text for a place that keeps blanks and line ends itself (``white-space: pre-wrap``).

    What is not of our own writing places has no marks: nobody else names our links, only whole addresses lead on.
    """
    return mark_safe(_in_blocks(text, _marked) if is_ours else _linked(text))  # noqa: S308 - every part is escaped


def in_paragraphs(text: str, *, is_ours: bool = True) -> SafeString:
    """Return a text as paragraphs that keep every line end and every blank in any mail program."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(_TAB).strip("\n")
    kept = _BLANKS.sub(_unbreakable, plain)
    blocks = re.split(r"\n[ \u00a0]*\n", kept)
    parts = (_in_blocks(each, _paragraph) if is_ours else _paragraph(each, _linked) for each in blocks)
    return mark_safe("\n".join(parts))  # noqa: S308 - every part is escaped


def as_plain(text: str) -> str:
    """Return a text for a mail without markup: named links say where they lead, lists have plain blanks."""
    return _ITEM.sub(r"\g<mark> \g<words>", _MARKED.sub(_said, text))


def _said(found: re.Match[str]) -> str:
    if found["strong"]:
        return f"**{_MARKED.sub(_said, found['strong'])}**"
    return f"{found['name']} <{_whole(found['target'])}>" if found["name"] else found[0]


def _in_blocks(text: str, around: Callable[[str], str]) -> str:
    """Draw lists as lists, and with ``around`` the lines between them.

    A list breaks the line by itself; the last line end before it shows only below a line that is blank.
    """
    if _LISTED not in text or _ITEM.search(text) is None:
        return around(text)
    lines = ((_ITEM.fullmatch(line), line) for line in text.split("\n"))
    parts = []
    for kind, group in groupby(lines, key=lambda each: _kind(each[0])):
        found = list(group)
        items = [item for item, _line in found if item is not None]
        parts.append(_list(kind, items) if items else around("".join(f"{line}\n" for _item, line in found)))
    return "".join(parts)


def _kind(item: re.Match[str] | None) -> str:
    return "" if item is None else "ul" if item["mark"] == "•" else "ol"


def _list(kind: str, items: Sequence[re.Match[str]]) -> str:
    drawn, due = [], 1
    for item in items:
        number = int(item["mark"][:-1]) if kind == "ol" else due
        value = f' value="{number}"' if number != due else ""
        drawn.append(f"<li{value}>{_marked(item['words'])}</li>")
        due = number + 1
    return f"<{kind}>{''.join(drawn)}</{kind}>"


def _paragraph(lines: str, draw: Callable[[str], str] | None = None) -> str:
    lines = lines.removesuffix("\n")
    inside = "<br>\n".join((draw or _marked)(line.rstrip(" \u00a0")) for line in lines.split("\n"))
    # An empty paragraph would have no height.
    return f"<p>{inside or chr(0xA0)}</p>"


def _unbreakable(blanks: re.Match[str]) -> str:
    """Blanks that HTML would swallow: all at the head of a line, all but the last inside one."""
    at_head = blanks.start() == 0 or blanks.string[blanks.start() - 1] == "\n"
    return "\u00a0" * len(blanks[0]) if at_head else "\u00a0" * (len(blanks[0]) - 1) + " "


def _marked(text: str, signs: re.Pattern[str] = _MARKED) -> str:
    if _SIGNS.search(text) is None:
        return str(escape(text))
    parts: list[str] = []
    done = 0
    for found in signs.finditer(text):
        parts.append(escape(text[done : found.start()]))
        parts.append(_drawn(found))
        done = found.end()
    return "".join([*parts, escape(text[done:])])


_linked = partial(_marked, signs=_PLAIN)


def _drawn(found: re.Match[str]) -> str:
    if found.lastgroup == "strong":
        words = found["strong"]
        return f"<strong>{_marked(words)}</strong>" if _LETTER.search(words) else str(escape(found[0]))
    if found.lastgroup == "target":
        return _link(_whole(found["target"]), found["name"])
    if found.lastgroup == "mail":
        return _link(f"mailto:{found['mail']}", found["mail"])
    address = _address(found["web"])
    return _link(_whole(address), address) + escape(found["web"][len(address) :])


def _whole(address: str) -> str:
    return f"https://{address}" if address.lower().startswith("www.") else address


def _link(target: str, words: str) -> str:
    return f'<a href="{escape(target)}" rel="noopener noreferrer nofollow">{escape(words)}</a>'


def _address(written: str) -> str:
    """A web address without what ends the sentence around it; a bracket stays where its partner is in the address."""
    while written and written[-1] in _ENDINGS:
        opening = _OPENING.get(written[-1])
        if opening and written.count(opening) >= written.count(written[-1]):
            break
        written = written[:-1]
    return written
