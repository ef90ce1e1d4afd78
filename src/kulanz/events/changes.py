"""What changed about a thing of the set-up, before and after, as the audit keeps it. Never a secret."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

Change = dict[str, str]  # "field", "before", "after"; a secret has the field alone


def values_of(thing: models.Model | None, fields: Iterable[str]) -> dict[str, str]:
    """Return the values of a row's fields as they are stored, of what it points to the name; nothing for no row."""
    return {} if thing is None else {name: _text(getattr(thing, name)) for name in fields}


def stored_values(thing: models.Model, fields: Iterable[str]) -> dict[str, str]:
    """Return the values that the database holds of a row about to be saved. One query; nothing for a new row."""
    known = {field.name for field in thing._meta.concrete_fields}
    names = [name for name in fields if name in known]
    return {} if thing.pk is None else values_of(type(thing)._default_manager.filter(pk=thing.pk).first(), names)


def compared(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    """Return what differs, in the order of ``after``. A new thing shows what it began with, where that is something."""
    return [
        {"field": name, "before": before.get(name, ""), "after": value}
        for name, value in after.items()
        if before.get(name, "") != value
    ]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)[:500]
