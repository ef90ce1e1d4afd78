"""The form of a brand's business hours."""

from __future__ import annotations

from datetime import date, time
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from kulanz.people import written_hours as hours
from kulanz.people.models import MUNICIPAL, Brand, Municipality
from kulanz.people.written_hours import DAYS
from kulanz.ui.forms import style_form


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
