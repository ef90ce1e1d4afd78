"""Splits a mail body into what its writer said and the rest (quoted mails, signatures, footers)."""

from kulanz.channels.email.splitting.grammar import (
    handed_html,
    handed_text,
    only_furniture,
    split_handed,
    split_html,
    split_text,
)
from kulanz.channels.email.splitting.handed import Handed
from kulanz.channels.email.splitting.model import Kind, Segment, Split

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
