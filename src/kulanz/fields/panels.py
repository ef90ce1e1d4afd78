"""What fields show on pages of others: the side of a case, the rows of lists, and conditions that narrow these."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kulanz.cases.fairness import ME
from kulanz.cases.models import Case
from kulanz.cases.shown import ShownCase
from kulanz.core.prefix import begins_with
from kulanz.people.models import User
from kulanz.ui.panels import Along, Condition, Display, Family, Panel, Sign, Slot

from .models import CaseField, FieldOption, FieldValue, name_in
from .queries import choices_of, fields_in_use, fields_of, people_choices, read_along, values_in_rows
from .rules import FieldKind, key_of, meant, written
from .shown import said_among_many, value_words

PREFIX = "field-"
_NAME = re.compile(rf"{PREFIX}(?P<kind>[a-z]+)-(?P<id>[1-9]\d{{0,17}})(?:-(?P<end>from|to))?")
_SPANS = {FieldKind.NUMBER: "number", FieldKind.DAY: "day"}


def filled_in(shown: ShownCase) -> Mapping[str, Any] | None:
    """Return the fields of a case. One query, one more where a field names people."""
    return details(shown.case)


def details(case: Case) -> Mapping[str, Any] | None:
    """Return what the panel needs of a case. Queries as above."""
    fields = fields_of(case)
    return {"fields": [(field, _words(field.held)) for field in fields]} if fields else None


def _words(held: Any) -> str:
    return value_words(held.kind, held.value, held.named)


def in_row(case: Case) -> Sequence[SafeString]:
    """Draw what stands in the fields that rows show."""
    found = [(held, said_among_many(held, is_open=case.is_open, reader_id=None)) for held in read_along(case, "fields")]
    return [format_html("<span>{}: {}</span>", held.name, words) for held, words in found if words]


def condition(name: str) -> Condition | None:
    """Return the condition of a name in an address, ``None`` for a name that means no field. No query."""
    found = _NAME.fullmatch(name)
    if found is None or found["kind"] not in set(FieldKind):
        return None
    kind, field_id, end = FieldKind(found["kind"]), int(found["id"]), found["end"] or ""
    if (kind in _SPANS) != bool(end):
        return None
    return Condition(
        name,
        lazy(lambda: _label(kind, field_id, end), str)(),
        (),
        lambda value: _case_ids(kind, field_id, end, value),
        read=lambda value: _read(kind, value),
        says=lambda value: _said(kind, value),
        names_person=kind is FieldKind.PERSON,
    )


def _read(kind: FieldKind, value: str) -> str:
    if kind is FieldKind.PERSON and value == ME:
        return value
    if kind is FieldKind.TEXT and not key_of(value):
        raise ValueError(value)
    return written(meant(kind, value.strip()))


def _case_ids(kind: FieldKind, field_id: int, end: str, value: str) -> QuerySet[FieldValue, int]:
    rows, wanted = FieldValue.objects.filter(field=field_id), meant(kind, value)
    if column := _SPANS.get(kind):
        rows = rows.filter(**{f"{column}__{'gte' if end == 'from' else 'lte'}": wanted})
    elif kind is FieldKind.TEXT:
        rows = rows.filter(begins_with("key", key_of(value)))
    elif kind is FieldKind.YES_NO:
        rows = rows.filter(key=value)
    else:
        rows = rows.filter(**{"option" if kind is FieldKind.CHOICE else "person": wanted})
    return rows.order_by().values_list("case_id", flat=True)


def _label(kind: FieldKind, field_id: int, end: str) -> str:
    names = CaseField.objects.filter(pk=field_id).values_list("name", "name_en").first()
    name = name_in(*names) if names is not None else pgettext("filter", "does not exist")
    return _end(kind, end) % {"field": name} if end else name


def _end(kind: FieldKind, end: str) -> str:
    if kind is FieldKind.DAY:
        return _("%(field)s: from") if end == "from" else _("%(field)s: until")
    return _("%(field)s at least") if end == "from" else _("%(field)s at most")


def _said(kind: FieldKind, value: str) -> str:
    named = ""
    if kind is FieldKind.PERSON:
        if value == ME:
            return pgettext("accountable", "me")
        named = User.objects.filter(pk=value).values_list("name", flat=True).first() or "?"
    elif kind is FieldKind.CHOICE:
        option = FieldOption.objects.filter(pk=value).first()
        named = option.shown_name if option is not None else "?"
    elif kind is FieldKind.TEXT:
        return _("“%(words)s”") % {"words": value}
    return value_words(kind, meant(kind, value), named)


def conditions() -> Mapping[str, forms.Field]:
    """Return what the filter builder asks about fields, by the names of addresses. One query, one more for people."""
    rows = fields_in_use()
    people = people_choices() if any(row.type is FieldKind.PERSON for row in rows) else ()
    return {name: field for row in rows for name, field in _asked(row, people)}


def _asked(row: CaseField, people: Sequence[tuple[str, str]]) -> list[tuple[str, forms.Field]]:
    name = f"{PREFIX}{row.kind}-{row.pk}"
    if row.type in _SPANS:
        shape = {"type": "number", "step": "any"} if row.type is FieldKind.NUMBER else {"type": "date"}
        labels = {end: _end(row.type, end) % {"field": row.shown_name} for end in ("from", "to")}
        return [
            (f"{name}-{end}", forms.CharField(label=label, widget=forms.TextInput(shape)))
            for end, label in labels.items()
        ]
    if row.type is FieldKind.TEXT:
        label = _("%(field)s begins with") % {"field": row.shown_name}
        return [(name, forms.CharField(label=label, widget=forms.TextInput({"maxlength": 100})))]
    choices = {
        FieldKind.CHOICE: choices_of(row),
        FieldKind.PERSON: ((ME, pgettext("accountable", "me")), *people),
        FieldKind.YES_NO: (("yes", _("yes")), ("no", _("no"))),
    }[row.type]
    return [(name, forms.ChoiceField(label=row.shown_name, choices=[("", _("all")), *choices]))]


DISPLAY = Display(
    panels=(Panel(Slot.CASE_SIDE, "fields/side.html", filled_in),),
    signs=(Sign(in_row, along=Along("fields", values_in_rows), part="fields"),),
    families=(Family(PREFIX, condition, conditions),),
)
