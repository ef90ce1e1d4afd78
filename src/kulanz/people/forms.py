"""Form fields that know what people of ours may type."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import EmailValidator

from .rules import normal_mail


class MailField(forms.EmailField):
    """A mail address as it was typed, one that the house can keep: Django's own field takes some that no rule reads.

    Quotes, which a few real mailboxes have, are a slip of the hand where an address is typed. A browser's own field of
    addresses would write "straße.example" as "strasse.example", which is somebody else's.
    """

    widget = forms.TextInput({"inputmode": "email", "autocapitalize": "off", "spellcheck": "false"})

    def clean(self, value: Any) -> str:
        """Return the address. Raises ``ValidationError``."""
        written: str = super().clean(value)
        try:
            if written:
                normal_mail(written.replace('"', " "))
        except ValueError:
            raise forms.ValidationError(EmailValidator.message, code="invalid") from None
        return written
