"""What happens in this room, in the past tense."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class LetterRead:
    """A letter was read that lists should mark: somebody is upset, in a hurry, or writes what should be veiled."""

    subject_kind: ClassVar[str] = "case"
    case_id: int
    message_id: int

    @property
    def subject_id(self) -> int:
        """The case."""
        return self.case_id
