"""What the room can refuse. Faces turn these into words in the person's language."""

from __future__ import annotations

from kulanz.core.refusals import Refused


class AbsenceRefused(Refused):
    """An absence that makes no sense. ``reason``: "order" (it ends before it begins), "past", "long", "stand-in"."""

    code = "absence-refused"
    again = True

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
