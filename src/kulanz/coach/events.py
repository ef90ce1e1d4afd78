"""What happens in this room, in the past tense."""

from __future__ import annotations

from dataclasses import dataclass

from kulanz.cases.events import CaseEvent
from kulanz.events.catalogue import event


@event("letter-read")
@dataclass(frozen=True, slots=True)
class LetterRead(CaseEvent):
    """A letter was read that lists should mark: somebody is upset, in a hurry, or writes what should be veiled."""

    message_id: int
