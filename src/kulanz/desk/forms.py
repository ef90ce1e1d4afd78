"""The forms of the desk: what people of ours fill in beside letters."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kulanz.people.forms import MailField
from kulanz.people.models import Brand, Customer, Team, User
from kulanz.people.rules import ContactKind, normal_contact
from kulanz.ui.forms import StyledForm


class CustomerForm(StyledForm, forms.ModelForm):  # type: ignore[type-arg]
    """Name and preferences of a customer."""

    class Meta:
        model = Customer
        fields: ClassVar[list[str]] = [
            "name", "organisation", "form_of_address", "language", "detail", "expertise", "needs", "note",
        ]  # fmt: skip
        widgets: ClassVar[dict[str, forms.Widget]] = {"note": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in (("organisation", _("no organisation")), ("language", _("not known"))):
            field = self.fields[name]
            # In the place of Django's row of dashes.
            field.choices = [("", words), *[each for each in field.choices if each[0]]]  # type: ignore[attr-defined]


class ContactForm(StyledForm, forms.Form):
    """One more way to reach a customer."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(ContactKind.MAIL.value, _("mail")), (ContactKind.PHONE.value, _("phone"))]
    )
    written = forms.CharField(label=_("Address or number"), max_length=254)

    def clean(self) -> dict[str, object]:
        """Refuse what is neither a mail address nor a phone number, in words that help."""
        data = super().clean() or {}
        kind, written = data.get("kind"), data.get("written")
        if kind and written:
            try:
                normal_contact(ContactKind(kind), written)
            except ValueError:
                example = "anna@example.org" if kind == ContactKind.MAIL.value else "030/123-45"
                self.add_error("written", _("That cannot be right. For example: %(example)s") % {"example": example})
        return data


_PHONE = {"example": "030/123-45"}


class NewCaseForm(StyledForm, forms.Form):
    """A case opened by hand, after a telephone call or at the counter."""

    brand = forms.ModelChoiceField(label=_("Brand"), queryset=Brand.objects.all(), empty_label=None)
    name = forms.CharField(label=_("Customer's name"), max_length=200)
    address = MailField(label=_("Mail address"), max_length=254, required=False)
    phone = forms.CharField(
        label=_("Phone number"), max_length=60, required=False, widget=forms.TextInput({"type": "tel"})
    )
    subject = forms.CharField(label=_("Subject"), max_length=300)
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.all(), required=False, empty_label=_("No team")
    )
    note = forms.CharField(label=_("What was said (a note for us)"), required=False, widget=forms.Textarea({"rows": 5}))

    def clean_phone(self) -> str:
        """Refuse what is no phone number."""
        written: str = self.cleaned_data["phone"].strip()
        if written:
            try:
                normal_contact(ContactKind.PHONE, written)
            except ValueError as wrong:
                raise forms.ValidationError(_("That cannot be right. For example: %(example)s") % _PHONE) from wrong
        return written


class MeForm(StyledForm, forms.ModelForm):  # type: ignore[type-arg]
    """A person's own settings."""

    class Meta:
        model = User
        fields: ClassVar[list[str]] = [
            "name", "service_name", "language", "theme", "shortcuts", "undo_seconds", "coach_on",
        ]  # fmt: skip
