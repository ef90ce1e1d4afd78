"""Is the customer upset? The case says so, or, where it does not, its visible cues do."""

from __future__ import annotations

import re

from tonfall._mood import read_mood
from tonfall._review.letter import Letter
from tonfall._review.packs import Pack

_SHOUT = re.compile(r"[!?]{2,}|\b[A-ZÄÖÜ]{4,}(?:\s+[A-ZÄÖÜ]{2,})+\b")


def is_upset(letter: Letter, pack: Pack) -> bool:
    """Say whether the customer is upset, from the given mood or else from the cues in the message."""
    context = letter.context
    if context.mood:
        return context.mood == "upset"
    return read_mood(context.customer_message).level == "upset"


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
