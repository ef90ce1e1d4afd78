"""What the scripts of the coach say."""

from __future__ import annotations

from django.utils.translation import gettext


def sentences() -> dict[str, str]:
    """Return each sentence by its key, in the language that is switched on."""
    return {
        "take_note": gettext("Take over a note of the coach"),
        "leave_note": gettext("Leave a note of the coach"),
    }
