"""A case is dissolved into another. What upper rooms keep about it follows: the wiring table says who must be told."""

from __future__ import annotations

from typing import Protocol


class Follow(Protocol):
    """Lets what an upper room keeps about a case follow its letter."""

    def __call__(self, *, case_id: int, target_id: int) -> None:
        """Take the ids of the case and of the one that holds its letter now."""


_follow: Follow = lambda *, case_id, target_id: None  # noqa: E731 - stands in until it is wired


def register(follow: Follow) -> None:
    """Take who is told, with the ids of the case and of the one that holds its letter now. Called by the wiring table.

    It is called inside the transaction that dissolves the case, before the case is gone.
    """
    global _follow
    _follow = follow


def notify(case_id: int, target_id: int) -> None:
    """Say that a case is being dissolved into another."""
    _follow(case_id=case_id, target_id=target_id)
