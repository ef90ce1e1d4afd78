"""What the room shows on pages of others: the way to the macros, among the steps of a case."""

from __future__ import annotations

from kulanz.ui.panels import Display, Panel, Slot

DISPLAY = Display(
    panels=(Panel(Slot.CASE_MENU, "rules/menu.html"),),
)
