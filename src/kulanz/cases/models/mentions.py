"""Who was called into a case by a note."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kulanz.core.quick import QuickModel
from kulanz.people.models import User

from .entries import Note


class Mention(QuickModel):
    """A note called a colleague by name. ``seen_at`` is when they opened the case after that."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="mentions")
    user = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)  # mentioned_once serves it
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "note"], name="mentioned_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user"], name="mention_unseen", condition=models.Q(seen_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in note {self.note_id}"
