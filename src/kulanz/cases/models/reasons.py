"""A house's own reasons for waiting and for endings: names under the fixed states, which stay what they are."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kulanz.core.quick import QuickModel


class OwnReason(QuickModel):
    """For whom a case waits outside, or why it ended without a letter, as an administrator named it.

    An archived one stays where it was chosen and is chosen no further.
    """

    class Use(models.TextChoices):
        """Under which state it stands."""

        WAITING = "waiting", pgettext_lazy("reason", "waiting for others")
        ENDING = "ending", pgettext_lazy("reason", "ending without an answer")

    use = models.CharField(_("used for"), max_length=7, choices=Use.choices)
    name = models.CharField(_("name"), max_length=50)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["use", "name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("use", Lower("name"), name="one_own_reason_each")
        ]

    def __str__(self) -> str:
        return self.name
