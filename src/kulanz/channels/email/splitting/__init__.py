"""Splits a mail body into what its writer said and the rest (quoted mails, signatures, footers)."""

from .grammar import split_html, split_text
from .model import Kind, Segment, Split

__all__ = ["Kind", "Segment", "Split", "split_html", "split_text"]
