"""What people of ours know well, as a list of plain words of the house."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kulanz.cases.models import Tag
from kulanz.core.quick import QuickModel
from kulanz.people.models import Brand, Team


class Skill(QuickModel):
    """Something that somebody can, in the house's own word. A case needs it that has any of what it is bound to."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    teams = models.ManyToManyField(Team, blank=True, related_name="+", verbose_name=_("teams"))
    brands = models.ManyToManyField(Brand, blank=True, related_name="+", verbose_name=_("brands"))
    tags = models.ManyToManyField(Tag, blank=True, related_name="+", verbose_name=_("tags"))
    channels = models.JSONField(_("channels"), default=list, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name
