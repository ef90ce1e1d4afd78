"""The language of the page that is being drawn."""

from __future__ import annotations

from typing import Literal

from django.utils.translation import get_language


def page_language() -> Literal["de", "en"]:
    """Return the language in which the page speaks to its reader: German with Du is German, too."""
    return "en" if (get_language() or "de").startswith("en") else "de"
