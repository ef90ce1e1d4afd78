"""Forms whose widgets carry the classes and the spoken links of the field partial."""

from typing import Any

from django import forms

BARE = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.HiddenInput, forms.FileInput)


class StyledForm(forms.Form):
    """A form whose text-like widgets get the class `input`.

    Django itself adds aria-invalid and aria-describedby for help text and errors: the ids in
    `ui/parts/field.html` are the ones it refers to.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        style_form(self)


def style_form(form: forms.BaseForm) -> None:
    """The same for model forms and for forms of other packages."""
    for field in form.fields.values():
        if not isinstance(field.widget, BARE):
            field.widget.attrs.setdefault("class", "input")


class SampleForm(StyledForm):
    """The fields of the styleguide; the due date is wrong on purpose."""

    name = forms.CharField(label="Name", help_text="So, wie sie selbst unterschreibt")
    due = forms.DateField(
        label="Fällig bis", error_messages={"invalid": "Bitte ein Datum nennen, zum Beispiel 27.11.2026."}
    )
    brand = forms.ChoiceField(label="Marke", choices=[("kesselhaus", "Kesselhaus Weimar")])
    notes = forms.CharField(label="Was wir wissen sollten", required=False, widget=forms.Textarea)
