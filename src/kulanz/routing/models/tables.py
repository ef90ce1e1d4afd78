"""What the office sets for the whole house."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..rules import HEAVIEST, LEAST_CAPACITY, LIGHTEST, MOST_CAPACITY, Weights

_POINTS = [MinValueValidator(LIGHTEST), MaxValueValidator(HEAVIEST)]
_DEFAULT = Weights()


class CaseWeights(models.Model):
    """The table of points as a house has set it. There is one row, or none: then ``rules.Weights`` holds."""

    ONLY = 1

    low = models.PositiveSmallIntegerField(_("priority low"), default=_DEFAULT.low, validators=_POINTS)
    normal = models.PositiveSmallIntegerField(_("priority normal"), default=_DEFAULT.normal, validators=_POINTS)
    high = models.PositiveSmallIntegerField(_("priority high"), default=_DEFAULT.high, validators=_POINTS)
    urgent = models.PositiveSmallIntegerField(_("priority urgent"), default=_DEFAULT.urgent, validators=_POINTS)
    elsewhere = models.PositiveSmallIntegerField(
        _("waits for customer or others, or is snoozed"), default=_DEFAULT.elsewhere, validators=_POINTS
    )
    heavy = models.PositiveSmallIntegerField(
        _("on top: upset or hurtful letter"), default=_DEFAULT.heavy, validators=_POINTS
    )
    capacity = models.PositiveSmallIntegerField(
        _("usual capacity of a person"),
        default=_DEFAULT.capacity,
        validators=[MinValueValidator(LEAST_CAPACITY), MaxValueValidator(MOST_CAPACITY)],
    )

    def __str__(self) -> str:
        return str(_("weights of cases"))

    @property
    def weights(self) -> Weights:
        """The table as rules take it."""
        names = ("low", "normal", "high", "urgent", "elsewhere", "heavy", "capacity")
        return Weights(**{name: getattr(self, name) for name in names})
