"""What the office sets for the whole house."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from kulanz.cases.models import Case
from kulanz.core.clock import now
from kulanz.core.quick import QuickModel
from kulanz.people.models import Team

from ..rules import HEAVIEST, LEAST_CAPACITY, LEAST_SILENCE, LIGHTEST, MOST_CAPACITY, MOST_SILENCE, Mode, Weights

MODES = [
    (Mode.OFF.value, _("nobody: people take them from the pile")),
    (Mode.ROUND.value, _("in turn: whoever was given none the longest")),
    (Mode.FIT.value, _("the best fit: known person, skill, language, room")),
]
_POINTS = [MinValueValidator(LIGHTEST), MaxValueValidator(HEAVIEST)]
_DEFAULT = Weights()


class CaseWeights(QuickModel):
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


class TeamRouting(QuickModel):
    """How a team's cases find their person, and when a case that lies still comes back into the pile.

    Without a row nothing is given out. ``silent_hours`` are working hours; empty: it stays where it is.
    """

    team = models.OneToOneField(Team, models.CASCADE, related_name="routing")
    mode = models.CharField(_("who gives out its cases"), max_length=5, choices=MODES, default=Mode.OFF.value)
    silent_hours = models.PositiveSmallIntegerField(
        _("a case lies still after so many working hours"),
        null=True,
        blank=True,
        validators=[MinValueValidator(LEAST_SILENCE), MaxValueValidator(MOST_SILENCE)],
    )

    def __str__(self) -> str:
        return str(self.team)


class LeftInPile(QuickModel):
    """Nobody fitted when a case was to be given out: ``why`` as in ``rules.NoOne``, told once as long as it holds."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="left_in_pile")
    why = models.CharField(max_length=20)
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.case_id}: {self.why}"
