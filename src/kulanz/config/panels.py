"""Which rooms show something on pages of others, in the order in which they stand there."""

from __future__ import annotations

from importlib import import_module

from kulanz.ui import panels
from kulanz.ui.panels import Display

# Modules with a DISPLAY.
ROOMS = (
    "kulanz.cases.panels",
    "kulanz.coach.panels",
    "kulanz.promises.panels",
    "kulanz.fields.panels",
    "kulanz.checklists.panels",
    "kulanz.routing.panels",
    "kulanz.rules.panels",
)


def switch_on() -> None:
    """Hand what rooms show to the pages."""
    displays: list[Display] = [import_module(room).DISPLAY for room in ROOMS]
    panels.fill(displays)
