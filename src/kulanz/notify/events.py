"""What can happen to notices. Of what somebody was told no event speaks: these would be a record of a person."""

from __future__ import annotations

from dataclasses import dataclass

from kulanz.events.catalogue import event


@event("notices-changed", subject="person", id_field="user_id")
@dataclass(frozen=True, slots=True)
class NoticesChanged:
    """There is something new for a person of ours: their open pages fetch how much."""

    user_id: int
