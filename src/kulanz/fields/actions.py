"""Filling in fields of cases, and setting them up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from kulanz.cases.access import locked_case, require_staff
from kulanz.cases.errors import CaseError, NotFound, WrongState
from kulanz.cases.merged_rows import move_along, move_back
from kulanz.cases.models import Case
from kulanz.core.clock import now
from kulanz.events import log
from kulanz.events.actor import Actor
from kulanz.people import administration
from kulanz.people.access import require_admin
from kulanz.people.models import Brand, User

from . import events
from .models import CaseField, FieldOption, FieldValue
from .rules import LONGEST_TEXT, FieldKind, Value, key_of, meant, written


class ValueRefused(CaseError):
    """A value that does not belong into this field: of another kind, or an option or a person that cannot be chosen."""

    code = "value-refused"


def fill_field(*, case_id: int, field_id: int, by: Actor, value: Value) -> Value:
    """Let a value stand in a field of a case, ``None`` for nothing. Returns what stood there before.

    Raises ``ValueRefused``, ``NotFound`` for a field that cases of this brand have not, and ``WrongState`` for one that
    is out of use.
    """
    require_staff(by)
    with transaction.atomic():
        case = locked_case(case_id, by)
        field = _field_of(case, field_id)
        held = FieldValue.objects.filter(case=case, field=field).select_related("option", "person").first()
        before = held.held if held is not None else None
        columns = _columns(field, value, before)
        if columns == {} and held is not None:
            held.delete()
        elif columns and value != before:
            # What somebody fills in belongs to the case that goes on, whoever brought it along.
            FieldValue.objects.update_or_create(
                case=case, field=field, defaults={**_EMPTY, **columns, "merged_from": None}
            )
        if value != before:
            _tell(case, field, _told(held, before), _told_new(columns, value), by)
    return before


_EMPTY: dict[str, Any] = {"text": "", "key": "", "number": None, "day": None, "option": None, "person": None}


def _field_of(case: Case, field_id: int) -> CaseField:
    field = CaseField.objects.of_brand(case.brand_id).filter(pk=field_id).first()
    if field is None:
        raise NotFound
    if field.archived_at is not None:
        raise WrongState
    return field


def _columns(field: CaseField, value: Value, before: Value) -> dict[str, Any]:
    """Return the columns in which a value stands, none for an empty field. Raises ``ValueRefused``."""
    if value is None or value == "":
        return {}
    kind = field.type
    if kind is FieldKind.TEXT and isinstance(value, str) and value.strip():
        text = value.strip()[:LONGEST_TEXT]
        return {"text": text, "key": key_of(text)}
    if kind is FieldKind.YES_NO and value in {"yes", "no"}:
        return {"text": value, "key": value}
    if kind is FieldKind.NUMBER and isinstance(value, Decimal):
        return {"number": value}
    if kind is FieldKind.DAY and isinstance(value, date):
        return {"day": value}
    if kind is FieldKind.CHOICE and isinstance(value, int):
        option = field.options.filter(pk=value).first()
        if option is not None and (option.archived_at is None or value == before):
            return {"option": option}
    if kind is FieldKind.PERSON and isinstance(value, int):
        person = User.objects.filter(pk=value).first()
        if person is not None and (person.is_active or value == before):
            return {"person": person}
    raise ValueRefused


def _told(held: FieldValue | None, before: Value) -> str:
    named = (held.option or held.person) if held is not None else None
    return named.name if named is not None else written(before)


def _told_new(columns: dict[str, Any], value: Value) -> str:
    named = columns.get("option") or columns.get("person")
    return named.name if named is not None else written(columns.get("text") or value)


def _tell(case: Case, field: CaseField, before: str, after: str, by: Actor) -> None:
    told = events.FieldFilled(case.pk, field.pk, field.name, field.name_en, field.kind, before, after)
    log.record(told, by=by)


def restore_field(*, case_id: int, field_id: int, by: Actor, kept: str, instead_of: str | None = None) -> None:
    """Let a former value stand in a field again, as ``rules.written`` kept it, ``instead_of`` what was filled in.

    Raises as ``fill_field``, and ``WrongState`` where somebody has filled in something else since.
    """
    field = CaseField.objects.filter(pk=field_id).first()
    if field is None:
        raise NotFound
    with transaction.atomic():
        case = locked_case(case_id, by)
        held = FieldValue.objects.filter(case=case, field=field).first()
        if instead_of is not None and written(held.held if held is not None else None) != instead_of:
            raise WrongState
        fill_field(case_id=case_id, field_id=field_id, by=by, value=meant(field.type, kept))


@dataclass(frozen=True, slots=True)
class OptionWish:
    """A choice of a field as somebody wants it; without an id a new one, without a name it goes out of use."""

    name: str
    option_id: int | None = None


def save_field(
    *, field: CaseField, by: Actor, changed: Sequence[str], brands: Sequence[Brand], options: Sequence[OptionWish] = ()
) -> None:
    """Save a field whose form was valid, with its brands (none: all) and choices. A new one comes last."""
    require_admin(by)
    with transaction.atomic():
        if field.place == 0:
            field.place = (CaseField.objects.aggregate(last=Max("place"))["last"] or 0) + 1
        administration.save(field, by=by, changed=changed)
        field.brands.set(brands)
        if field.type is FieldKind.CHOICE:
            _save_options(field, options)


def _save_options(field: CaseField, wishes: Sequence[OptionWish]) -> None:
    known = {option.pk: option for option in field.options.all()}
    for place, wish in enumerate(wishes):
        name, option = " ".join(wish.name.split())[:60], known.get(wish.option_id or 0)
        if option is None:
            if name:
                FieldOption.objects.create(field=field, name=name, place=place)
            continue
        option.name, option.place = name or option.name, place
        option.archived_at = None if name else option.archived_at or now()
        option.save(update_fields=["name", "place", "archived_at"])


def archive_field(*, field_id: int, by: Actor, archived: bool) -> None:
    """Take a field out of use, or back into it. What stands in it stays. Raises ``NotFound``."""
    administration.archive(CaseField.objects.all(), row_id=field_id, by=by, archived=archived)


def bring_along(*, case_id: int, target_id: int) -> None:
    """Let what stands in the fields of a merged case stand where it goes on; what stands there already stays."""
    taken = FieldValue.objects.filter(case_id=target_id).values_list("field_id", flat=True)
    move_along(FieldValue.objects.exclude(field__in=[*taken]), case_id=case_id, target_id=target_id)


def give_back(*, case_id: int, target_id: int) -> None:
    """Give a case that stands on its own again what it had brought along and nobody has changed since."""
    move_back(FieldValue.objects.all(), case_id=case_id, target_id=target_id)
