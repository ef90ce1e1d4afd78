"""What happens to lists: those that are kept under a name, and those that leave the house."""

from __future__ import annotations

from dataclasses import dataclass

from kulanz.events.catalogue import Face, event


@event("view-saved", subject="view", shown_to={Face.AUDIT})
@dataclass(frozen=True, slots=True)
class ViewSaved:
    """A saved view was made, changed, moved or removed (``what``).

    ``name`` and ``team_name`` are empty for a view of one person: what they call it is nobody's business.
    """

    view_id: int
    what: str
    name: str = ""
    team_name: str = ""


@event("list-exported", subject="view", shown_to={Face.AUDIT})
@dataclass(frozen=True, slots=True)
class ListExported:
    """A list left the house as a file. ``query`` is its filter, without the words that were looked for.

    ``view_id`` is the saved view of a team that it was, 0 for none; ``name`` what that is called.
    """

    view_id: int
    query: str
    name: str = ""
