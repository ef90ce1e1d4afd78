"""What pages ask about own fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from kulanz.cases.models import Case
from kulanz.core.json_rows import JsonRows
from kulanz.core.prepared import prepared
from kulanz.people.models import User

from .models import CaseField, FieldOption, FieldValue, name_in
from .rules import FieldKind, Value, plain_number, written

Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Held:
    """What stands in a field of a case: its kind, the value, and of options and people the name."""

    field_id: int
    place: int
    name: str
    kind: FieldKind
    value: Value
    named: str = ""


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field on the page of a case, with the choices that can be made; ``held`` says what stands there."""

    held: Held
    help_text: str
    choices: tuple[Choice, ...]
    is_archived: bool

    @property
    def key(self) -> str:
        """Its id, as templates join it to others."""
        return str(self.held.field_id)

    @property
    def kept(self) -> str:
        """The value as ``rules.written``."""
        return written(self.held.value)

    @property
    def is_choice(self) -> bool:
        """Whether it is chosen and not typed."""
        return self.held.kind in {FieldKind.CHOICE, FieldKind.PERSON, FieldKind.YES_NO}


def fields_of(case: Case) -> list[ShownField]:
    """Return the fields of a case, with what stands in them. One query, one more where a field names people."""
    rows = _fields_of(case.pk, case.brand_id)
    people = people_choices() if any(row.kind == FieldKind.PERSON.value for row in rows) else ()
    return [_shown(row, people) for row in rows]


@prepared
def _fields_of(case_id: int, brand_id: int) -> QuerySet[CaseField]:
    mine = FilteredRelation("values", condition=Q(values__case_id=case_id))
    told = {name: F(f"mine__{name}") for name in ("text", "number", "day", "option_id", "person_id")}
    named = {f"option_{name}": F(f"mine__option__{name}") for name in ("name", "name_en")}
    return (
        CaseField.objects.of_brand(brand_id)
        .annotate(mine=mine)
        .filter(Q(archived_at=None) | Q(mine__isnull=False))
        .annotate(**told, **named, person_name=F("mine__person__name"), its_options=options_along())
        .order_by("place", "id")
    )


def options_along() -> JsonRows:
    """Return the choices of a field, read along with it."""
    rows = FieldOption.objects.filter(field=OuterRef("pk"), archived_at=None).order_by("place", "id")
    return JsonRows(rows.values("id", "name", "name_en"))


def choices_of(row: CaseField) -> tuple[Choice, ...]:
    """Return the choices that were read along with a field."""
    return tuple((str(each["id"]), name_in(each["name"], each["name_en"])) for each in vars(row)["its_options"] or [])


def people_choices() -> tuple[Choice, ...]:
    """Return the people of the house who can stand in a field. One query."""
    rows = User.objects.filter(is_active=True).order_by("name", "id").values_list("pk", "name")
    return tuple((str(pk), name) for pk, name in rows)


def _shown(row: CaseField, people: tuple[Choice, ...]) -> ShownField:
    held = _held({**vars(row), "field_id": row.pk, "kind": row.kind, "name": row.name})
    choices = people if held.kind is FieldKind.PERSON else choices_of(row)
    if held.kind is FieldKind.YES_NO:
        choices = (("yes", _("yes")), ("no", _("no")))
    if held.named and written(held.value) not in dict(choices):
        choices = (*choices, (written(held.value), held.named))  # out of use by now
    return ShownField(held, row.help_text, choices, row.archived_at is not None)


def _held(told: dict[str, Any]) -> Held:
    kind, number, day = FieldKind(told["kind"]), told["number"], told["day"]
    value: Value = told["text"] or None
    if kind is FieldKind.NUMBER:
        value = plain_number(Decimal(str(number)) if number is not None else None)
    elif kind is FieldKind.DAY:
        value = date.fromisoformat(day) if isinstance(day, str) else day
    elif kind in {FieldKind.CHOICE, FieldKind.PERSON}:
        value = told["option_id"] or told["person_id"]
    option = name_in(told["option_name"] or "", told["option_name_en"] or "")
    name = name_in(told["name"], told["name_en"])
    return Held(told["field_id"], told["place"], name, kind, value, option or told["person_name"] or "")


def values_in_rows() -> JsonRows:
    """Return what stands in the fields that rows of lists show, read along with a case."""
    return _along(FieldValue.objects.filter(field__in_lists=True))


def values_in_files() -> JsonRows:
    """Return what stands in all fields in use, read along with a case."""
    return _along(FieldValue.objects.all())


def _along(rows: QuerySet[FieldValue]) -> JsonRows:
    of_field = {name: F(f"field__{name}") for name in ("kind", "name", "name_en", "place")}
    named = {f"option_{name}": F(f"option__{name}") for name in ("name", "name_en")}
    found = rows.filter(case=OuterRef("pk"), field__archived_at=None)
    return JsonRows(
        found.values(
            "field_id", "text", "number", "day", "option_id", "person_id",
            **of_field, **named, person_name=F("person__name"),
        )
    )  # fmt: skip


def read_along(case: Case, name: str) -> list[Held]:
    """Return what was read along with a case under a name, in the order of the fields."""
    found = [_held(each) for each in vars(case).get(name) or []]
    return sorted(found, key=lambda held: (held.place, held.field_id))


def fields_in_use() -> list[CaseField]:
    """Return the fields in use with their choices. One query."""
    return list(CaseField.objects.active().annotate(its_options=options_along()).order_by("place", "id"))


def missing_in(case: Case, *, to_end: bool) -> list[CaseField]:
    """Return the fields in which something has to stand, and nothing does. One query."""
    needed = Q(needed_to_end=True) if to_end else Q(needed_to_solve=True)
    filled = FieldValue.objects.filter(case=case, field=OuterRef("pk"))
    return list(CaseField.objects.active().of_brand(case.brand_id).filter(needed).exclude(Exists(filled)))
