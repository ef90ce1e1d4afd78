"""Texts as people typed them."""

from __future__ import annotations


def unix_newlines(text: str) -> str:
    """Return the text of a form field with the line ends that the writer sees: browsers send CR LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
