"""What only the looks of a page say, put into its words: struck-out and raised text, targets of links, table rows."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

STRUCK = "~~"
_LOOKS = re.compile(r"<(?:s|strike|del|sup|sub|a|tr)\b|line-through|vertical-align\s*:\s*su", re.IGNORECASE)
_STRIKES = re.compile(r"text-decoration[a-z-]*\s*:[^;]*line-through", re.IGNORECASE)
_SHIFTS = re.compile(r"vertical-align\s*:\s*(super|sub)\b", re.IGNORECASE)
_STRUCK_TAGS = frozenset(("s", "strike", "del"))
_LINES = frozenset(("p", "div", "center", "h1", "h2", "h3", "h4", "h5", "h6"))
_BREAKING = _LINES | {"br", "hr", "ul", "ol", "li", "table", "tr", "pre", "blockquote", "dl", "section", "article"}
_NOT_IN_A_ROW = frozenset(("table", "ul", "ol", "dl", "pre", "blockquote", "hr", "form"))
_UNREAD = frozenset(("script", "style", "head", "title", "template", "noscript", "object", "iframe", "svg"))

_HIGH = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOW = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
# Raised by custom, and read just as well on the line: 1st, 2e, No, (TM), footnotes in brackets.
_BY_CUSTOM = re.compile(r"st|nd|rd|th|e|er|re|ème|o|a|tm|sm|[®™©*†‡°.]+|\[.*\]", re.IGNORECASE)
_LONGEST_RAISED = 12
_DEEP = 16

_LONGEST_TARGET = 200
_LONGEST_CELL, _LONGEST_ROW, _MOST_CELLS = 120, 400, 20
# Services that put themselves in front of every address, and the parameter in which the real one stands.
_DETOURS = {"safelinks.protection.outlook.com": "url", "www.google.com": "q", "www.google.de": "q"}
_DIGITS = re.compile(r"\D+")
# What is not looked for any more inside an element of a kind. A row that holds a table is no row of values.
_SETTLES = {"struck": {"struck"}, "link": {"link"}, "row": set[str](), "high": {"high", "low"}, "low": {"high", "low"}}


def tell_looks(html: str) -> str:
    """Return the HTML with marks in its text; linear in its length. HTML without such looks comes back as it is.

    What is struck out stands between two pairs of tildes, raised and lowered figures become such characters, a link
    whose words do not say where it leads is followed by its target in angle brackets, and the cells of a row of a
    table of values stand on one line.
    """
    if not _LOOKS.search(html):
        return html
    parser = LexborHTMLParser(html)
    put_into_words(parser)
    return parser.html or html


def put_into_words(parser: LexborHTMLParser) -> None:
    """Do the same to a page that was parsed already."""
    if parser.root is None:
        return
    for kind, node in _find(parser.root):
        _TELL[kind](node)


def _find(root: LexborNode) -> list[tuple[str, LexborNode]]:
    """Every element with looks of one kind, the outermost of each only, so that no text is looked at twice."""
    found: list[tuple[str, LexborNode]] = []
    stack: list[tuple[LexborNode | None, frozenset[str]]] = [(root, frozenset())]
    while stack:
        node, inside = stack.pop()
        if node is None:
            continue
        stack.append((node.next, inside))
        tag = node.tag or ""
        if not node.is_element_node or tag in _UNREAD:
            continue
        kind = _kind(node, tag)
        if kind and kind not in inside and not (kind == "link" and "high" in inside):
            found.append((kind, node))
            inside = inside | _SETTLES[kind]
        stack.append((node.child, inside))
    return found


def _kind(node: LexborNode, tag: str) -> str:
    if tag in _STRUCK_TAGS:
        return "struck"
    if tag == "a":
        return "link"
    if tag == "tr":
        return "row"
    if tag in ("sup", "sub"):
        return "high" if tag == "sup" else "low"
    style = node.attributes.get("style") or ""
    if "line-through" in style and _STRIKES.search(style):
        return "struck"
    shift = _SHIFTS.search(style) if "vertical-align" in style and tag in ("span", "font") else None
    return "" if shift is None else "high" if shift[1].lower() == "super" else "low"


def _strike(node: LexborNode) -> None:
    """One mark on each side; where lines end inside, one on each side of every line."""
    lines: list[tuple[object, LexborNode, LexborNode]] = []
    breaks = 0
    for piece in node.traverse(include_text=True):
        breaks += piece.tag == "br"
        if piece.tag == "-text" and (piece.text_content or "").strip():
            line = (breaks, _line_of(piece))
            if lines and lines[-1][0] == line:
                lines[-1] = (line, lines[-1][1], piece)
            else:
                lines.append((line, piece, piece))
    for _, first, last in lines:
        first.insert_before(STRUCK)
        last.insert_after(STRUCK)


def _line_of(piece: LexborNode) -> int:
    """The identity of the nearest element around a piece of text that begins a line of its own."""
    parent = piece.parent
    for _ in range(_DEEP):
        if parent is None or parent.tag in _BREAKING:
            break
        parent = parent.parent
    return parent.mem_id if parent is not None else 0


def _raise(node: LexborNode) -> None:
    _shift(node, _HIGH, "^")


def _lower(node: LexborNode) -> None:
    _shift(node, _LOW, "_")


def _shift(node: LexborNode, signs: dict[int, int], mark: str) -> None:
    text = node.text(deep=True).strip()
    if not text or len(text) > _LONGEST_RAISED or _BY_CUSTOM.fullmatch(text):
        return
    known = all(ord(sign) in signs for sign in text)
    if known or (text.isalnum() and text.isascii()):
        node.replace_with(text.translate(signs) if known else mark + text)


def _tell_target(node: LexborNode) -> None:
    target = link_target(node.attributes.get("href") or "", node.text(deep=True))
    if target:
        node.insert_after(f" <{target}>")


def link_target(address: str, words: str) -> str:
    """Return where a link leads, empty where its words say so already or where nobody could go by it.

    A redirecting service gives way to the address behind it; a long address keeps its beginning.
    """
    words = " ".join(words.split()).lower()
    address = "".join(address.split())
    scheme, _, rest = address.partition(":")
    scheme = scheme.lower()
    if not words or not rest:
        return ""
    if scheme == "mailto":
        mailbox = unquote(rest.partition("?")[0])
        return mailbox if "@" in mailbox and mailbox.lower() not in words else ""
    if scheme == "tel":
        digits = _DIGITS.sub("", rest)
        return "" if len(digits) < 3 or _DIGITS.sub("", words).endswith(digits[-6:]) else unquote(rest)[:40]
    if scheme not in ("http", "https", "ftp"):
        return ""
    address = _straight(address)
    return "" if _says_so(words, address) else _shortened(address)


def _straight(address: str) -> str:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        name = next((name for end, name in _DETOURS.items() if host == end or host.endswith("." + end)), "")
        behind = parse_qs(parts.query, max_num_fields=20).get(name, [""])[0] if name else ""
    except ValueError:
        return address
    return behind if behind.startswith(("http://", "https://")) else address


def _says_so(words: str, address: str) -> bool:
    """Whether the words are the address itself, perhaps without its beginning or its end."""
    if " " in words:
        words = next((word for word in words.split() if "://" in word or word.startswith("www.")), "")
    words = _bare(words.strip("<>()[]").rstrip(".…"))
    return bool(words) and "." in words and _bare(address.lower()).startswith(words)


def _bare(address: str) -> str:
    return (address.partition("://")[2] or address).removeprefix("www.").rstrip("/")


def _shortened(address: str) -> str:
    if len(address) <= _LONGEST_TARGET:
        return address
    short = address.partition("?")[0]
    return f"{short}?…" if len(short) < _LONGEST_TARGET - 2 else f"{address[: _LONGEST_TARGET - 1]}…"


def _put_on_one_line(row: LexborNode) -> None:
    """Take the paragraphs out of the cells of a row of values: mail programs set one in every cell."""
    cells: list[LexborNode] = []
    cell = row.child
    while cell is not None and len(cells) <= _MOST_CELLS:
        if cell.tag in ("td", "th"):
            cells.append(cell)
        cell = cell.next
    inner = [_lines_in(cell) for cell in cells]
    if not 2 <= len(cells) <= _MOST_CELLS or None in inner:
        return
    texts = [" ".join(cell.text(deep=True).split()) for cell in cells]
    filled = sum(map(bool, texts))
    if filled < 2 or max(map(len, texts)) > _LONGEST_CELL or sum(map(len, texts)) > _LONGEST_ROW:
        return
    if filled == 2 and any(_several(nodes or []) for nodes in inner):
        return  # two columns with several lines each: an address beside a number, no row of values
    for node in (node for nodes in inner for node in nodes or []):
        if node.tag == "br":
            node.replace_with(" ")
        else:
            if node.next is not None:
                node.insert_after(" ")
            node.unwrap()


def _lines_in(cell: LexborNode) -> list[LexborNode] | None:
    """The elements in a cell that end a line; None where it holds more than words, or a part with a name."""
    found: list[LexborNode] = []
    for count, node in enumerate(cell.traverse()):
        if count == 0:
            continue
        tag = node.tag or ""
        if count > 60 or tag in _NOT_IN_A_ROW or (tag in _LINES and node.attributes.get("id")):
            return None
        if tag in _LINES or tag == "br":
            found.append(node)
    return found


def _several(nodes: list[LexborNode]) -> bool:
    """Whether words stand on more than one line."""
    filled = [node for node in nodes if node.tag != "br" and node.text(deep=False).strip()]
    return len(filled) > 1 or any(node.tag == "br" and node.next is not None for node in nodes)


_TELL = {"struck": _strike, "high": _raise, "low": _lower, "link": _tell_target, "row": _put_on_one_line}
