"""What belongs together: cases become one or know each other, letters move, keys open."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kulanz.events.catalogue import Face, event

from .base import CaseEvent


@event("case-merged", shown_to={Face.DESK})
@dataclass(frozen=True, slots=True)
class CaseMerged(CaseEvent):
    """Another case goes on in this one; ``undone`` says that the two are apart again."""

    from_case_id: int
    from_number: str
    undone: bool = False


@event("case-related", shown_to={Face.DESK})
@dataclass(frozen=True, slots=True)
class CaseRelated(CaseEvent):
    """The case belongs to another one, ``kind`` is one of ``rules.RelationKind``; ``undone``: it does no more."""

    other_id: int
    other_number: str
    kind: str
    undone: bool = False


@event("belonging-denied", shown_to={Face.AUDIT})
@dataclass(frozen=True, slots=True)
class BelongingDenied(CaseEvent):
    """Somebody said that another case does not belong to this one; ``undone``: it may be asked again."""

    other_id: int
    other_number: str
    undone: bool = False


@event("message-moved", shown_to={Face.DESK})
@dataclass(frozen=True, slots=True)
class MessageMoved(CaseEvent):
    """A message went to another case, because it belongs there: ``message_ids`` are all that went with it.

    ``is_split``: the case was made for them. ``before`` is what undoing gives back; ``undone`` says that it did.
    """

    message_id: int
    from_case_id: int
    from_number: str = ""
    message_ids: list[int] = field(default_factory=list)
    is_split: bool = False
    before: dict[str, Any] = field(default_factory=dict)
    undone: bool = False


@event("link-created", shown_to={Face.AUDIT})
@dataclass(frozen=True, slots=True)
class LinkCreated(CaseEvent):
    """A signed link to the case page was made for the customer."""

    link_id: int


@event("link-revoked", shown_to={Face.AUDIT})
@dataclass(frozen=True, slots=True)
class LinkRevoked(CaseEvent):
    """A signed link no longer opens the case page."""

    link_id: int
