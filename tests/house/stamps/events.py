"""What can happen to a stamp, in the past tense."""

from __future__ import annotations

from dataclasses import dataclass

from kulanz.cases.events import CaseEvent
from kulanz.events.catalogue import Face, event


@event("stamp-put", shown_to={Face.DESK, Face.PORTAL}, of_letter=True)
@dataclass(frozen=True, slots=True)
class StampPut(CaseEvent):
    """An answer got its stamp."""

    message_id: int
    motto: str
