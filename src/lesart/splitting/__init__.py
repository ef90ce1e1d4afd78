"""Splits a mail body into what its writer said and the rest (quoted mails, signatures, footers)."""

from .grammar import (
    handed_html,
    handed_text,
    only_furniture,
    split_handed,
    split_html,
    split_text,
)
from .handed import Handed
from .model import Kind, Segment, Split

__all__ = [
    "Handed",
    "Kind",
    "Segment",
    "Split",
    "handed_html",
    "handed_text",
    "only_furniture",
    "split_handed",
    "split_html",
    "split_text",
]
