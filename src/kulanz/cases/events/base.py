"""What every event about a case knows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """Something that happened to one case."""

    case_id: int
