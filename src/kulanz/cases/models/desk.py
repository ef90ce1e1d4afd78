"""What the desk keeps about a case: what somebody has read, is writing, and the story so far."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kulanz.core.clock import now
from kulanz.core.quick import QuickModel
from kulanz.people.models import User

from .case import Case
from .entries import attachment_storage


class ReadMark(QuickModel):
    """How far a person has read a case: the newest message and note they saw, and when that was the newest entry.

    Shown to that person only.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="read_marks")
    message_id = models.BigIntegerField(default=0)
    note_id = models.BigIntegerField(default=0)
    seen_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "case"], name="one_read_mark_each")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} read {self.case_id} to {self.message_id}"


class Draft(QuickModel):
    """What a person is writing: one per case, person and kind ("reply", "note", "forward"), kept as it is written.

    ``recipients`` are those the person chose (none: nobody was chosen yet), ``answers_id`` is the letter it answers or
    passes on, ``regained`` are the letters whose words came back into it when they were taken back. Without
    ``is_signed`` the letter goes without signature. ``is_shared`` shows it to colleagues, to one where it is
    ``offered_to`` them. ``taken_from`` is who began it, and ``taken_text`` how far they had come.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="drafts")
    kind = models.CharField(max_length=7)
    text = models.TextField()
    recipients = models.JSONField(default=list)
    answers_id = models.BigIntegerField(null=True)
    regained = models.JSONField(default=list)
    is_signed = models.BooleanField(default=True)
    is_shared = models.BooleanField(default=False)
    offered_to = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    taken_from = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    taken_text = models.TextField(blank=True)
    saved_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "case", "kind"], name="one_draft_each")
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.user_id} in {self.case_id}"


class DraftFile(QuickModel):
    """A file of the answer that a person is writing in a case, kept as soon as it was chosen. Only they see it.

    Stored once per content like ``Attachment``. Without a case it is left over and goes with the next sweep.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.SET_NULL, null=True, related_name="draft_files")
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(storage=attachment_storage, max_length=120)
    alt_text = models.CharField(max_length=300, blank=True)
    public_id = models.CharField(max_length=22, unique=True)
    added_at = models.DateTimeField(default=now)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return self.name


class Submission(QuickModel):
    """A filled-in page that opens a case, by the id it carries: sent twice, it opens one. Kept for two days."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    key = models.CharField(max_length=22)
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "key"], name="one_case_per_page")
        ]

    def __str__(self) -> str:
        return f"{self.key} of {self.user_id}"


class Story(QuickModel):
    """'Was bisher geschah' in three lines, written by people. Stale when a newer message than ``message_id`` exists."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="story")
    matter = models.CharField(_("matter"), max_length=300, blank=True)
    promised = models.CharField(_("promised"), max_length=300, blank=True)
    next_step = models.CharField(_("next"), max_length=300, blank=True)
    edited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(default=now)
    message_id = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return self.matter
