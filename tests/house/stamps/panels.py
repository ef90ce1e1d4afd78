"""What the room shows on pages of others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kulanz.cases.shown import ShownCase
from kulanz.ui.navigation import Place
from kulanz.ui.panels import Display, Panel, Slot

from .models import Stamp


def stamps(shown: ShownCase) -> Mapping[str, Any] | None:
    """Return the stamps of a case. One query."""
    found = list(Stamp.objects.filter(case=shown.case))
    return {"stamps": found} if found else None


DISPLAY = Display(
    panels=(Panel(Slot.CASE_SIDE, "stamps/side.html", stamps),),
    commands=(Place(key="stamps", label="All stamps", icon="bookmark", url_name="stamps:all"),),
)
