"""What can happen while cases are given out, in the past tense."""

from __future__ import annotations

from dataclasses import dataclass

from kulanz.cases.events import CaseEvent
from kulanz.events.catalogue import Face, event


@event("case-left-in-pile", shown_to={Face.DESK})
@dataclass(frozen=True, slots=True)
class CaseLeftInPile(CaseEvent):
    """The house had nobody to whom it could give a case; ``why`` is one of ``rules.NoOne``."""

    why: str
