"""Splits a mail body into what its writer said and the rest (quoted mails, signatures, footers)."""

from kulanz.channels.email.splitting.grammar import split_html, split_text
from kulanz.channels.email.splitting.model import Kind, Segment, Split

__all__ = ["Kind", "Segment", "Split", "split_html", "split_text"]
