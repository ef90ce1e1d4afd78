"""The writer's own words, apart from what was quoted."""

from kulanz.channels.email.reading.html_text import html_to_text
from kulanz.channels.email.reading.walk import Contents


def split_body(contents: Contents, text: str) -> tuple[str, str]:
    """(visible, hidden) of the body."""
    return text, ""


def split_plain_body(text: str) -> tuple[str, str]:
    """(visible, hidden) of a plain text."""
    return text, ""


def split_html_body(html: str) -> tuple[str, str]:
    """(visible, hidden) of an HTML part."""
    return html_to_text(html), ""
