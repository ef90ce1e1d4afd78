"""The ledger of what we promised customers."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from kulanz.cases.models import Case, Message
from kulanz.core.clock import now
from kulanz.core.quick import QuickModel
from kulanz.people.models import User

from .rules import PromiseState, state_of


class PromiseQuerySet(models.QuerySet["Promise"]):
    """Promises with adjectives."""

    def standing(self) -> Self:
        """Promises that count, kept or not: those that were not taken back."""
        return self.filter(withdrawn_at=None)

    def open(self) -> Self:
        """Promises that still have to be kept."""
        return self.standing().filter(kept_at=None)

    def given(self) -> Self:
        """Promises that have reached the customer, or are on their way: no draft, no letter still held."""
        unsaid = models.Q(message__delivery__in=["later", "awaiting", "held", "withdrawn"])
        in_letter = models.Q(message__isnull=False) & ~unsaid
        return self.filter(in_letter | models.Q(announced_at__isnull=False))


class Promise(QuickModel):
    """What somebody of ours promised the customer of a case, until when, in which words.

    ``message`` is the letter that says so; without one it stands in a draft only and nobody has heard it. Or it was
    put on the customer's page, at ``announced_at``, without a letter.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="promises")
    words = models.CharField(_("words"), max_length=300)
    due_at = models.DateTimeField(_("due"))
    promised_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="promises")
    announced_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(default=now)
    kept_at = models.DateTimeField(null=True)
    kept_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["due_at", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_at"], name="promise_open", condition=models.Q(kept_at=None, withdrawn_at=None))
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def is_pending(self) -> bool:
        """Whether it stands in a draft only."""
        return self.message_id is None and self.announced_at is None

    def state(self, at: datetime) -> PromiseState:
        """Return where it stands at ``at`` (aware)."""
        return state_of(due_at=self.due_at, kept_at=self.kept_at, at=at)
