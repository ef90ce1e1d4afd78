"""The forms of the desk: what people of ours fill in beside letters."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kulanz.cases.rules import Direction
from kulanz.core.newlines import unix_newlines
from kulanz.people.forms import MailField
from kulanz.people.models import Brand, Customer, Organisation, Team, User
from kulanz.people.rules import ContactKind, normal_contact, normal_domain
from kulanz.ui.forms import StyledForm

CALL, LETTER = "call", "letter"
MINE, NOBODYS = "me", "nobody"


class CustomerForm(StyledForm, forms.ModelForm):  # type: ignore[type-arg]
    """Name and preferences of a customer."""

    class Meta:
        model = Customer
        fields: ClassVar[list[str]] = [
            "name", "form_of_address", "language", "detail", "expertise", "needs", "note",
        ]  # fmt: skip
        widgets: ClassVar[dict[str, forms.Widget]] = {"note": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = self.fields["language"]
        # In the place of Django's row of dashes.
        known = [each for each in language.choices if each[0]]  # type: ignore[attr-defined]
        language.choices = [("", _("not known")), *known]  # type: ignore[attr-defined]


class OrganisationForm(StyledForm, forms.ModelForm):  # type: ignore[type-arg]
    """Name and numbers of an organisation."""

    class Meta:
        model = Organisation
        fields: ClassVar[list[str]] = ["name", "number", "mail_domain", "note"]
        widgets: ClassVar[dict[str, forms.Widget]] = {"note": forms.Textarea(attrs={"rows": 4})}

    def clean_mail_domain(self) -> str:
        """Return the domain in the form it is compared in. Refuses what is none, and one that another firm has."""
        written: str = self.cleaned_data["mail_domain"].strip()
        if not written:
            return ""
        try:
            domain = normal_domain(written)
        except ValueError as wrong:
            example = {"example": "elbe-logistik.example"}
            raise forms.ValidationError(_("That cannot be right. For example: %(example)s") % example) from wrong
        owner = Organisation.objects.filter(mail_domain=domain).exclude(pk=self.instance.pk).first()
        if owner is not None:
            raise forms.ValidationError(_("This mail domain belongs to %(name)s already.") % {"name": owner.name})
        return domain


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
    """A case opened by hand: who it is about, and the first letter or what was said on the telephone.

    ``is_known``: its customer is chosen already, so nothing of who they are has to be typed.
    """

    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    phone = forms.CharField(
        label=_("Phone number"), max_length=60, required=False, widget=forms.TextInput({"type": "tel"})
    )
    address = MailField(label=_("Mail address"), max_length=254, required=False)
    brand = forms.ModelChoiceField(label=_("Brand"), queryset=Brand.objects.all(), empty_label=None)
    subject = forms.CharField(label=_("Subject"), max_length=300)
    first = forms.ChoiceField(
        label=_("It begins with"),
        choices=[(CALL, _("a call")), (LETTER, _("a letter from us"))],
        required=False,
        initial=CALL,
        widget=forms.RadioSelect,
    )
    direction = forms.ChoiceField(
        label=_("Who called?"),
        choices=[(Direction.IN.value, _("the other side")), (Direction.OUT.value, _("we did"))],
        required=False,
        initial=Direction.IN.value,
        widget=forms.RadioSelect,
    )
    spoke_with = forms.CharField(
        label=_("Spoke with"),
        max_length=200,
        required=False,
        help_text=_("Only where it was somebody else than the customer."),
    )
    text = forms.CharField(label=_("Text"), required=False, strip=False, widget=forms.Textarea({"rows": 8}))
    whose = forms.ChoiceField(
        label=_("Accountable"),
        choices=[(MINE, _("me")), (NOBODYS, _("nobody yet"))],
        required=False,
        initial=MINE,
        widget=forms.RadioSelect,
    )
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.all(), required=False, empty_label=_("No team")
    )

    def __init__(self, *args: Any, is_known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_known = is_known
        for name in ("name", "phone", "address", "first", "direction", "whose"):
            self.fields[name].is_plain = True  # type: ignore[attr-defined] # of each some answer is there

    def clean_phone(self) -> str:
        """Refuse what is no phone number."""
        written: str = self.cleaned_data["phone"].strip()
        if written:
            try:
                normal_contact(ContactKind.PHONE, written)
            except ValueError as wrong:
                raise forms.ValidationError(_("That cannot be right. For example: %(example)s") % _PHONE) from wrong
        return written

    def clean(self) -> dict[str, Any]:
        """Refuse a case that is about nobody."""
        data = super().clean() or {}
        wrong = self.errors.keys() & {"name", "phone", "address"}
        if not self.is_known and not wrong and not any(data.get(each) for each in ("name", "phone", "address")):
            self.add_error("name", _("Please choose a customer, or say a name, a number or an address."))
        return data


class MeForm(StyledForm, forms.ModelForm):  # type: ignore[type-arg]
    """A person's own settings."""

    class Meta:
        model = User
        fields: ClassVar[list[str]] = [
            "name", "service_name", "signature", "signature_english", "language", "theme", "shortcuts",
            "undo_seconds", "coach_on",
        ]  # fmt: skip
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "signature": forms.Textarea(attrs={"rows": 2}),
            "signature_english": forms.Textarea(attrs={"rows": 2}),
        }

    def clean_signature(self) -> str:
        """Return it with plain line ends: what a browser writes in another way has not been changed."""
        return unix_newlines(self.cleaned_data["signature"])

    def clean_signature_english(self) -> str:
        """Return it with plain line ends, too."""
        return unix_newlines(self.cleaned_data["signature_english"])
