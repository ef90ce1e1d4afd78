"""Subjects without what mail programs put in front of them."""

import re

# Answers and forwards in the languages of the programs in use, with counters ('Re[2]:', 'AW 3:').
_PREFIX = re.compile(
    r"[\s\[(]*(?:re|aw|antw|antwort|sv|vs|rv|res|r|odp|ynt|bls|vá|fw|fwd|wg|wtr|tr|rif|i|enc"
    r"|doorst|vl|vb|továbbítás|yml|weitergeleitet|weiterleitung|回复|答复|转发|回覆|轉寄|返信|転送|отв|пер)"
    r"(?:[ ]?[\[(^]?\d{1,3}[\])]?)?\s?[:：]\s*",
    re.IGNORECASE,
)
_FORWARD = re.compile(
    r"[\s\[(]*(?:fw|fwd|wg|wtr|tr|vb|vl|i|doorst|enc|weitergeleitet|weiterleitung|转发|転送|пер)\s?[:：]", re.IGNORECASE
)

# What gateways put in front of a subject: '[EXTERN]', '(Ticket 12)', '*** SPAM ***', 'EXT:'.
_TAGS = re.compile(
    r"(?:\s*(?:\[[^\[\]]{1,60}\]|\([^()]{1,60}\)|\*{2,5}[^*]{1,40}\*{2,5}|<[^<>]{1,40}>"
    r"|(?:ext|extern|external|externe|achtung|caution|spam|warnung|warning)\s?[:|-]))+",
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


def is_forward(subject: str) -> bool:
    """Whether the outermost prefix says that the mail was passed on; what a gateway put in front does not count."""
    tags = _TAGS.match(subject)
    return bool(_FORWARD.match(subject) or (tags and _FORWARD.match(subject, tags.end())))
