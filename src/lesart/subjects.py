"""Subjects without what mail programs put in front of them."""

from __future__ import annotations

import re

# Answers and forwards in the languages of the programs in use, with counters ('Re[2]:', 'AW 3:').
_PREFIX = re.compile(
    r"[\s\[(]*(?:re|aw|antw|antwort|sv|vs|rv|res|r|odp|ynt|bls|vá|fw|fwd|wg|wtr|tr|rif|i|enc"
    r"|doorst|vl|vb|pd|fs|ilt|i̇lt|továbbítás|yml|πρθ|απ|weitergeleitet|weiterleitung|回复|答复|转发|回覆|轉寄|返信|転送|отв|пер)"
    r"(?:[ ]?[\[(^]?\d{1,3}[\])]?)?\s?[:：]\s*",
    re.IGNORECASE,
)
# What gateways put in front of anybody's subject: '[EXTERN]', '***SPAM***', 'CAUTION:'.
_TAG = re.compile(
    r"\s*(?:\[[^\[\]:]{1,40}\]|\([^():]{1,40}\)|\{[^{}:]{1,40}\}|([*#!]{1,5})[^*#!:]{1,40}\1"
    r"|(?:extern(?:al|e|er)?|ext|caution|achtung|vorsicht|warnung|spam|suspect(?:ed)?)"
    r"(?:[ -](?:e?-?mail|spam))?\s*[:|])\s*",
    re.IGNORECASE,
)
_MOST_TAGS = 5
_FORWARD = re.compile(
    r"[\s\[(]*(?:fw|fwd|wg|wtr|tr|vb|vl|i|doorst|enc|rv|pd|fs|ilt|i̇lt|πρθ|továbbítás|weitergeleitet|weiterleitung"
    r"|转发|轉寄|転送|пер)(?:[ ]?[\[(^]?\d{1,3}[\])]?)?\s?[:：]",
    re.IGNORECASE,
)


def plain_subject(subject: str) -> str:
    """The subject without any number of answer and forward prefixes; a list tag in brackets stays."""
    rest = subject
    for _ in range(50):
        match = _PREFIX.match(rest)
        if not match:
            break
        rest = rest[match.end() :]
    return rest.strip()


def without_tags(subject: str) -> str:
    """The subject without the tags that gateways put in front of it, five at most."""
    rest = subject
    for _ in range(_MOST_TAGS):
        match = _TAG.match(rest)
        if not match:
            break
        rest = rest[match.end() :]
    return rest.strip()


def is_forward(subject: str) -> bool:
    """Whether the outermost prefix says that the mail was passed on; what a gateway put before it does not count."""
    return _FORWARD.match(subject) is not None or _FORWARD.match(without_tags(subject)) is not None
