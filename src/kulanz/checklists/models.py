"""What is to be done in a case, line by line, and templates for what is done often."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from kulanz.cases.models import Case
from kulanz.core.clock import now
from kulanz.core.quick import QuickModel
from kulanz.people.models import User

LONGEST = 200


class ChecklistTemplate(QuickModel):
    """A list of what is done in every case of a kind, one a line. Changing it changes no case.

    Where it is ``needed``, a case does not end before all its lines are done.
    """

    name = models.CharField(_("name"), max_length=60, unique=True)
    text = models.TextField(_("lines"), max_length=5000, help_text=_("One a line."))
    needed = models.BooleanField(_("to be done before a case ends"), default=False)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def lines(self) -> list[str]:
        """Its lines, each once."""
        found = (" ".join(line.split())[:LONGEST] for line in self.text.splitlines())
        return list(dict.fromkeys(line for line in found if line))


class LineQuerySet(models.QuerySet["ChecklistLine"]):
    """Lines with adjectives."""

    def standing(self) -> Self:
        """Lines that nobody has taken away."""
        return self.filter(removed_at=None)

    def open(self) -> Self:
        """Lines that are still to be done."""
        return self.standing().filter(done_at=None)


class ChecklistLine(QuickModel):
    """One thing to be done in a case: by whom and when it was done, once it is.

    ``title`` is the template from which it came, empty for one typed by hand; ``added_by`` is empty for the house.
    ``merged_from`` is the case that brought it along.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="checklist_lines")
    title = models.CharField(max_length=60, blank=True)
    words = models.CharField(max_length=LONGEST)
    needed = models.BooleanField(default=False)
    added_at = models.DateTimeField(default=now)
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)
    merged_from = models.ForeignKey(Case, models.SET_NULL, null=True, related_name="+")

    objects = LineQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return self.words

    @property
    def key(self) -> str:
        """Its id, as templates join it to others."""
        return str(self.pk)
