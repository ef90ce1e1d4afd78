"""The forms of the office."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kulanz.cases.models import OwnReason, Tag
from kulanz.channels.registry import kinds
from kulanz.checklists.actions import MOST
from kulanz.checklists.models import ChecklistTemplate
from kulanz.core.ids import LONGEST_ID
from kulanz.people.forms import MailField
from kulanz.people.models import Brand, House, Team, User
from kulanz.people.rules import normal_mail
from kulanz.people.signatures import unknown_places
from kulanz.ui.forms import StyledForm, style_form

SIGNATURES = ("signature", "signature_informal", "signature_english")


def what_changed(form: forms.ModelForm) -> list[str]:  # type: ignore[type-arg]
    """Return the fields of a valid form whose values differ from the stored ones, once both are written alike."""
    return [name for name in form.changed_data if form.cleaned_data.get(name) != form.initial.get(name)]


class TagForm(StyledForm, forms.Form):
    """Name and colour of a tag."""

    name = forms.CharField(label=_("Name"), max_length=50)
    colour = forms.ChoiceField(label=_("Colour"), choices=Tag.Colour.choices)


class OwnReasonForm(StyledForm, forms.ModelForm):  # type: ignore[type-arg]
    """Name and use of an own reason; what was chosen once keeps its use."""

    class Meta:
        model = OwnReason
        fields: ClassVar[list[str]] = ["name", "use"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["use"].disabled = self.instance.pk is not None


class HouseForm(StyledForm, forms.ModelForm):  # type: ignore[type-arg]
    """What holds for the whole house."""

    class Meta:
        model = House
        fields: ClassVar[list[str]] = ["linked_days"]


class ChecklistTemplateForm(StyledForm, forms.ModelForm):  # type: ignore[type-arg]
    """A template: its name, its lines, and whether they are to be done before a case ends."""

    class Meta:
        model = ChecklistTemplate
        fields: ClassVar[list[str]] = ["name", "text", "needed"]
        widgets: ClassVar[dict[str, forms.Widget]] = {"text": forms.Textarea(attrs={"rows": 8})}

    def clean_text(self) -> str:
        """Return the lines, each once, without empty ones."""
        lines = ChecklistTemplate(text=self.cleaned_data["text"]).lines
        if not lines or len(lines) > MOST:
            raise forms.ValidationError(_("Name one line at least, and a hundred at most."))
        return "\n".join(lines)


class AddressField(forms.URLField):
    """A web address, with or without "https://": browsers would refuse the short one before we could complete it."""

    widget = forms.TextInput

    def __init__(self, **more: Any) -> None:
        super().__init__(assume_scheme="https", **more)
        self.widget.attrs |= {"inputmode": "url", "autocomplete": "url"}


class BrandForm(StyledForm, forms.ModelForm):  # type: ignore[type-arg]
    """Name, sender, voice and colours of a brand."""

    privacy_url = AddressField(label=_("address of the privacy notice"), required=False)
    imprint_url = AddressField(label=_("address of the imprint"), required=False)

    class Meta:
        model = Brand
        fields: ClassVar[list[str]] = [
            "name", "prefix", "sender_name", "sender_address", "register", "language", "signature",
            "signature_informal", "signature_english", "footer", "phone",
            "privacy_url", "imprint_url", "accent", "silence_days", "needs_approval", "acknowledges", "acknowledgement",
        ]  # fmt: skip
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "signature": forms.Textarea(attrs={"rows": 4}),
            "signature_informal": forms.Textarea(attrs={"rows": 4}),
            "signature_english": forms.Textarea(attrs={"rows": 4}),
            "footer": forms.Textarea(attrs={"rows": 3}),
            "acknowledgement": forms.Textarea(attrs={"rows": 4}),
            "accent": forms.TextInput(attrs={"type": "color"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model = Brand._meta.get_field("silence_days")
        # Without a day a case would end at once; within years nobody remembers it.
        self.fields["silence_days"] = forms.IntegerField(
            label=model.verbose_name, min_value=1, max_value=250, initial=model.default
        )
        self.fields["prefix"].help_text = _("One to six capital letters before the number, for example LA in LA-17.")
        self.fields["sender_address"].help_text = _("An address whose mails arrive here: answers come back to it.")
        style_form(self)

    def clean(self) -> dict[str, Any]:
        """Return texts and colour as they are kept: what a browser writes in another way has not been changed."""
        data = super().clean() or {}
        for name in (*SIGNATURES, "footer", "acknowledgement"):
            data[name] = "\n".join(data.get(name, "").splitlines())
        data["accent"] = data.get("accent", "").upper()
        for name in SIGNATURES:
            if unknown := unknown_places(data[name]):
                self.add_error(name, _("There is no {%(name)s}.") % {"name": unknown[0]})
        return data

    def clean_sender_name(self) -> str:
        """Return the name in one line: it stands in the header of every mail."""
        return " ".join(self.cleaned_data["sender_name"].split())


class TeamForm(StyledForm, forms.ModelForm):  # type: ignore[type-arg]
    """Name and purpose of a team."""

    class Meta:
        model = Team
        fields: ClassVar[list[str]] = ["name", "purpose"]


class TeamsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Any number of teams; a number that no database can hold is refused like a team that does not exist."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Teams"), queryset=Team.objects.all(), required=False, widget=forms.CheckboxSelectMultiple
        )

    def clean(self, value: Any) -> Any:
        """Return the chosen teams."""
        for each in value or ():
            if len(str(each)) > LONGEST_ID:
                raise forms.ValidationError(self.error_messages["invalid_choice"], params={"value": each})
        return super().clean(value)


class UserForm(StyledForm, forms.ModelForm):  # type: ignore[type-arg]
    """Roles and teams of a person."""

    member_of = TeamsField()

    class Meta:
        model = User
        fields: ClassVar[list[str]] = [
            "name", "service_name", "is_agent", "is_lead", "is_boss", "is_admin", "needs_approval", "is_active",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member_of"].initial = self.instance.teams.all()


class InvitationForm(StyledForm, forms.Form):
    """A seat for somebody new."""

    email = MailField(label=_("Mail address"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=100)
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=[
            ("is_agent", _("agent")), ("is_lead", _("lead")), ("is_boss", _("boss")), ("is_admin", _("administrator")),
        ],
        initial=["is_agent"],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    teams = TeamsField()

    def clean_email(self) -> str:
        """Refuse the address of somebody who is here already."""
        address = normal_mail(self.cleaned_data["email"])
        if User.objects.filter(email=address).exists():
            raise forms.ValidationError(_("This person is here already."))
        return address


def _kinds() -> list[tuple[str, str | Promise]]:
    return [(kind.key, kind.label) for kind in kinds().values() if kind.is_offered]


class ChannelForm(StyledForm, forms.Form):
    """A door: which brand it belongs to and with whom its cases begin."""

    kind = forms.ChoiceField(label=_("Kind"), choices=_kinds)
    name = forms.CharField(label=_("Name"), max_length=100)
    brand = forms.ModelChoiceField(label=_("Brand"), queryset=Brand.objects.all(), empty_label=None)
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.all(), required=False, empty_label=_("No team")
    )
    is_active = forms.BooleanField(label=_("Active"), required=False, initial=True)
    acknowledges = forms.BooleanField(
        label=_("Send acknowledgements"),
        help_text=_(
            "Who begins a new case hears at once, with a link, that it has arrived. Machines and lists hear nothing."
        ),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the kind that a channel has already, too: nobody else's change makes it a mailbox."""
        super().__init__(*args, **options)
        offered, own = _kinds(), self.initial.get("kind", "")
        if own and own not in dict(offered):
            known = kinds().get(own)
            offered.append((own, known.label if known else own))
        self.fields["kind"].choices = offered  # type: ignore[attr-defined]


class AcceptForm(StyledForm, forms.Form):
    """Name and password of somebody who was invited."""

    name = forms.CharField(label=_("Your name"), max_length=100)
    password = forms.CharField(
        label=_("Password"),
        # Blanks at its ends belong to a password.
        strip=False,
        help_text=_("At least ten characters. A short sentence is easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
