"""What people type into own fields: read by kind in their language, or refused with a sentence that helps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kulanz.cases.errors import Stop
from kulanz.coach.advising import calendar_of
from kulanz.core.ids import id_in
from kulanz.fields.rules import FieldKind, Value, day_in, number_in
from kulanz.people.models import Brand
from kulanz.ui.language import page_language
from tonfall import parse_due


class TypedWrong(Exception):
    """What was typed does not belong into the field; ``words`` say what would."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def problem_of(stops: Sequence[Stop]) -> dict[str, Any]:
    """Return what the page of a case says at the field that puts the first of some stops right, nothing without one."""
    stop = next((stop for stop in stops if stop.where), None)
    return {"field_problem": {"field": stop.where, "words": str(stop.words), "typed": ""}} if stop is not None else {}


def typed_value(kind: FieldKind, typed: str, *, brand: Brand, at: datetime) -> Value:
    """Return what somebody typed at ``at`` (aware); ``None`` for an empty field. Raises ``TypedWrong``."""
    text = typed.strip()
    if not text:
        return None
    if kind is FieldKind.NUMBER:
        number = number_in(text, page_language())
        if number is None:
            raise TypedWrong(_("“%(typed)s” is no number. For example: 1,234.5") % {"typed": text[:40]})
        return number
    if kind is FieldKind.DAY:
        calendar = calendar_of(brand)
        day = day_in(text, calendar.local(at).date())
        if day is None and (due := parse_due(text[:80], at, calendar, page_language())) is not None and due.due:
            day = calendar.local(due.due).date()
        if day is None:
            raise TypedWrong(_("“%(typed)s” is no day. For example: 24/12/2026, or tomorrow") % {"typed": text[:40]})
        return day
    if kind in {FieldKind.CHOICE, FieldKind.PERSON}:
        return id_in(text) or 0
    return text
