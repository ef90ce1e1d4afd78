"""Readable text from HTML: words in their order, block elements on lines of their own."""

from __future__ import annotations

import re
from html import unescape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from .charset import whole_characters
from .html_guard import is_bearable, words_without_parser
from .html_looks import put_into_words

_UNSEEN = ["script", "style", "head", "title", "template", "noscript", "object", "iframe", "svg", "textarea"]
_SPACED_NAMES = "p h1 h2 h3 h4 h5 h6 blockquote ul ol table pre dl"
_BLOCK_NAMES = (
    "div tr hr section article header footer address dt dd form fieldset center figure main nav aside caption"
    " tbody thead"
)
_SPACED = frozenset(_SPACED_NAMES.split())
_BLOCK = frozenset(_BLOCK_NAMES.split())
_ENDS_LINE = _SPACED | _BLOCK
_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_EMPTY_LINES = re.compile(r"\n{3,}")
LARGEST = 2_000_000
_DEEP = 8


def html_to_text(html: str) -> str:
    """The words of an HTML part as plain text; HTML that has words never gives an empty text.

    Only the first two million characters are looked at.
    """
    html = whole_characters(html[:LARGEST]).replace("\0", "")
    text = _visible(html) if is_bearable(html) else unescape(words_without_parser(html))
    text = text.replace("\xa0", " ")
    # Line by line: an expression for blanks around line ends takes quadratic time on a long run of blanks.
    return _EMPTY_LINES.sub("\n\n", "\n".join(line.strip(" \t") for line in text.split("\n"))).strip()


def _visible(html: str) -> str:
    parser = LexborHTMLParser(html)
    root = parser.root
    if root is None:
        return ""
    parser.strip_tags(_UNSEEN)
    put_into_words(parser)
    pieces: list[str] = []
    _collect(root, pieces, keep_lines="<pre" in html or "<PRE" in html)
    return "".join(pieces)


def _collect(root: LexborNode, pieces: list[str], *, keep_lines: bool) -> None:
    for node in root.traverse(include_text=True):
        tag = node.tag
        before = node.prev.tag if node.prev is not None else ""
        if before in _SPACED or (before in _BLOCK and tag not in _BLOCK and not _only_parts_blocks(node)):
            pieces.append("\n")
        if tag == "-text":
            content = node.text_content or ""
            pieces.append(content if keep_lines and _is_preformatted(node) else _SPACES.sub(" ", content))
        elif tag == "br":
            pieces.append("\n")
        elif tag == "li":
            pieces.append("\n- ")
        elif tag in _SPACED:
            pieces.append("\n\n")
        elif tag in _BLOCK:
            pieces.append("\n")
        elif tag in ("td", "th"):
            pieces.append(" ")
        elif tag == "img":
            pieces.append(node.attributes.get("alt") or "")


def _only_parts_blocks(node: LexborNode) -> bool:
    """Whether it is the white space of the source between two elements that end their lines themselves."""
    following = node.next
    return following is not None and following.tag in _ENDS_LINE and not (node.text_content or "x").strip()


def _is_preformatted(node: LexborNode) -> bool:
    parent = node.parent
    for _ in range(_DEEP):
        if parent is None or parent.tag == "pre":
            return parent is not None
        parent = parent.parent
    return False
