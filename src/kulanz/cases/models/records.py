"""State as records: who, when and why come free, and the status follows from them."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from kulanz.core.clock import now
from kulanz.core.quick import QuickModel
from kulanz.people.models import Customer, Team, User

from ..rules import CaseStatus
from .case import Case
from .entries import Message
from .reasons import OwnReason


class CaseRecord(QuickModel):
    """What all records of a case share."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="%(class)ss")
    at = models.DateTimeField(default=now)

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.at:%Y-%m-%d %H:%M}"


class Assignment(CaseRecord):
    """Somebody became accountable; the newest row counts. ``user`` is empty where a case went back to its team.

    ``withdrawn_at`` is when its author undid it at once: then it is as if nothing had been done to the case.
    """

    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True)


class Waiting(CaseRecord):
    """The case waits for somebody else, until ``ended_at``.

    ``until`` is the day on which we ask again. ``withdrawn_at`` is when its author undid it at once. ``named`` is the
    house's own reason, whose name stands in ``reason`` as it was then.
    """

    whom = models.CharField(max_length=10)
    named = models.ForeignKey(OwnReason, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("what for"), max_length=300, blank=True)
    until = models.DateField(null=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)


class Solution(CaseRecord):
    """We think it is solved, and asked. ``lapses_at`` was told to the customer: until then silence changes nothing."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="+")
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    lapses_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta(CaseRecord.Meta):
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["lapses_at"], name="solution_lapses")]


class Confirmation(CaseRecord):
    """The customer's word that it is solved. ``accepted_by`` is set where it came by mail and a person took it."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
    via = models.CharField(max_length=10)
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")


class Lapse(CaseRecord):
    """The case ended because nobody said anything. Counted apart from confirmed ones."""


class EndingQuerySet(models.QuerySet["Ending"]):
    """Endings with adjectives."""

    def standing(self) -> Self:
        """Those by which their cases are ended now: neither undone nor followed by a reopening."""
        later = Reopening.objects.filter(case=models.OuterRef("case"), at__gte=models.OuterRef("at"))
        ended = self.filter(withdrawn_at=None, case__status=CaseStatus.ENDED.value)
        return ended.exclude(models.Exists(later))


class Ending(CaseRecord):
    """We ended the case without a letter, for a ``reason`` (``rules.EndingReason``); ``by`` is empty for the house.

    ``of`` is the case of which it is a duplicate, ``blocked`` the address that was blocked with it. ``waiting_since``
    is since when its customer had waited, ``withdrawn_at`` when its author undid it at once. ``named`` is the house's
    own reason for it.
    """

    reason = models.CharField(max_length=10)
    named = models.ForeignKey(OwnReason, models.PROTECT, null=True, related_name="+")
    of = models.ForeignKey(Case, models.SET_NULL, null=True, related_name="duplicates")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    blocked = models.CharField(max_length=254, blank=True)
    waiting_since = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = EndingQuerySet.as_manager()


class Reopening(CaseRecord):
    """The case is ours again: ``why`` is "not-solved", "customer-wrote" or "taken-up"."""

    why = models.CharField(max_length=20)
    words = models.TextField(blank=True)


class Snooze(CaseRecord):
    """Somebody put the case aside ``until`` a moment, or until a reply where it is empty; it lasts until ``ended_at``.

    ``returned_to`` is set where the moment has come: whose it was then, or who had put it aside where it was nobody's.
    ``withdrawn_at`` is when its author undid it at once.
    """

    until = models.DateTimeField(null=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    returned_to = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta(CaseRecord.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["returned_to", "ended_at"],
                name="snooze_returned",
                condition=models.Q(returned_to__isnull=False),
            )
        ]


class Postponement(CaseRecord):
    """An answer that is held ``until`` a moment; ``ended_at`` is when it went, or was taken out of that.

    ``waits`` is what its writer wants then. ``only_in_silence``: should its customer write before, it goes back into
    the draft (``overtaken_at``).
    """

    message = models.OneToOneField(Message, models.CASCADE, related_name="postponed")
    until = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    waits = models.BooleanField(default=False)
    only_in_silence = models.BooleanField(default=True)
    ended_at = models.DateTimeField(null=True)
    overtaken_at = models.DateTimeField(null=True)

    class Meta(CaseRecord.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["by", "overtaken_at"],
                name="postponement_overtaken",
                condition=models.Q(overtaken_at__isnull=False),
            )
        ]


class MergeQuerySet(models.QuerySet["Merge"]):
    """Merges with adjectives."""

    def standing(self) -> Self:
        """Those that were not undone."""
        return self.filter(withdrawn_at=None)


class Merge(CaseRecord):
    """Two cases tell one matter: it goes on in ``into``, until this is undone (``withdrawn_at``).

    ``moved`` are the ids of what went along and bears no ``merged_from``, by the names of their tables; "joined" are
    drafts that became one.
    """

    into = models.ForeignKey(Case, models.CASCADE, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    moved = models.JSONField(default=dict)
    withdrawn_at = models.DateTimeField(null=True)

    objects = MergeQuerySet.as_manager()


class Relation(CaseRecord):
    """A case belongs to another one (``other``) and stays on its own; ``kind`` is a ``rules.RelationKind``."""

    other = models.ForeignKey(Case, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)


class Denial(CaseRecord):
    """Somebody said that a case and ``other`` do not belong together: it is not asked again."""

    other = models.ForeignKey(Case, models.CASCADE, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta(CaseRecord.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "other"], name="denied_once")
        ]


class CaseLink(QuickModel):
    """A customer's key to the case page: signed, expiring, revocable. Its address carries ``secret`` and signature.

    ``merged_from`` is the merged case to which it was given: what is written through it belongs to its thread.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="links")
    merged_from = models.ForeignKey(Case, models.SET_NULL, null=True, related_name="+")
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    secret = models.CharField(max_length=22, unique=True)
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link to {self.case_id}"

    @property
    def thread_id(self) -> int:
        """The case in whose thread its holder writes: its own, or the merged one to which it was given."""
        return self.merged_from_id or self.case_id
