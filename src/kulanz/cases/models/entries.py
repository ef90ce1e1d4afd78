"""What was said in a case. Messages reach customers, notes never do: two tables, two send paths."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat, StrIndex
from django.utils.translation import gettext_lazy as _

from kulanz.core.clock import now
from kulanz.core.ids import LONGEST_MAIL_ID
from kulanz.core.quick import QuickModel
from kulanz.people.models import ContactPoint, Customer, User

from ..audience import is_outside, lines_of, page_address
from ..rules import SLACK, Delivery, Direction
from .case import Case


def attachment_storage() -> Storage:
    """Return the storage of attachments; a function, so that migrations do not depend on its settings."""
    return storages["attachments"]


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages with adjectives."""

    def readable_by(self, customer_id: int) -> Self:
        """Messages that a customer wrote or received, by any of their addresses: all that they may ever see."""
        line = Concat(Value("\n"), "value", Value("\n"))
        points = ContactPoint.objects.filter(
            customer_id=customer_id, kind=ContactPoint.Kind.MAIL, proven_at__isnull=False
        ).order_by()
        meant = points.annotate(place=StrIndex(OuterRef("audience"), line)).filter(place__gt=0)
        alone = Q(audience__contains=lines_of([page_address(customer_id)]))
        return self.filter(Q(customer_id=customer_id) | alone | Exists(meant))


class Message(QuickModel):
    """A letter from or to the customer. ``text`` is what its writer wrote, ``hidden`` quote, signature and footers.

    ``answers`` is the letter that it answers or passes on. ``source_id`` is the row the channel keeps of the raw
    original; unique, so that no letter enters twice.
    ``merged_from`` is the merged case whose thread it belongs to: should the merge be undone, it goes there.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="messages", db_index=False)  # message_by_case serves it
    merged_from = models.ForeignKey(Case, models.SET_NULL, null=True, related_name="+", db_index=False)
    direction = models.CharField(max_length=3, choices=[(each.value, each.value) for each in Direction])
    delivery = models.CharField(
        max_length=10, choices=[(each.value, each.value) for each in Delivery], default=Delivery.RECEIVED.value
    )
    channel = models.CharField(max_length=20)
    author = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="+")
    sender_name = models.CharField(max_length=200, blank=True)
    sender_verified = models.BooleanField(default=False)  # somebody trusted has checked that it is really from them
    sender_address = models.CharField(max_length=254, blank=True)
    recipients = models.JSONField(default=list)  # as written: [{"name", "address", "role": "to"|"cc"|"bcc"}]
    missed = models.JSONField(default=list)  # who of them did not get it: [{"name", "address", "reason"}]
    reply_to = models.JSONField(default=list)  # whom the writer asked us to answer: [{"name", "address"}]
    audience = models.TextField(blank=True)  # who wrote or received it, see ``cases.audience``
    answers = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    text = models.TextField(_("text"))
    hidden = models.TextField(blank=True)
    html = models.TextField(blank=True)
    at = models.DateTimeField(default=now)
    held_until = models.DateTimeField(null=True)
    mail_id = models.CharField(max_length=LONGEST_MAIL_ID, blank=True)
    source_id = models.BigIntegerField(null=True)  # no foreign key: channels lie above
    is_automatic = models.BooleanField(default=False)
    is_signed = models.BooleanField(default=True)  # whether a signature stands below what one of ours wrote
    is_forward = models.BooleanField(default=False)  # passed on to others: ``hidden`` is what was passed on
    proposes_solution = models.BooleanField(default=False)
    sounds_solved = models.BooleanField(default=False)
    has_files = models.BooleanField(default=False)
    hints = models.JSONField(
        default=list
    )  # codes with plain values, shown at the desk: [{"code": "sender-unverified"}]

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "at", "id"], name="message_by_case"),
            models.Index(fields=["mail_id"], name="message_by_mail_id", condition=~models.Q(mail_id="")),
            models.Index(fields=["held_until"], name="message_held", condition=models.Q(delivery="held")),
            models.Index(fields=["at"], name="message_forwarded", condition=models.Q(is_forward=True)),
            models.Index(fields=["merged_from"], name="message_merged", condition=models.Q(merged_from__isnull=False)),
        ]
        # Without the many that have none: counted together, they let SQLite think that the index finds nothing.
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["source_id"], name="message_by_source", condition=models.Q(source_id__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.at:%Y-%m-%d %H:%M}"

    @property
    def is_incoming(self) -> bool:
        """Whether the customer wrote it."""
        return self.direction == Direction.IN.value

    @property
    def thread_id(self) -> int:
        """The case in whose thread it was written: its own, or the merged one it came from."""
        return self.merged_from_id or self.case_id

    @property
    def is_answer(self) -> bool:
        """Whether we answered somebody: what was passed on is no answer, nor what a colleague wrote past this house."""
        return not self.is_incoming and self.delivery != Delivery.ASIDE.value and not self.is_forward

    @property
    def is_from_outside(self) -> bool:
        """Whether somebody wrote it who knows of the case only because we passed something on to them."""
        return is_outside(self.hints)

    @property
    def back_until(self) -> datetime | None:
        """Until when its author is offered to take it back: the time they chose, without the slack behind it."""
        return self.held_until - SLACK if self.held_until is not None else None


class Note(QuickModel):
    """A note for us alone. It has no way to a customer.

    ``came_with`` is the letter round which a colleague wrote it when they passed it on: it goes where that goes.
    ``call`` says that it tells of a telephone call, "in" or "out", and ``spoke_with`` who was at the other end.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="notes", db_index=False)  # note_by_case serves it
    author = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    came_with = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="remarks")
    text = models.TextField(_("text"))
    at = models.DateTimeField(default=now)
    call = models.CharField(max_length=3, blank=True, choices=[(each.value, each.value) for each in Direction])
    spoke_with = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["case", "at", "id"], name="note_by_case")]

    def __str__(self) -> str:
        return f"{self.author} {self.at:%Y-%m-%d %H:%M}"


class Attachment(QuickModel):
    """A file that came with or goes out with a message. Stored once per content, served only as a download.

    ``alt_text`` says what a picture of ours shows, for people who cannot see it. What is too large for a mail goes as a
    link that works until ``linked_until``.
    """

    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    cid = models.CharField(max_length=300, blank=True)
    alt_text = models.CharField(max_length=300, blank=True)
    linked_until = models.DateTimeField(null=True)
    kind = models.CharField(max_length=12, default="file")  # file, invitation, signature, encrypted, message
    file = models.FileField(storage=attachment_storage, max_length=120)
    public_id = models.CharField(max_length=22, unique=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return self.name
