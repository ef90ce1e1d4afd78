"""Reads an HTML body into lines with their depth of quoting, by the structure that mail programs write."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from .lines import Hint, Line, lines_of

_UNREAD = frozenset(("script", "style", "head", "title", "template", "object", "iframe"))
_PARAGRAPH_NAMES = "p blockquote ul ol dl table pre hr h1 h2 h3 h4 h5 h6"
_PARAGRAPH = frozenset(_PARAGRAPH_NAMES.split())
_BLOCK_NAMES = (
    "div li tr section article header footer main center address dt dd form fieldset figure body html tbody"
    " thead aside nav caption"
)
_BLOCK = frozenset(_BLOCK_NAMES.split())
_CELL = frozenset(("td", "th"))
_SPACE = re.compile(r"\s+")

# How programs name the parts, in class, id or name; some put prefixes such as 'x_' or 'ydp12ab' before.
_NAMES: dict[Hint, str] = {
    "tail": "divRplyFwdMsg|OutlookMessageHeader|mail-editor-reference-message|ms-outlook-mobile-reference",
    "forwarded": "moz-forward-container",
    "intro": "moz-cite-prefix|gmail_attr|reply-intro",
    "signature": "(?:gmail|moz|yahoo|protonmail|tutanota)[-_]signature|AppleMailSignature"
    "|ms-outlook-mobile-signature|(?:^|[ _])Signature(?:$| )",
    "quote": "yahoo_quoted|zmail_extra|(?:^| )quote(?:d-content)?(?:$| )",
}
_PARTS = {part: re.compile(names, re.I) for part, names in _NAMES.items()}
_CITED = re.compile(r"quote|cite|border-left", re.I)
_DRAWN = re.compile(r"border-top\s*:[^;]{0,40}\bsolid\b", re.I)
_UNSEEN = re.compile(r"display\s*:\s*none", re.I)


def lines_of_page(html: str) -> tuple[str, list[Line]]:
    """The text of an HTML body and its lines; quoted blocks and named parts are marked on the lines."""
    page = _Page()
    _walk(html, page)
    return page.finish()


def _walk(html: str, page: _Page) -> None:
    """Tell ``page`` of every node when it begins and, unless it is text, when it ends. No recursion."""
    node: LexborNode | None = LexborHTMLParser(html).root
    stack: list[LexborNode] = []
    while node is not None or stack:
        if node is None:
            node = stack.pop()
            page.leave(node.tag or "")
            node = node.next
        elif node.is_text_node:
            page.write(node.text_content or "")
            node = node.next
        elif not node.is_element_node or (node.tag or "") in _UNREAD:
            node = node.next
        else:
            page.enter(node)
            stack.append(node)
            node = node.child


class _Page:
    """Collects the lines while the nodes go by."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._parts: list[str] = []
        self._length = 0
        self._words: list[str] = []
        self._state: list[tuple[int, Hint]] = [(0, "")]
        self._kept = 0
        self._ruled = False

    def write(self, text: str) -> None:
        if self._kept:
            first, *others = text.split("\n")
            self._words.append(first)
            for other in others:
                self._break()
                self._words.append(other)
        elif text.strip() or self._words:
            self._words.append(text)

    def enter(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag == "hr" or _ruled(node):
            self._end_line()
            self._ruled = True
        if tag == "br":
            self._break()
        elif tag in _PARAGRAPH:
            self._gap()
        elif tag in _BLOCK:
            self._end_line()
        elif tag in _CELL:
            self._words.append(" ")
        state = _state_of(node, tag, *self._state[-1])
        if state != self._state[-1]:
            self._end_line()
        self._state.append(state)
        self._kept += tag == "pre"

    def leave(self, tag: str) -> None:
        before = self._state[-2]
        if tag in _PARAGRAPH:
            self._gap()
        elif tag in _BLOCK or before != self._state[-1]:
            self._end_line()
        self._state.pop()
        self._kept -= tag == "pre"

    def finish(self) -> tuple[str, list[Line]]:
        self._end_line()
        return "".join(self._parts), self.lines

    def _break(self) -> None:
        self._put(_SPACE.sub(" ", "".join(self._words)).strip())
        self._words.clear()

    def _end_line(self) -> None:
        text = _SPACE.sub(" ", "".join(self._words)).strip()
        self._words.clear()
        if text:
            self._put(text)

    def _gap(self) -> None:
        self._end_line()
        if self.lines and self.lines[-1].raw:
            self._put("")

    def _put(self, text: str) -> None:
        depth, hint = self._state[-1]
        self._parts.append(text + "\n")
        end = self._length + len(text) + 1
        line = lines_of(text)[0] if text else Line(0, 0, "", "", 0)
        self.lines.append(Line(self._length, end, line.raw, line.body, line.depth + depth, hint, self._ruled))
        self._ruled = self._ruled and not text
        self._length = end


def _ruled(node: LexborNode) -> bool:
    """Does the element draw a line above itself?"""
    style = node.attributes.get("style") if node.attributes else None
    return bool(style and "border-top" in style and _DRAWN.search(style))


def _state_of(node: LexborNode, tag: str, depth: int, hint: Hint) -> tuple[int, Hint]:
    """Depth and part of the lines inside ``node``, given those outside."""
    attributes = node.attributes
    if not attributes:
        return (depth + 1, hint or "weak") if tag == "blockquote" else (depth, hint)
    names = " ".join(attributes.get(key) or "" for key in ("class", "id", "name"))
    style = attributes.get("style") or ""
    if tag == "blockquote":
        cited = attributes.get("type") or attributes.get("cite") or _CITED.search(f"{names} {style}")
        return depth + 1, "" if cited else hint or "weak"
    if _UNSEEN.search(style) and hint != "tail":
        return depth, "unseen"
    if len(names) > 2:
        for part, pattern in _PARTS.items():
            if pattern.search(names):
                return (depth + 1, hint) if part == "quote" else (depth, part)
    return depth, hint
