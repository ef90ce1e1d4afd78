"""The forms of the office."""

from __future__ import annotations

from datetime import date, time
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from kulanz.channels.registry import kinds
from kulanz.core.ids import LONGEST_ID
from kulanz.people import written_hours as hours
from kulanz.people.forms import MailField
from kulanz.people.models import MUNICIPAL, Brand, Municipality, Team, User
from kulanz.people.rules import normal_mail
from kulanz.people.written_hours import DAYS
from kulanz.ui.forms import StyledForm, style_form


def what_changed(form: forms.ModelForm) -> list[str]:  # type: ignore[type-arg]
    """Return the fields of a valid form whose values differ from the stored ones, once both are written alike."""
    return [name for name in form.changed_data if form.cleaned_data.get(name) != form.initial.get(name)]


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
            "name", "prefix", "sender_name", "sender_address", "register", "language", "footer", "phone",
            "privacy_url", "imprint_url", "accent", "silence_days", "acknowledges", "acknowledgement",
        ]  # fmt: skip
        widgets: ClassVar[dict[str, forms.Widget]] = {
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
        for name in ("footer", "acknowledgement"):
            data[name] = "\n".join(data.get(name, "").splitlines())
        data["accent"] = data.get("accent", "").upper()
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
            "name", "service_name", "is_agent", "is_lead", "is_boss", "is_admin", "is_active",
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


class HoursForm(forms.ModelForm):  # type: ignore[type-arg]
    """Business hours of a brand: seven lines such as "9-12:30, 13:00-17:00", the holidays, and extra closed days."""

    closed = forms.CharField(
        label=_("Closed on these days as well"),
        help_text=_("One a line: date and reason. With a year once (24.12.2026), without one every year (31.12.)."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    class Meta:
        model = Brand
        fields: ClassVar[list[str]] = ["state", "municipality", "zone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stretches: dict[int, list[hours.Stretch]] = {}
        for each in self.instance.opening_times.all():
            stretches.setdefault(each.weekday, []).append((each.opens, each.closes))
        for day, name in enumerate(DAYS):
            self.fields[f"day_{day}"] = forms.CharField(
                label=name,
                required=False,
                initial=hours.write_day(stretches.get(day, [])),
                max_length=100,
                widget=forms.TextInput(attrs={"placeholder": _("closed")}),
            )
            self.fields[f"day_{day}"].is_plain = True  # type: ignore[attr-defined]
        self.fields["day_0"].help_text = _(
            "For example 9-12:30, 13-17 or 22:00-06:00. All seven empty: Monday to Friday, 9:00 to 17:00."
        )
        self._propose_closed(is_new=not stretches)
        self.order_fields([*(f"day_{day}" for day in range(7)), "state", "municipality", "zone", "closed"])
        style_form(self)

    def _propose_closed(self, *, is_new: bool) -> None:
        """Show the closed days; where nothing was ever saved, the two that most houses have."""
        days = list(self.instance.closed_days.all())
        self.fields["closed"].initial = "\n".join(hours.write_closed(each) for each in days)
        if is_new and not days:
            self.fields["closed"].initial = format_lazy("24.12. {}\n31.12. {}", _("Christmas Eve"), _("New Year's Eve"))
            self.fields["closed"].help_text = format_lazy(
                "{} {}", self.fields["closed"].help_text, _("The two are proposed; take out what does not fit.")
            )

    def clean(self) -> dict[str, Any]:
        """Read hours and closed days; a line that cannot be read is named."""
        data = super().clean() or {}
        data["hours"] = [stretch for day in range(7) for stretch in self._day(day, data.get(f"day_{day}", ""))]
        data["days"] = self._closed(data.get("closed", ""))
        place = data.get("municipality", "")
        if place and data.get("state") not in MUNICIPAL[Municipality(place)]:
            self.add_error("municipality", _("There are no such communities in this state."))
        return data

    def _day(self, day: int, written: str) -> list[tuple[int, time, time]]:
        try:
            return [(day, *stretch) for stretch in hours.read_day(written)]
        except ValueError:
            self.add_error(f"day_{day}", _("Write it like this: 09:00-12:00, 13:00-17:00"))
            return []

    def clean_zone(self) -> str:
        """Refuse a zone that no clock knows: deadlines are counted in it."""
        zone: str = self.cleaned_data["zone"]
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            raise forms.ValidationError(_("For example: %(example)s") % {"example": "Europe/Berlin"}) from None
        return zone

    def _closed(self, written: str) -> list[tuple[date, str]]:
        found: dict[date, str] = {}
        for line in filter(None, (line.strip() for line in written.splitlines())):
            try:
                found |= hours.read_closed(line)
            except ValueError:
                self.add_error("closed", _("This line cannot be read: %(line)s") % {"line": line})
        return sorted(found.items())


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
