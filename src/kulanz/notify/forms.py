"""Forms of the room, for the office."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kulanz.core.outbound import is_sendable
from kulanz.ui.forms import StyledForm

from .models import Webhook
from .rules import OF_WEBHOOKS
from .wording import sentence_of


class WebhookForm(StyledForm, forms.ModelForm):  # type: ignore[type-arg]
    """A webhook: which program, its address, and of what it hears."""

    secret_address = forms.CharField(label=_("Address of the webhook"), required=False, max_length=2000)
    kinds = forms.MultipleChoiceField(
        label=_("What it hears of"),
        choices=[(kind.value, sentence_of(kind)) for kind in OF_WEBHOOKS],
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Webhook
        fields: ClassVar[list[str]] = ["name", "program", "kinds", "teams", "language", "in_hours", "is_on"]
        widgets: ClassVar[dict[str, Any]] = {"teams": forms.CheckboxSelectMultiple}

    field_order = ["name", "program", "secret_address"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        address = self.fields["secret_address"]
        address.widget.attrs |= {"autocomplete": "off", "spellcheck": "false", "class": "input"}
        address.required = not self.instance.address
        address.help_text = (
            gettext("It is kept sealed and not shown again. Empty: it stays as it is.")
            if self.instance.address
            else gettext("The other program makes it. Whoever knows it can write there: it is kept sealed.")
        )
        self.fields["name"].help_text = gettext("For example the channel: #service")
        if not self.fields["teams"].queryset.exists():  # type: ignore[attr-defined]
            del self.fields["teams"]
        else:
            self.fields["teams"].help_text = gettext("None chosen: the cases of all.")

    def clean_secret_address(self) -> str:
        """Refuse what could not be posted to."""
        given = str(self.cleaned_data["secret_address"]).strip()
        if given and not is_sendable(given):
            raise forms.ValidationError(gettext("Please enter the whole address; it begins with https://"))
        return given
