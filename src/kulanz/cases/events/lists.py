"""What happens to lists: those that are kept under a name, and those that leave the house."""

from __future__ import annotations

from dataclasses import dataclass

from kulanz.events.catalogue import Face, event


@event("view-saved", subject="view", shown_to={Face.AUDIT})
@dataclass(frozen=True, slots=True)
class ViewSaved:
    """A saved view of a team was made, changed, moved or removed (``what``)."""

    view_id: int
    what: str
    name: str
    team_name: str


@event("own-view-saved", subject="view")
@dataclass(frozen=True, slots=True)
class OwnViewSaved:
    """The same of a view of one person. Shown nowhere: how somebody orders their work is no matter of the audit."""

    view_id: int
    what: str


@event("list-exported", subject="view", shown_to={Face.AUDIT})
@dataclass(frozen=True, slots=True)
class ListExported:
    """A list left the house as a file. ``query`` is its filter, without the words that were looked for.

    ``view_id`` is the saved view of a team that it was, 0 for none; ``name`` what that is called.
    """

    view_id: int
    query: str
    name: str = ""
