"""The way back from a step on many cases: kept in the session, for half a minute."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from kulanz.core.clock import now
from kulanz.core.ids import public_id

from .access import DeskRequest
from .picking import UndoStep

LASTS = timedelta(seconds=30)
LATE = timedelta(seconds=5)  # a press in the last second may arrive after it


def remember(request: DeskRequest, text: str, back: list[UndoStep]) -> bool:
    """Keep the ways back of what was just done; ``False`` where there are none. A newer one replaces it."""
    if not back:
        return False
    until = (now() + LASTS).isoformat()
    request.session["undo"] = {"key": public_id(), "text": text, "until": until, "back": back}
    return True


def offered(request: DeskRequest) -> dict[str, Any] | None:
    """Return the undo that can still be pressed: its text, address and end. No query of its own."""
    kept = request.session.get("undo")
    if not kept or (until := datetime.fromisoformat(kept["until"])) <= now():
        return None
    return {"text": kept["text"], "url": reverse("desk:undo", args=[kept["key"]]), "until": until}


def forget(request: DeskRequest) -> None:
    """Offer nothing to undo any more: what was done since has a way back of its own."""
    request.session.pop("undo", None)


def take(request: DeskRequest, key: str) -> list[UndoStep] | None:
    """Return the ways back and forget them; ``None`` where it is too late or something newer was done."""
    kept = request.session.get("undo")
    if not kept or kept["key"] != key or datetime.fromisoformat(kept["until"]) + LATE < now():
        return None
    del request.session["undo"]
    return [(name, values) for name, values in kept["back"]]
