"""Letters that a second pair of eyes sees before they go."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kulanz.core.clock import now
from kulanz.core.quick import QuickModel
from kulanz.people.models import User

from .entries import Message


class Approval(QuickModel):
    """A letter that waits until somebody else has approved it, and what they decided.

    ``waits``, ``until`` and ``only_in_silence`` are what its writer wanted with it, ``note_id`` is the newest note of
    the case when it was written, ``remark`` is for the writer alone. Nobody counts these rows: how often somebody is
    held is no figure.
    """

    class Outcome(models.TextChoices):
        """What became of the letter; empty while it waits."""

        APPROVED = "approved"
        RETURNED = "returned"
        WITHDRAWN = "withdrawn"

    message = models.OneToOneField(Message, models.CASCADE, related_name="approval")
    waits = models.BooleanField(default=False)
    until = models.DateTimeField(null=True)
    only_in_silence = models.BooleanField(default=True)
    note_id = models.BigIntegerField(default=0)
    asked_at = models.DateTimeField(default=now)
    outcome = models.CharField(max_length=9, blank=True, choices=Outcome.choices)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    remark = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["asked_at"], name="approval_open", condition=models.Q(outcome="")),
            models.Index(fields=["decided_at"], name="approval_returned", condition=models.Q(outcome="returned")),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.outcome or 'waits'}"
