"""What the room shows on pages of others: who waits for somebody who is away, and what lies still."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kulanz.cases.shown import ShownDay
from kulanz.ui.panels import Display, Panel, Slot

from .queries import stood_in_for
from .queries.still import still_of


def in_their_place(day: ShownDay) -> Mapping[str, Any] | None:
    """Return what a person sees while somebody, or they themselves, are away. One or two queries."""
    found = stood_in_for(day.by)
    return {"stands": found} if found.own is not None or found.cases else None


def lying_still(day: ShownDay) -> Mapping[str, Any] | None:
    """Return a person's own cases in which nothing happened for what their team has set."""
    found = still_of(day.by)
    return {"still": found} if found else None


DISPLAY = Display(
    panels=(
        Panel(Slot.TODAY_LEAD, "routing/today_lead.html", in_their_place),
        Panel(Slot.TODAY, "routing/today.html", in_their_place),
        Panel(Slot.TODAY, "routing/today_still.html", lying_still),
    ),
)
