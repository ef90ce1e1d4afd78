"""Lists that are kept under a name."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kulanz.core.clock import now
from kulanz.core.quick import QuickModel
from kulanz.people.models import Team, User

LONGEST_QUERY = 2000  # characters; more than every condition at once takes
VIEW_ICONS = (
    "star", "flag", "tag", "heart", "zap", "clock", "package", "truck", "wrench", "store", "building-2", "phone",
    "globe", "gift", "graduation-cap", "shield",
)  # fmt: skip


class SavedView(QuickModel):
    """A list under a name: of one person, who alone sees it, or of a team.

    ``query`` is its filter as an address holds it (``queries.filters``): what it shows depends on who looks. ``place``
    is its place among the views of the same person or team.
    """

    name = models.CharField(_("name"), max_length=60)
    icon = models.CharField(_("icon"), max_length=30, blank=True)
    query = models.CharField(max_length=LONGEST_QUERY)
    owner = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="+")
    place = models.IntegerField(default=0)
    made_at = models.DateTimeField(default=now)

    class Meta:
        ordering: ClassVar[list[str]] = ["place", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(owner=None, team__isnull=False) | models.Q(owner__isnull=False, team=None),
                name="view_of_a_person_or_a_team",
            )
        ]

    def __str__(self) -> str:
        return self.name
