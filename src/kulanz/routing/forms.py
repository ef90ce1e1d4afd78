"""Forms of the room, for the person's own page and for the office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kulanz.people.models import User
from kulanz.people.written_hours import DAYS, Stretch, read_day, write_day
from kulanz.ui.forms import StyledForm

from .errors import AbsenceRefused
from .models import CaseWeights, Skill, TeamRouting, WorkProfile
from .reasons import language_name
from .rules import LANGUAGES, LEAST_CAPACITY, MOST_CAPACITY


class AbsenceForm(StyledForm, forms.Form):
    """When somebody is not here and who stands in. Without ``of`` it asks for the person, too."""

    user = forms.ModelChoiceField(label=_("Who?"), queryset=User.objects.none(), empty_label=_("please choose"))
    begins = forms.DateField(label=_("First day away"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    ends = forms.DateField(label=_("Last day away"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    stand_in = forms.ModelChoiceField(
        label=_("Who stands in?"), queryset=User.objects.none(), required=False, empty_label=_("nobody in particular")
    )

    def __init__(self, *args: Any, of: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        active = User.objects.filter(is_active=True).order_by("name", "id")
        self.fields["stand_in"].queryset = active.exclude(pk=of.pk) if of is not None else active  # type: ignore[attr-defined]
        if of is not None:
            del self.fields["user"]
        else:
            self.fields["user"].queryset = active  # type: ignore[attr-defined]

    def refuse(self, refused: AbsenceRefused) -> None:
        """Say at its field why an absence makes no sense."""
        field, words = {
            "order": ("ends", gettext("It cannot end before it begins.")),
            "past": ("ends", gettext("This is over already.")),
            "long": ("ends", gettext("That is too long: three years at most.")),
            "stand-in": ("stand_in", gettext("Somebody else has to stand in.")),
        }[refused.reason]
        self.add_error(field, words)


class HoursOfPersonForm(StyledForm, forms.Form):
    """When a person works and how much they may carry; empty fields mean the values of the house."""

    def __init__(
        self, *args: Any, profile: WorkProfile | None, usual: int, bounds: tuple[int, int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        known = profile.hours if profile is not None else {}
        for day, name in enumerate(DAYS):
            stretches = [(time.fromisoformat(a), time.fromisoformat(b)) for a, b in known.get(str(day), [])]
            field = forms.CharField(label=name, required=False, initial=write_day(stretches), max_length=100)
            # Where no day is set the brand's hours hold, and an empty day is not free.
            field.widget.attrs |= {"class": "input", **({"placeholder": _("free")} if known else {})}
            field.is_plain = True  # type: ignore[attr-defined]
            self.fields[f"day_{day}"] = field
        self.fields["day_0"].help_text = gettext("For example 9-12:30, 13-17. All seven empty: the hours of the brand.")
        capacity = forms.IntegerField(
            label=_("Capacity in points"),
            required=False,
            min_value=bounds[0],
            max_value=bounds[1],
            initial=profile.capacity if profile is not None else None,
        )
        capacity.widget.attrs |= {"placeholder": str(usual), "class": "input"}
        capacity.help_text = gettext(
            "A case weighs by what it is like: how urgent, who has to act, how heavy its words are. Empty: %(usual)s."
        ) % {"usual": usual}
        capacity.is_plain = True  # type: ignore[attr-defined]
        self.fields["capacity"] = capacity

    @property
    def days(self) -> list[forms.BoundField]:
        """The fields of the week."""
        return [self[f"day_{day}"] for day in range(7)]

    def clean(self) -> dict[str, Any]:
        """Read the hours; a line that cannot be read is named."""
        data = super().clean() or {}
        data["hours"] = {day: self._day(day, data.get(f"day_{day}", "")) for day in range(7)}
        return data

    def _day(self, day: int, written: str) -> list[Stretch]:
        try:
            return read_day(written)
        except ValueError:
            self.add_error(f"day_{day}", gettext("Write it like this: 09:00-12:00, 13:00-17:00"))
            return []


def any_bounds() -> tuple[int, int]:
    """Return within which an administrator sets somebody's capacity."""
    return LEAST_CAPACITY, MOST_CAPACITY


class SkillsForm(StyledForm, forms.Form):
    """What a person can, and which languages they speak."""

    skills = forms.ModelMultipleChoiceField(
        label=_("Skills"), queryset=Skill.objects.all(), required=False, widget=forms.CheckboxSelectMultiple
    )
    languages = forms.MultipleChoiceField(label=_("Languages"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, profile: WorkProfile | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = [(code, language_name(code)) for code in LANGUAGES]  # type: ignore[attr-defined]
        self.fields["languages"].help_text = gettext("None chosen: the language of their own pages.")
        if not Skill.objects.exists():
            del self.fields["skills"]
        elif profile is not None:
            self.fields["skills"].initial = list(profile.skills.all())
        if profile is not None:
            self.fields["languages"].initial = profile.languages


class SkillForm(StyledForm, forms.ModelForm):  # type: ignore[type-arg]
    """A skill in the house's own word, and what needs it."""

    channels = forms.MultipleChoiceField(label=_("Channels"), required=False, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Skill
        fields: ClassVar[list[str]] = ["name", "teams", "brands", "tags", "channels"]
        widgets: ClassVar[dict[str, Any]] = dict.fromkeys(("teams", "brands", "tags"), forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, channels: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channels"].choices = channels  # type: ignore[attr-defined]
        self.fields["name"].help_text = gettext("A case needs it that has any of what you choose below.")
        for name in ("teams", "brands", "tags"):
            if not self.fields[name].queryset.exists():  # type: ignore[attr-defined]
                del self.fields[name]


class WeightsForm(StyledForm, forms.ModelForm):  # type: ignore[type-arg]
    """What cases weigh, and what a person carries as usual."""

    class Meta:
        model = CaseWeights
        fields: ClassVar[list[str]] = ["low", "normal", "high", "urgent", "elsewhere", "heavy", "capacity"]


class TeamRoutingForm(StyledForm, forms.ModelForm):  # type: ignore[type-arg]
    """How a team's cases find their person."""

    class Meta:
        model = TeamRouting
        fields: ClassVar[list[str]] = ["mode", "silent_hours"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mode"].required = False
        self.fields["mode"].is_plain = True  # type: ignore[attr-defined] # one of them is always chosen
        hours = self.fields["silent_hours"]
        hours.help_text = gettext(
            "Empty: never. Usual are 16: its person sees it on Today then, and four working hours later it goes back."
        )
        hours.widget.attrs["placeholder"] = gettext("never")

    def clean_mode(self) -> str:
        """Return what was chosen; a form that does not ask leaves it as it is."""
        return str(self.cleaned_data["mode"] or self.instance.mode)
