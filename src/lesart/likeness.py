"""Whether the plain form of a piece of the body says what its page says, or only stands in for it."""

from __future__ import annotations

import re
from html import unescape

from .html_guard import words_without_parser

# Chinese, Japanese and Korean are written without blanks: there every sign counts as a word.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w{2,}")
_NO_WORDS = re.compile(
    r"(?:https?://|www\.|mailto:)\S+|\[(?:cid|image|bild):[^\]]{0,300}\]|[\u00ad\u200b-\u200d\ufeff]", re.I
)
# What a text speaks of that sends people to the page.
_POINTS = re.compile(
    r"html|browser|anzeig|darstell|ansicht|online|link|program|client|view|display|read (?:this|it)|click|klick"
    r"|version",
    re.IGNORECASE,
)
_LONGEST_STAND_IN = 100
_SHORT = 30
_LOOKED_AT = 200_000


def only_stands_in(plain: str, html: str) -> bool:
    """Whether people are meant to read the page: the plain form holds other words, none, or only its first few.

    Both forms should say the same (RFC 2046, 5.1.4). Where most words of a short text are not on the page, the page
    counts, for it is what the writer saw and what every other mail program shows; a page that says next to nothing
    beside a whole letter does not. A text whose words are all there counts, unless it is a line above the page's
    letter that speaks of viewing it.
    """
    said = _words(plain[:_LOOKED_AT])
    if len(said) > _LONGEST_STAND_IN:
        return False
    page = _words(unescape(words_without_parser(html[:_LOOKED_AT])))
    if not page or not said:
        return bool(page)
    shown = set(page)
    common = sum(word in shown for word in said)
    points = _POINTS.search(plain) is not None
    if 2 * common < len(said):
        return points or 3 * len(page) >= len(said)
    return points and len(said) <= _SHORT and len(page) >= 3 * len(said) + 20


def _words(text: str) -> list[str]:
    return _WORD.findall(_NO_WORDS.sub(" ", text).lower())
