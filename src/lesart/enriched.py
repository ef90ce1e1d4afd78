"""Text with the marks of old mail programs (text/enriched, RFC 1896, and text/richtext, RFC 1341) as plain words."""

from __future__ import annotations

import re

_MARK = re.compile(r"<<|<(/?)([A-Za-z0-9-]{1,60})>|<(?=[^<>]{0,60}>)", re.ASCII)
_LINE_ENDS = re.compile(r"\n+")
_RICH = {"lt": "<", "nl": "\n", "np": "\n\n", "paragraph": "\n\n"}
_DROPPED = frozenset(("param", "comment"))


def enriched_to_text(text: str, *, rich: bool = False) -> str:
    """Return the words: marks and their parameters left out, '<<' as '<', single line ends as blanks.

    ``rich`` reads the older form, in which line ends mean nothing and <nl> ends a line.
    """
    pieces: list[str] = []
    position = unfilled = dropped = 0
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for match in _MARK.finditer(text):
        if not dropped:
            pieces.append(_filled(text[position : match.start()], rich=rich, as_is=unfilled > 0))
        position = match.end()
        name = (match[2] or "").lower()
        step = -1 if match[1] else 1
        if name in _DROPPED:
            dropped = max(0, dropped + step)
        elif name == "nofill":
            unfilled = max(0, unfilled + step)
        elif not name and not dropped:
            pieces.append("<")
        elif rich and not dropped and (step > 0 or name == "paragraph"):
            pieces.append(_RICH.get(name, ""))
    pieces.append(_filled(text[position:], rich=rich, as_is=unfilled > 0))
    return "".join(pieces).strip()


def _filled(text: str, *, rich: bool, as_is: bool) -> str:
    if as_is or "\n" not in text:
        return text
    return _LINE_ENDS.sub(lambda ends: " " if rich or len(ends[0]) == 1 else ends[0][1:], text)
