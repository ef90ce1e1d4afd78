"""Own fields in rules and macros: a condition and an effect for each."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kulanz.core.ids import id_in
from kulanz.fields.actions import fill_field, restore_field
from kulanz.fields.models import CaseField
from kulanz.fields.rules import LONGEST_TEXT, FieldKind, key_of, meant, written

from ..facts import CaseFacts
from ..outlooks import ARCHIVED, GONE, SAME
from ..sources import Choices, Sources, choices_of, is_gone
from .base import CONDITIONS, EFFECTS, ConditionKind, Done, EffectKind, EffectStep, KindFamily, Values

PREFIX = "field-"
FILLED_IN = gettext_lazy("filled in %(what)s")
HAS, EMPTY, IS, NOT, LEAST, MOST = "has", "empty", "is", "not", "least", "most"


def _value_field(field: CaseField, sources: Sources, *, required: bool) -> forms.Field:
    label = _("value")
    if field.type is FieldKind.NUMBER:
        return forms.DecimalField(label=label, required=required, max_digits=18, decimal_places=4)
    if field.type is FieldKind.DAY:
        return forms.DateField(label=label, required=required, widget=forms.DateInput({"type": "date"}))
    if field.type is FieldKind.TEXT:
        return forms.CharField(label=label, required=required, max_length=LONGEST_TEXT)
    nothing = [] if required else [("", "—")]
    return forms.ChoiceField(label=label, required=required, choices=[*nothing, *_choices(field, sources)])


def _choices(field: CaseField, sources: Sources) -> Choices:
    if field.type is FieldKind.YES_NO:
        return [("yes", _("yes")), ("no", _("no"))]
    things: dict[int, Any] = sources.people if field.type is FieldKind.PERSON else {}
    if field.type is FieldKind.CHOICE:
        things = {option.pk: option for option in field.options.all()}
    return [(str(key), name) for key, name in choices_of(things)]


def condition_of(field: CaseField) -> ConditionKind:
    """Return the condition of an own field."""

    def fields(sources: Sources) -> dict[str, forms.Field]:
        how = [(HAS, _("is filled in")), (EMPTY, _("is empty")), (IS, _("is")), (NOT, _("is not"))]
        if field.type in {FieldKind.NUMBER, FieldKind.DAY}:
            how += [(LEAST, _("is at least")), (MOST, _("is at most"))]
        value = _value_field(field, sources, required=False)
        return {"how": forms.ChoiceField(label=pgettext("of a condition", "how"), choices=how), "value": value}

    def holds(facts: CaseFacts, values: Values) -> bool:
        return _holds(facts, field, values)

    return ConditionKind(f"{PREFIX}{field.pk}", _label(field), fields, holds)


def _holds(facts: CaseFacts, field: CaseField, values: Values) -> bool:
    row = facts.values.get(field.pk)
    held = row.held if row is not None else None
    how, wanted = values["how"], meant(field.type, values["value"])
    if how in {HAS, EMPTY}:
        return (held is not None) is bool(how == HAS)
    if how in {IS, NOT}:
        return bool(_compared(held) == _compared(wanted)) is bool(how == IS)
    if isinstance(held, Decimal) and isinstance(wanted, Decimal):
        return held >= wanted if how == LEAST else held <= wanted
    if isinstance(held, date) and isinstance(wanted, date):
        return held >= wanted if how == LEAST else held <= wanted
    return False


def _compared(value: Any) -> Any:
    return key_of(value) if isinstance(value, str) else value


def effect_of(field: CaseField) -> EffectKind:
    """Return the effect that fills in an own field, or with no value empties it."""

    def what(values: Values, sources: Sources) -> str:
        kept = values["value"]
        return f"{field.shown_name}: {dict(_choices(field, sources)).get(kept, kept) or '—'}"

    def do(doing: EffectStep, values: Values) -> Done | None:
        value = meant(field.type, values["value"])
        before = fill_field(case_id=doing.case_id, field_id=field.pk, by=doing.by, value=value)
        if before == value:
            return None
        back = {"field_id": field.pk, "kept": written(before), "instead_of": values["value"]}
        return Done(what(values, doing.sources), back)

    def problem(facts: CaseFacts, values: Values, sources: Sources) -> str:
        of_brands = {brand.pk for brand in field.brands.all()}
        if of_brands and facts.case.brand_id not in of_brands:
            return GONE
        if is_gone(field):
            return ARCHIVED
        row = facts.values.get(field.pk)
        return SAME if written(row.held if row is not None else None) == values["value"] else ""

    return EffectKind(
        f"{PREFIX}{field.pk}",
        _label(field),
        lambda sources: {"value": _value_field(field, sources, required=False)},
        gettext_lazy("fill in %(what)s"),
        FILLED_IN,
        what,
        do,
        problem,
        restore_field,
    )


def _label(field: CaseField) -> str:
    return _("Own field: %(name)s") % {"name": field.shown_name}


def _field(rest: str, sources: Sources) -> CaseField | None:
    return sources.fields.get(id_in(rest) or 0)


def _named_condition(rest: str, sources: Sources) -> ConditionKind | None:
    field = _field(rest, sources)
    return condition_of(field) if field is not None else None


def _named_effect(rest: str, sources: Sources) -> EffectKind | None:
    field = _field(rest, sources)
    return effect_of(field) if field is not None else None


def _in_use(sources: Sources) -> list[CaseField]:
    return [field for field in sources.fields.values() if field.archived_at is None]


CONDITIONS.add_family(KindFamily(PREFIX, _named_condition, lambda sources: [*map(condition_of, _in_use(sources))]))
EFFECTS.add_family(KindFamily(PREFIX, _named_effect, lambda sources: [*map(effect_of, _in_use(sources))], FILLED_IN))
