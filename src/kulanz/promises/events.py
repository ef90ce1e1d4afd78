"""What can happen to a promise, in the past tense. All of it is about the case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class PromiseEvent:
    """Something that happened to one promise of a case."""

    subject_kind: ClassVar[str] = "case"
    case_id: int
    promise_id: int
    words: str

    @property
    def subject_id(self) -> int:
        """The case."""
        return self.case_id


@dataclass(frozen=True, slots=True)
class PromiseRecorded(PromiseEvent):
    """Somebody wrote down what the draft promises; ``due_at`` is an ISO date-time."""

    due_at: str


@dataclass(frozen=True, slots=True)
class PromiseKept(PromiseEvent):
    """Somebody did what was promised."""


@dataclass(frozen=True, slots=True)
class PromiseWithdrawn(PromiseEvent):
    """A promise no longer counts: the letter does not hold it, or somebody took it back."""


@dataclass(frozen=True, slots=True)
class PromisesGiven(PromiseEvent):
    """A letter with recorded promises was written; ``promise_id`` and ``words`` are those of the first."""

    message_id: int
