"""Is the customer upset? The case says so, or, where it does not, a few plain cues in the message."""

from __future__ import annotations

import re

from tonfall._review.letter import Letter
from tonfall._review.packs import Pack

_SHOUT = re.compile(r"[!?]{2,}|\b[A-ZÄÖÜ]{4,}(?:\s+[A-ZÄÖÜ]{2,})+\b")
_ANGER = re.compile(
    r"\b(?:frechheit|unverschämt\w*|unzumutbar\w*|stinksauer|sauer|wütend|skandal\w*|enttäuscht|nase voll|"
    r"reicht mir|"
    r"(?:dritte|vierte|zweite)n? mal|schon wieder|furious|angry|disgrace\w*|disgust\w*|unacceptable|"
    r"ridiculous|"
    r"fed up|third time|second time|appalling|outrage\w*|a joke|not impressed|disappointed|yet again)\b",
    re.I,
)


def is_upset(letter: Letter, pack: Pack) -> bool:
    """Say whether the customer is upset, from the given mood or else from the words of the message."""
    context = letter.context
    if context.mood:
        return context.mood == "upset"
    return _ANGER.search(context.customer_message) is not None


def reports_failure(letter: Letter, pack: Pack) -> bool:
    """Say whether the customer reports that the house has failed, and minds it.

    A plain technical question ("the printer shows E4") is no such report: there must be anger or
    at least two signs of failure.
    """
    message = letter.context.customer_message
    low = message.lower()
    signs = sum(pattern.search(message, low) is not None for pattern in pack.cues["failure"])
    angry = is_upset(letter, pack) or _SHOUT.search(message) is not None
    return signs >= 1 and (angry or signs >= 2)
