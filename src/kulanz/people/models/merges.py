"""Two rows that mean one customer, or one organisation: nothing moves, the one goes on in the other until undone."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from kulanz.core.clock import now
from kulanz.core.quick import QuickModel


class MergeableQuerySet(models.QuerySet[Any]):
    """Rows of which some go on in others."""

    def known(self) -> Self:
        """Those that stand for themselves: what was merged is listed, chosen and counted as the one it goes on in."""
        return self.filter(merged_into=None)

    def same_as(self, row_id: int) -> Self:
        """Return a row, the one in which it goes on, and all that go on there."""
        # One value and not "in": PostgreSQL would read all rows, instead of two by their indexes.
        meant = self.model._default_manager.filter(pk=row_id).order_by()
        root = Subquery(meant.values(root=Coalesce("merged_into_id", "pk"))[:1])
        return self.filter(Q(pk=root) | Q(merged_into=root))

    def same_as_outer(self, path: str) -> Self:
        """The same for a condition on rows that are read along with others, which lead to it by ``path``."""
        row, into = OuterRef(OuterRef(path)), OuterRef(OuterRef(f"{path}__merged_into"))
        return self.filter(Q(pk=row) | Q(merged_into=row) | Q(pk=into) | Q(merged_into=into))


class Mergeable(QuickModel):
    """A row that may go on in another: ``merged_into`` is the last of a chain, which goes on in none."""

    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="merged_here", db_index=False
    )

    class Meta:
        abstract = True

    @property
    def goes_on_as(self) -> Self:
        """The row for which it stands now."""
        into: Self | None = getattr(self, "merged_into")  # noqa: B009 - its type is that of the row
        return into or self

    @property
    def person_id(self) -> int:
        """The id of the row for which it stands now. No query."""
        into: int | None = getattr(self, "merged_into_id")  # noqa: B009 - a column, not known to the abstract class
        return into or self.pk


class StandingQuerySet(models.QuerySet[Any]):
    """Merges with adjectives."""

    def standing(self) -> Self:
        """Those that were not undone."""
        return self.filter(withdrawn_at=None)


class PersonMerge(QuickModel):
    """Somebody said that two rows mean the same (``at``), and perhaps that they do not (``withdrawn_at``)."""

    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    withdrawn_at = models.DateTimeField(null=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.at:%Y-%m-%d %H:%M}"


class CustomerMerge(PersonMerge):
    """Two customers are one person: ``row`` goes on in ``into``."""

    row = models.ForeignKey("people.Customer", models.CASCADE, related_name="merges")
    into = models.ForeignKey("people.Customer", models.CASCADE, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]


class OrganisationMerge(PersonMerge):
    """Two organisations are one: ``row`` goes on in ``into``."""

    row = models.ForeignKey("people.Organisation", models.CASCADE, related_name="merges")
    into = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
