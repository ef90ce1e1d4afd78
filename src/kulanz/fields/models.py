"""Fields that a house adds to its cases, and what stands in them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kulanz.cases.models import Case
from kulanz.core.quick import QuickModel
from kulanz.people.models import Brand, User

from .rules import FieldKind, plain_number

KINDS = [
    (FieldKind.TEXT.value, _("text")),
    (FieldKind.NUMBER.value, _("number")),
    (FieldKind.DAY.value, _("date")),
    (FieldKind.CHOICE.value, _("choice")),
    (FieldKind.PERSON.value, pgettext_lazy("of a field", "person of ours")),
    (FieldKind.YES_NO.value, _("yes or no")),
]


class FieldQuerySet(models.QuerySet["CaseField"]):
    """Fields with adjectives."""

    def active(self) -> Self:
        """Fields that can be filled in."""
        return self.filter(archived_at=None)

    def of_brand(self, brand_id: int) -> Self:
        """Fields of the cases of a brand: those for all brands, and those for this one."""
        return self.filter(models.Q(brands=None) | models.Q(brands=brand_id))


class Named(QuickModel):
    """Something with a name in German, and one in English where that differs."""

    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=60, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The name in the language that is switched on."""
        return name_in(self.name, self.name_en)


def name_in(name: str, name_en: str) -> str:
    """Return which of two names is shown in the language that is switched on."""
    return name_en if name_en and (get_language() or "de").startswith("en") else name


class CaseField(Named):
    """A field of cases: its kind never changes, because values stand in it.

    Without ``brands`` it belongs to the cases of all. What is ``needed_to_end`` has to stand there before a case ends
    as one that needs no answer, what is ``needed_to_solve`` before an answer proposes that it is solved.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=KINDS)
    help_text = models.CharField(_("what belongs there"), max_length=200, blank=True)
    brands = models.ManyToManyField(Brand, blank=True, related_name="+", verbose_name=_("for the brands"))
    in_lists = models.BooleanField(_("shown in the rows of lists"), default=False)
    needed_to_end = models.BooleanField(_("needed before a case ends without an answer"), default=False)
    needed_to_solve = models.BooleanField(_("needed before an answer is sent as the solution"), default=False)
    place = models.PositiveSmallIntegerField(_("place"), default=0)
    archived_at = models.DateTimeField(null=True)

    objects = FieldQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["place", "id"]

    @property
    def type(self) -> FieldKind:
        """The kind as the enum that rules speak."""
        return FieldKind(self.kind)


class FieldOption(Named):
    """One of the choices of a field. One that is archived stays where it was chosen."""

    field = models.ForeignKey(CaseField, models.CASCADE, related_name="options")
    place = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["place", "id"]


class FieldValue(QuickModel):
    """What stands in a field of a case; where nothing does, there is no row.

    Each kind has its column: ``text`` (of yes and no "yes" or "no"), ``number``, ``day``, ``option``, ``person``.
    ``key`` is the beginning of the text in compared form. ``merged_from`` is the case that brought it along.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="field_values", db_index=False)
    field = models.ForeignKey(CaseField, models.PROTECT, related_name="values", db_index=False)
    text = models.CharField(max_length=500, blank=True)
    key = models.CharField(max_length=100, blank=True)
    number = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    day = models.DateField(null=True)
    option = models.ForeignKey(FieldOption, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    merged_from = models.ForeignKey(Case, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "field"], name="one_value_of_a_field")
        ]
        indexes: ClassVar[list[models.Index]] = [
            # PostgreSQL compares by language; only so it finds by a beginning (``core.prefix``).
            models.Index(fields=["field", "key"], name="value_by_text", opclasses=["int8_ops", "varchar_pattern_ops"]),
            models.Index(fields=["field", "number"], name="value_by_number", condition=models.Q(number__isnull=False)),
            models.Index(fields=["field", "day"], name="value_by_day", condition=models.Q(day__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.field_id}"

    @property
    def held(self) -> str | Decimal | date | int | None:
        """What stands there, of options and persons their ids."""
        number = plain_number(self.number)
        return self.text or next(
            (each for each in (number, self.day, self.option_id, self.person_id) if each is not None), None
        )
