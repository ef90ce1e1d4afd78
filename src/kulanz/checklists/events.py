"""What can happen to the checklist of a case, in the past tense."""

from __future__ import annotations

from dataclasses import dataclass

from kulanz.cases.events import CaseEvent
from kulanz.events.catalogue import Face, event


@event("checklist-changed", shown_to={Face.DESK})
@dataclass(frozen=True, slots=True)
class ChecklistChanged(CaseEvent):
    """Lines were "added" or "removed", or one was "done" or is "open" again; ``title`` is the template they came from.

    ``undone`` says that a step was undone at once.
    """

    what: str
    words: list[str]
    title: str = ""
    undone: bool = False
