"""Who did it: a person of ours, a customer, or the house itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """The three kinds of those who change something."""

    USER = "user"
    CUSTOMER = "customer"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Sight:
    """Which cases somebody may see: those of every team, or those of their teams and those without one."""

    all_teams: bool = False
    team_ids: frozenset[int] = frozenset()

    def covers(self, team_id: int | None) -> bool:
        """Say whether a case of this team (``None``: of none) may be seen and worked on."""
        return self.all_teams or team_id is None or team_id in self.team_ids


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who acts, as plain values, so that rules can decide without a database.

    ``team_ids`` and the role marks are empty for customers and for the house; ``undo_seconds`` is how long the person
    wants to be able to take an answer back, ``needs_approval`` says that somebody else sees letters of theirs first.
    """

    kind: ActorKind
    id: int | None
    name: str
    team_ids: frozenset[int] = frozenset()
    is_lead: bool = False
    is_boss: bool = False
    is_admin: bool = False
    undo_seconds: int = 0
    needs_approval: bool = False

    @property
    def user_id(self) -> int | None:
        """The id of our person, or ``None`` where a customer or the house acts."""
        return self.id if self.kind is ActorKind.USER else None

    @property
    def sight(self) -> Sight:
        """Which cases the actor may see."""
        return Sight(self.sees_all_teams, self.team_ids)

    @property
    def sees_all_teams(self) -> bool:
        """Whether the actor sees the cases of every team."""
        return self.is_lead or self.is_boss or self.is_admin


SYSTEM = Actor(kind=ActorKind.SYSTEM, id=None, name="Kulanz")
