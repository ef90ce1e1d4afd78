"""The writer's own words, apart from what was quoted."""

from __future__ import annotations

from collections.abc import Sequence

from .charset import whole_characters
from .contents import MOST_TEXT, Contents
from .html_guard import is_bearable
from .html_looks import tell_looks
from .html_text import html_to_text
from .splitting import Handed, handed_html, handed_text, split_html, split_text

# A body longer than a book is shown whole: nobody wrote it as an answer.
_LONGEST = 300_000
_MOST_LINES = 8_000


def split_body(contents: Contents, text: str, *, forward: bool = False) -> tuple[str, str]:
    """(visible, hidden) of the body whose readable form is `text`.

    A body that is one HTML part is split by its structure, any other by the lines of its text. With
    `forward` (the subject says so) the mail that is handed on stays visible.
    """
    if not text:
        return "", ""
    html = contents.only_html()
    if html is not None:
        visible, hidden = split_html_body(html, forward=forward)
        return (visible, hidden) if len(visible) + len(hidden) <= MOST_TEXT else (text, "")
    return split_plain_body(text, forward=forward)


def take_apart(contents: Contents, text: str, *, forward: bool, by: Sequence[str]) -> tuple[Handed, ...]:
    """The mails that the body hands on, the outermost first; none in a body that is too long to be looked at."""
    html = contents.only_html()
    if html is not None:
        return handed_html(_told(html), forward=forward, by=by) if _is_short_page(html) else ()
    return handed_text(text, forward=forward, by=by) if _is_short(text) else ()


def split_plain_body(text: str, *, forward: bool = False) -> tuple[str, str]:
    """(visible, hidden) of a plain text; one beyond 300,000 characters or 8,000 lines is visible whole."""
    if not _is_short(text):
        return text, ""
    split = split_text(text, forward=forward)
    return split.visible, split.hidden


def split_html_body(html: str, *, forward: bool = False) -> tuple[str, str]:
    """(visible, hidden) of an HTML part; what no parser could bear is shown as its words."""
    if not _is_short_page(html):
        return html_to_text(html), ""
    split = split_html(_told(html), forward=forward)
    return split.visible, split.hidden


def _told(html: str) -> str:
    return tell_looks(whole_characters(html).replace("\0", ""))


def _is_short(text: str) -> bool:
    return len(text) <= _LONGEST and text.count("\n") <= _MOST_LINES


def _is_short_page(html: str) -> bool:
    return len(html) <= _LONGEST and html.count("<") <= 2 * _MOST_LINES and is_bearable(html)
