"""What checklists show on pages of others: the side of a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kulanz.cases.models import Case
from kulanz.cases.shown import ShownCase
from kulanz.ui.panels import Display, Panel, Slot

from .queries import lines_of


def checklist(shown: ShownCase) -> Mapping[str, Any]:
    """Return the checklist of a case. One query."""
    return checklist_of(shown.case)


def checklist_of(case: Case) -> Mapping[str, Any]:
    """Return what the panel needs of a case. One query."""
    lines = lines_of(case)
    return {"checklist": lines, "checklist_done": sum(line.done_at is not None for line in lines)}


DISPLAY = Display(
    panels=(
        Panel(Slot.CASE_SIDE, "checklists/side.html", checklist),
        Panel(Slot.CASE_MENU, "checklists/menu.html", checklist),
    ),
)
