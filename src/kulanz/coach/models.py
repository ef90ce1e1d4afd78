"""What was read in customers' letters, and how a brand wants to sound. About people of ours nothing is kept."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kulanz.cases.models import Case, Message
from kulanz.core.clock import now
from kulanz.core.quick import QuickModel
from kulanz.people.models import Brand


class Mood(models.TextChoices):
    """The three levels that ``tonfall`` tells apart."""

    CALM = "calm", _("calm")
    UPSET = "upset", _("upset")
    URGENT = "urgent", _("urgent")


class LetterReading(QuickModel):
    """What can be read in one letter of a customer, each with its place: spans count code points of ``Message.text``.

    Nothing in it is a fact; a person decides. ``mood_cues``: [start, end, kind]; ``abuse_spans``: [start, end];
    ``questions``: {"start", "end", "topics", "asked_for"}; ``summary``: {"lines", "matter", "wish"} of spans;
    ``sides``: {"side", "key", "start", "end"}; ``expertise_cues``: [start, end, "novice" or "expert"].
    """

    message = models.OneToOneField(Message, models.CASCADE, related_name="reading")
    language = models.CharField(max_length=2, blank=True)
    address = models.CharField(max_length=8, default="none")
    mood = models.CharField(max_length=6, choices=Mood.choices, default=Mood.CALM)
    mood_cues = models.JSONField(default=list)
    abuse = models.CharField(max_length=10, blank=True)
    abuse_spans = models.JSONField(default=list)
    questions = models.JSONField(default=list)
    summary = models.JSONField(default=dict)
    sides = models.JSONField(default=list)
    expertise = models.CharField(max_length=6, blank=True)
    expertise_cues = models.JSONField(default=list)
    read_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.message_id}: {self.mood}"


class CaseMood(QuickModel):
    """How the newest letter of a case sounds: kept once more, so that a list of cases costs no further query."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="mood")
    level = models.CharField(max_length=6, choices=Mood.choices)
    is_veiled = models.BooleanField(default=False)
    message_id = models.BigIntegerField()
    message_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id}: {self.level}"

    def is_older_than(self, message_at: datetime, message_id: int) -> bool:
        """Say whether the letter written at ``message_at`` is as new as the one this speaks of, or newer."""
        return (self.message_at, self.message_id) <= (message_at, message_id)


class BrandVoice(QuickModel):
    """How a brand wants to sound. ``words``: word to avoid to better word (or ""); ``levels``: rule to level.

    ``phrases``: {"match", "better", "reason", "level"}; a level is "off", "hint" or "strong".
    """

    brand = models.OneToOneField(Brand, models.CASCADE, related_name="voice")
    words = models.JSONField(default=dict, blank=True)
    phrases = models.JSONField(default=list, blank=True)
    levels = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["brand"]

    def __str__(self) -> str:
        return self.brand.name
