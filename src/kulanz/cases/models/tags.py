"""Tags: words that group cases."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kulanz.core.quick import QuickModel


class TagQuerySet(models.QuerySet["Tag"]):
    """Tags with adjectives."""

    def standing(self) -> TagQuerySet:
        """Tags that go on in no other one."""
        return self.filter(merged_into=None)

    def offered(self) -> TagQuerySet:
        """Tags that can be put on."""
        return self.standing().filter(archived_at=None).order_by("name")

    def same_as(self, name: str) -> TagQuerySet:
        """The tag of this name, whatever its capitals, and all that are one with it."""
        named = Tag.objects.filter(name__iexact=name).order_by().values(root=Coalesce("merged_into_id", "pk"))
        return self.alias(root=Coalesce("merged_into_id", "pk")).filter(root__in=named).order_by()


class Tag(QuickModel):
    """A word that groups cases. What many of them bear is renamed and recoloured in one row.

    ``merged_into`` is the tag in which this one goes on, never one that goes on itself: cases keep the row that was put
    on them, and what is shown is the other. So does the former name of a tag, that addresses and saved views still
    lead somewhere. An archived tag stays where it is and is put on no further case.
    """

    class Colour(models.TextChoices):
        """The colours of the design system for it; violet and yellow mean promise and note."""

        GREY = "grey", _("grey")
        BLUE = "blue", _("blue")
        TEAL = "teal", _("teal")
        GREEN = "green", _("green")
        ORANGE = "orange", pgettext_lazy("colour", "orange")
        RED = "red", _("red")
        PINK = "pink", _("pink")
        BROWN = "brown", _("brown")

    name = models.CharField(_("name"), max_length=50, unique=True)
    colour = models.CharField(_("colour"), max_length=10, choices=Colour.choices, default=Colour.GREY)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    archived_at = models.DateTimeField(null=True)

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name
