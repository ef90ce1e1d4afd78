"""Which addresses lead to ourselves. Mailboxes lie above the cases: the wiring table says who knows them."""

from __future__ import annotations

from collections.abc import Callable

_knows: Callable[[str], frozenset[str]] = lambda audience: frozenset()  # noqa: E731 - stands in until it is wired


def register(knows: Callable[[str], frozenset[str]]) -> None:
    """Take who knows our addresses. Called by the wiring table."""
    global _knows
    _knows = knows


def own_among(audience: str) -> frozenset[str]:
    """Return our addresses in compared form: all mailboxes and senders, and those of our people in ``audience``."""
    return _knows(audience)
