"""What can happen to the own fields of a case, in the past tense."""

from __future__ import annotations

from dataclasses import dataclass

from kulanz.cases.events import CaseEvent
from kulanz.events.catalogue import Face, event


@event("field-filled", shown_to={Face.DESK})
@dataclass(frozen=True, slots=True)
class FieldFilled(CaseEvent):
    """Something else stands in a field: ``before``, ``after`` as ``rules.written``, of options and people the name."""

    field_id: int
    name: str
    name_en: str
    kind: str
    before: str
    after: str
