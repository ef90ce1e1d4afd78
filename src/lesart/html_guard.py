"""HTML that would keep a parser busy for minutes, told apart before one sees it.

HTML parsers work in quadratic time on deeply nested or never closed elements and on tags with very many
attributes: 64 KB of the right nonsense cost 14 seconds. A mail must not be able to do that.
"""

from __future__ import annotations

import re

DEEPEST = 256
MOST_ATTRIBUTES = 2_000
_SMALL = 400
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,40})([^>]*)")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_SEPARATOR = re.compile(r"[\s/=]+")
# Elements without content, or whose end tag may be left out and is supplied by the next one.
_UNCOUNTED_NAMES = (
    "br hr img input meta link area base col embed param source track wbr p li dt dd td th tr tbody thead"
    " tfoot colgroup option optgroup html head body"
)
_UNCOUNTED = frozenset(_UNCOUNTED_NAMES.split())
_MARKUP = re.compile(r"<!--.*?(?:-->|$)|<(script|style|head|title)\b.*?(?:</\1\s*>|$)|</?[a-zA-Z][^>]*>?", re.S | re.I)
_BREAK = re.compile(r"<(?:br|/?p|/?div|/?tr|/?li|/?h[1-6]|/?blockquote|/?table)\b", re.IGNORECASE)


def is_bearable(html: str) -> bool:
    """Whether an HTML parser gets through `html` in time that grows with its length only."""
    if html.count("<") < _SMALL and len(html) < 20_000:
        return True
    open_elements: list[str] = []
    for match in _TAG.finditer(html):
        closing, name, rest = match.groups()
        if len(rest) > 5_000 and _too_many_attributes(rest):
            return False
        name = name.lower()
        if name in _UNCOUNTED:
            continue
        if not closing:
            open_elements.append(name)
            if len(open_elements) > DEEPEST:
                return False
        elif open_elements and open_elements[-1] == name:
            open_elements.pop()
    return True


def _too_many_attributes(rest: str) -> bool:
    bare = _QUOTED.sub("", rest)
    return len(_SEPARATOR.findall(bare[:1_000_000])) > MOST_ATTRIBUTES


def words_without_parser(html: str) -> str:
    """The words of unbearable HTML by leaving out what looks like markup; entities stay as they are."""
    return _MARKUP.sub(lambda match: "\n" if _BREAK.match(match[0]) else " ", html)
