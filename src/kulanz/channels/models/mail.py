"""What came in, byte for byte, and what goes out."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from kulanz.cases.models import Case, Message
from kulanz.core.clock import now
from kulanz.core.quick import QuickModel

from ..kinds import LONGEST
from .channel import Channel, Mailbox


class OriginalQuerySet(models.QuerySet["Original"]):
    """Kept originals with adjectives."""

    def waiting(self) -> Self:
        """Not read yet, in the order of their coming."""
        return self.filter(state=Original.State.KEPT).order_by("id")

    def failed(self) -> Self:
        """Could not be read fully; newest first."""
        return self.filter(state=Original.State.FAILED).order_by("-id")


class Original(QuickModel):
    """What arrived, byte for byte, kept before anything can fail: a mail as it is, a contact form as JSON.

    ``dedupe`` is the mail without what was added on its way, ``addressed`` whom it was delivered to: the same mail for
    the same people is one row. ``tries`` counts how often its reading began. ``message_id`` is the message it became,
    ``sender``, ``is_automatic`` and ``verdicts`` what reading found.
    """

    class State(models.TextChoices):
        """What has become of it."""

        KEPT = "kept", _("waiting to be read")
        READ = "read", _("has become a message")
        FAILED = "failed", _("could not be read")
        IGNORED = "ignored", _("left out")

    received_at = models.DateTimeField(default=now)
    source = models.CharField(max_length=LONGEST)  # how it came: one of the sources of a kind
    state = models.CharField(max_length=7, choices=State.choices, default=State.KEPT)
    reason = models.TextField(blank=True)
    channel = models.ForeignKey(Channel, models.SET_NULL, null=True, related_name="+")
    mailbox = models.ForeignKey(Mailbox, models.SET_NULL, null=True, related_name="+")
    envelope_from = models.TextField(blank=True)
    peer = models.CharField(max_length=300, blank=True)  # who delivered it by SMTP: "203.0.113.9 mx.example"
    recipients = models.TextField(blank=True)  # one address per line
    sha256 = models.CharField(max_length=64)
    dedupe = models.CharField(max_length=64)
    addressed = models.CharField(max_length=16, default="")
    size = models.PositiveBigIntegerField()
    sender = models.CharField(max_length=254, blank=True)
    is_automatic = models.BooleanField(default=False)
    verdicts = models.CharField(max_length=120, blank=True)  # "spf=pass dkim=pass dmarc=pass by mx.example"
    reader_version = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    message_id = models.BigIntegerField(null=True)
    # The last column: SQLite reads the others without walking through the pages of a long mail.
    raw = models.BinaryField()

    objects = OriginalQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            # The state leads although it is always the same: so SQLite expects few rows here and looks nowhere else.
            models.Index(fields=["state", "id"], name="raw_waiting", condition=models.Q(state="kept")),
            # An index each: of "one of these two" SQLite cannot tell that it serves a question for one of them.
            models.Index(fields=["state", "-id"], name="raw_failed", condition=models.Q(state="failed")),
            models.Index(fields=["state", "-id"], name="raw_left_out", condition=models.Q(state="ignored")),
            models.Index(fields=["-id"], name="raw_with_reason", condition=~models.Q(reason="")),
            models.Index(fields=["sender", "received_at"], name="raw_automatic", condition=models.Q(is_automatic=True)),
            models.Index(fields=["message_id"], name="raw_by_message", condition=models.Q(message_id__isnull=False)),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["dedupe", "addressed"], name="kept_once")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.received_at:%Y-%m-%d %H:%M} {self.sender or self.envelope_from}"

    @property
    def recipient_list(self) -> list[str]:
        """The addresses it was delivered to."""
        return self.recipients.split("\n")


class MailOnServer(QuickModel):
    """A mail in the folder of a mailbox that has been dealt with: ``original`` is what we keep of it.

    Without an original it is one that lay there before we began and is left alone. ``uid`` counts within the
    ``uidvalidity`` of the mailbox (RFC 3501, 2.3.1.1); ``mark`` is the digest of the fields by which it is found again
    under another number.
    """

    mailbox = models.ForeignKey(Mailbox, models.CASCADE, related_name="+", db_index=False)  # dealt_with_once serves it
    uid = models.BigIntegerField()
    mark = models.CharField(max_length=64, blank=True)
    original = models.ForeignKey(Original, models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["mailbox", "uid"], name="dealt_with_once")
        ]

    def __str__(self) -> str:
        return f"{self.mailbox_id} {self.uid}"


# What is known of a recipient who has it: a report said so, or it was taken for them when others did not get it.
REACHED = ("reached", "relayed", "expanded", "delivered")
NOT_REACHED = ("failed", "delayed")


class Outgoing(QuickModel):
    """Something on its way out, with the very bytes that are sent. ``message`` is empty for the house's own mails.

    ``channel`` is the kind that carries it, ``mail_id`` the id under which it is known outside, of our making.

    ``acknowledges`` is the case whose arrival it confirms: one mail for each, and those of cases dissolved into it.
    With ``is_by_rule`` it is what a rule of the house answered in that case instead.

    SENDING is committed before the connection is opened; a row that stays there after a crash becomes UNCERTAIN, and a
    person decides. No mail is ever sent twice by itself.
    """

    class State(models.TextChoices):
        """Where it stands."""

        HELD = "held", _("may still be taken back")
        QUEUED = "queued", _("waiting to be sent")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("could not be sent")
        UNCERTAIN = "uncertain", _("perhaps sent")
        WITHDRAWN = "withdrawn", _("taken back")

    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="+")
    acknowledges = models.ForeignKey(Case, models.CASCADE, null=True, related_name="+")
    is_by_rule = models.BooleanField(default=False, db_default=False)
    channel = models.CharField(max_length=LONGEST, default="email", db_default="email")
    state = models.CharField(max_length=9, choices=State.choices, default=State.QUEUED)
    mail_id = models.CharField(max_length=300, unique=True)  # of a mail the Message-ID, without angle brackets
    envelope_from = models.CharField(max_length=254)
    recipients = models.TextField()  # one address per line
    subject = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField(default=now)
    started_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True)
    receipt = models.TextField(blank=True)
    reported = models.JSONField(default=dict, blank=True)  # per recipient the newest word of a delivery report
    raw = models.BinaryField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "due_at"], name="outgoing_by_state"),
            models.Index(fields=["created_at"], name="outgoing_by_time"),
            models.Index(
                fields=["created_at"], name="outgoing_acknowledged", condition=models.Q(acknowledges__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.recipients} {self.subject}"

    @property
    def case(self) -> Case | None:
        """The case it belongs to; ``None`` for the house's own mails, which carry keys to the house."""
        return self.message.case if self.message is not None else self.acknowledges

    @property
    def recipient_list(self) -> list[str]:
        """The addresses it goes to."""
        return self.recipients.split("\n")

    @property
    def due_list(self) -> list[str]:
        """The addresses that it has not reached yet: only they get it when it is sent again."""
        return [each for each in self.recipient_list if self._said(each) not in REACHED]

    @property
    def again_list(self) -> list[str]:
        """The addresses it goes to when a person sends it again: where it is known who missed it, those alone."""
        is_known = any(self._said(each) in NOT_REACHED for each in self.recipient_list)
        has = (*REACHED, "") if is_known else REACHED
        return [each for each in self.recipient_list if self._said(each) not in has]

    def _said(self, recipient: str) -> str:
        return str(self.reported.get(recipient, {}).get("action", ""))
