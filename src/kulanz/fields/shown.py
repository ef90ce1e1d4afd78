"""What stands in fields, in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.template.defaultfilters import date as in_words
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kulanz.cases.fairness import may_name

from .queries import Held
from .rules import FieldKind, Value, meant


def value_words(kind: FieldKind, value: Value, named: str = "") -> str:
    """Return a value in the language that is switched on; ``named`` is what an option or a person is called."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return number_format(value, force_grouping=True)
    if isinstance(value, date):
        return in_words(value, pgettext("day", "j M Y"))
    if kind is FieldKind.YES_NO:
        return _("yes") if value == "yes" else _("no")
    return named if kind in {FieldKind.CHOICE, FieldKind.PERSON} else str(value)


def kept_words(kind: str, kept: str) -> str:
    """Return what an event kept of a value: names as they are."""
    if FieldKind(kind) in {FieldKind.CHOICE, FieldKind.PERSON}:
        return kept
    return value_words(FieldKind(kind), meant(FieldKind(kind), kept))


def said_among_many(held: Held, *, is_open: bool, reader_id: int | None) -> str:
    """Return what stands in a field as a row among many may say it: who of us, by the rule of ``cases.fairness``."""
    if held.kind is FieldKind.PERSON:
        person = held.value if isinstance(held.value, int) else None
        if not may_name(is_open=is_open, assignee_id=person, reader_id=reader_id):
            return ""
    return value_words(held.kind, held.value, held.named)
