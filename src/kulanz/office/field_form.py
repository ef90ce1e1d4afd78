"""The form of an own field: what it is called, what belongs there, where it is needed, and its choices."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kulanz.fields.actions import OptionWish
from kulanz.fields.models import CaseField
from kulanz.fields.rules import FieldKind
from kulanz.people.models import Brand
from kulanz.ui.forms import StyledForm, style_form

MOST_OPTIONS = 100
LONGEST = 60


class CaseFieldForm(StyledForm, forms.ModelForm):  # type: ignore[type-arg]
    """A field of cases. Its kind is chosen once; a choice whose name is emptied goes out of use."""

    brands = forms.ModelMultipleChoiceField(
        label=gettext_lazy("For the brands"),
        queryset=Brand.objects.order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen: for all."),
    )
    more_options = forms.CharField(
        label=gettext_lazy("New choices"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy(
            "One a line, for fields of the kind “choice”. A choice whose name you empty goes out of use."
        ),
    )

    class Meta:
        model = CaseField
        fields: ClassVar[list[str]] = [
            "name", "name_en", "kind", "help_text", "in_lists", "needed_to_end", "needed_to_solve",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._options = list(self.instance.options.all()) if self.instance.pk else []
        for option in self._options:
            self.fields[f"option_{option.pk}"] = forms.CharField(
                label=_("Choice: %(name)s") % {"name": option.name},
                required=False,
                max_length=LONGEST,
                initial=option.name if option.archived_at is None else "",
                help_text="" if option.archived_at is None else _("out of use; a name brings it back"),
            )
        if self.instance.pk:
            self.initial["brands"] = list(self.instance.brands.values_list("pk", flat=True))
            self.fields["kind"].disabled = True
            if self.instance.type is not FieldKind.CHOICE:
                del self.fields["more_options"]
        self.order_fields(
            ["name", "name_en", "kind", *(f"option_{option.pk}" for option in self._options), "more_options"]
        )
        for option in self._options:
            self.fields[f"option_{option.pk}"].is_plain = True  # type: ignore[attr-defined]
        style_form(self)

    def clean_more_options(self) -> list[str]:
        """Return the new choices, each once."""
        lines = [" ".join(line.split())[:LONGEST] for line in self.cleaned_data["more_options"].splitlines()]
        found = list(dict.fromkeys(line for line in lines if line))
        if len(found) + len(self._options) > MOST_OPTIONS:
            raise forms.ValidationError(_("A field takes at most %(n)s choices.") % {"n": MOST_OPTIONS})
        return found

    def clean(self) -> dict[str, Any]:
        """Refuse a new field of choices that offers none."""
        data = super().clean() or {}
        if not self.instance.pk and data.get("kind") == FieldKind.CHOICE.value and not data.get("more_options"):
            self.add_error("more_options", _("Name at least one choice."))
        return data

    @property
    def wishes(self) -> list[OptionWish]:
        """The choices of a valid form, those that are there first."""
        kept = [OptionWish(self.cleaned_data[f"option_{option.pk}"], option.pk) for option in self._options]
        return [*kept, *(OptionWish(name) for name in self.cleaned_data.get("more_options", ()))]
