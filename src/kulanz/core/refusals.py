"""What an action can refuse: one family for all rooms. Faces put it in words; ``code`` is public and stays."""

from __future__ import annotations

from typing import ClassVar


class Refused(Exception):
    """An action was refused; nothing was changed. ``again`` says whether trying again can help."""

    code: ClassVar[str] = "refused"
    again: bool = False


class NotAllowed(Refused):
    """Whoever acts may not do this."""

    code = "not-allowed"


class NotFound(Refused):
    """There is no such thing, or whoever asks may not know that there is."""

    code = "not-found"
