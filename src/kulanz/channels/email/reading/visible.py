"""The writer's own words, apart from what was quoted."""

from kulanz.channels.email.reading.html_guard import is_bearable
from kulanz.channels.email.reading.html_text import html_to_text
from kulanz.channels.email.reading.walk import Contents
from kulanz.channels.email.splitting import split_html, split_text

# A body longer than a book is shown whole: nobody wrote it as an answer.
_LONGEST = 300_000


def split_body(contents: Contents, text: str) -> tuple[str, str]:
    """(visible, hidden) of the body whose readable form is `text`.

    A body that is one HTML part is split by its structure, any other by the lines of its text.
    """
    if not text:
        return "", ""
    html = contents.only_html()
    if html is not None:
        return split_html_body(html)
    return split_plain_body(text)


def split_plain_body(text: str) -> tuple[str, str]:
    """(visible, hidden) of a plain text; a text beyond 300,000 characters is visible whole."""
    if len(text) > _LONGEST:
        return text, ""
    split = split_text(text)
    return split.visible, split.hidden


def split_html_body(html: str) -> tuple[str, str]:
    """(visible, hidden) of an HTML part; what no parser could bear is shown as its words."""
    if len(html) > _LONGEST or not is_bearable(html):
        return html_to_text(html), ""
    split = split_html(html.replace("\0", ""))
    return split.visible, split.hidden
