"""What is known of a person of ours: when they are not here, when they work, how much they may carry."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from kulanz.core.clock import now
from kulanz.core.quick import QuickModel
from kulanz.people.models import User

from .skills import Skill


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Absences with adjectives."""

    def current(self, day: date) -> Self:
        """Those that hold on ``day``."""
        return self.filter(begins__lte=day, ends__gte=day)

    def to_come(self, day: date) -> Self:
        """Those that hold on ``day`` or begin later."""
        return self.filter(ends__gte=day)


class Absence(QuickModel):
    """Somebody is not here from ``begins`` to ``ends``, both days included. There is no field for the reason.

    Once over it is deleted after ``KEPT``, so that it becomes no record of anybody's days. It leaves no event either.
    """

    KEPT = timedelta(days=7)

    user = models.ForeignKey(User, models.CASCADE, related_name="absences")
    begins = models.DateField(_("first day away"))
    ends = models.DateField(_("last day away"))
    stand_in = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["begins", "id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["ends"], name="absence_by_end")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(ends__gte=models.F("begins")), name="absence_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=models.Q(stand_in=None) | ~models.Q(stand_in=models.F("user")),
                name="nobody_stands_in_for_self",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.begins}-{self.ends}"


class WorkProfile(QuickModel):
    """How a person works; where nothing is set, the house's values hold.

    ``hours``: weekday ("0" is Monday) to stretches such as [["09:00", "17:00"]], in the zone of the brand; empty for
    the brand's own hours. ``capacity``: points of open cases (``rules.Weights``). ``languages``: codes such as "en";
    none for the language of the person's own pages. ``given_at`` is when the house gave them a case last: overwritten
    each time, it says whose turn it is and nothing about anybody's work.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="work_profile")
    capacity = models.PositiveSmallIntegerField(_("capacity"), null=True, blank=True)
    hours = models.JSONField(default=dict, blank=True)
    skills = models.ManyToManyField(Skill, blank=True, related_name="people", verbose_name=_("skills"))
    languages = models.JSONField(_("languages"), default=list, blank=True)
    given_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.user)


class SignOfLife(QuickModel):
    """Somebody has the desk open. One row each, overwritten by the next sign and deleted when it is old: no history."""

    LATELY = timedelta(minutes=10)

    user = models.OneToOneField(User, models.CASCADE, related_name="sign_of_life")
    seen_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return str(self.user_id)


class OffDuty(QuickModel):
    """Somebody has called it a day: they are not at work ``until`` (aware). One row each, deleted when it is over."""

    user = models.OneToOneField(User, models.CASCADE, related_name="off_duty")
    until = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.user_id)
