"""Who is in a case at this moment."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kulanz.core.clock import now
from kulanz.core.quick import QuickModel
from kulanz.people.models import User

from .case import Case


class Presence(QuickModel):
    """Somebody has a case open. A sign of life, not a record: it counts for ``LIFE`` and is deleted after that.

    There is one row per person and case, overwritten by each sign, so that nothing can be read from it but now.
    """

    LIFE = timedelta(seconds=30)

    class Doing(models.TextChoices):
        """What the person does there."""

        READING = "reading", _("reads along")
        NOTE = "note", _("writes a note")
        REPLY = "reply", _("writes an answer")

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    doing = models.CharField(max_length=7, choices=Doing.choices, default=Doing.READING)
    seen_at = models.DateTimeField(default=now, db_index=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "case"], name="one_presence_each")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.doing} {self.case_id}"
