"""Subjects without what mail programs put in front of them."""

import re

# Answers and forwards in the languages of the programs in use, with counters ('Re[2]:', 'AW 3:').
_PREFIX = re.compile(
    r"[\s\[(]*(?:re|aw|antw|antwort|sv|vs|rv|res|r|odp|ynt|bls|vá|fw|fwd|wg|wtr|tr|rif|i|enc"
    r"|doorst|vl|vb|továbbítás|yml|weitergeleitet|回复|答复|转发|回覆|轉寄|返信|転送|отв|пер)"
    r"(?:[ ]?[\[(^]?\d{1,3}[\])]?)?\s?[:：]\s*",
    re.IGNORECASE,
)
_FORWARD = re.compile(
    r"[\s\[(]*(?:fw|fwd|wg|wtr|tr|vb|vl|i|doorst|enc|weitergeleitet|转发|転送|пер)\s?[:：]", re.IGNORECASE
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


def is_forward(subject: str) -> bool:
    """Whether the outermost prefix says that the mail was passed on."""
    return _FORWARD.match(subject) is not None
