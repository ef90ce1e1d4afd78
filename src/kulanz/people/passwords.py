"""What a password must be, in the same words wherever one is chosen."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    """Ten characters; nothing else makes a password as strong."""

    def __init__(self, min_length: int = 10) -> None:
        super().__init__(min_length)

    def get_help_text(self) -> str:
        """Say it as the page of an invitation does."""
        return _("At least ten characters. A short sentence is easy to remember.")
