"""What holds for the whole house, whatever the brand."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from kulanz.core.quick import QuickModel


class House(QuickModel):
    """The one row of switches for everybody; where it is missing, each stands as it does at first."""

    agents_make_tags = models.BooleanField(
        _("everybody may make new tags"),
        default=True,
        help_text=_("Otherwise leads and administrators alone: the others choose among those that are there."),
    )

    linked_days = models.PositiveSmallIntegerField(
        _("days in which a linked file can be fetched"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("What is too large for a mail goes as a link; after these days it ends."),
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(pk=1), name="one_house")
        ]

    def __str__(self) -> str:
        return str(_("The whole house"))


def the_house() -> House:
    """Return the switches as they stand. One query; the row itself is made when somebody changes one."""
    return House.objects.first() or House(pk=1)
