"""A case, and the counters that spare every page a COUNT(*)."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from kulanz.core.clock import now
from kulanz.core.quick import QuickModel
from kulanz.events.actor import Actor, Sight
from kulanz.people.models import Brand, Customer, Organisation, Team, User

from ..rules import CLOSED, NO_MOMENT, CaseStatus
from .tags import Tag

STATUS_CHOICES = [
    (CaseStatus.NEW.value, _("new")),
    (CaseStatus.WITH_US.value, _("with us")),
    (CaseStatus.WAITING_CUSTOMER.value, _("waiting for customer")),
    (CaseStatus.WAITING_OTHERS.value, _("waiting for others")),
    (CaseStatus.SOLUTION_PROPOSED.value, _("solved?")),
    (CaseStatus.CONFIRMED.value, _("confirmed solved")),
    (CaseStatus.ENDED.value, _("ended without word")),
]
SNOOZED = "snoozed"  # stands in the counters where the others have a status
_CLOSED_VALUES = sorted(status.value for status in CLOSED)


def seen_by(sight: Sight, path: str = "") -> models.Q:
    """Return the condition that somebody may see a case, for rows that lead to it by ``path`` ("note__case__").

    On such rows this, and not ``in`` all visible cases: a database would write down hundreds of thousands of ids first.
    """
    if sight.all_teams:
        return models.Q()
    return models.Q(**{f"{path}team_id__in": sight.team_ids}) | models.Q(**{f"{path}team": None})


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases with adjectives."""

    def open(self) -> Self:
        """Cases in which somebody still has something to do or to say."""
        return self.filter(is_open=True)

    def visible_to(self, actor: Actor) -> Self:
        """Cases the actor may see: those of their teams and those without a team; leads, bosses and admins all."""
        return self.in_sight(actor.sight)

    def in_sight(self, sight: Sight) -> Self:
        """Cases that lie within a sight."""
        return self.filter(seen_by(sight))

    def of_customer(self, customer_id: int) -> Self:
        """Cases of a customer, and those in which one of theirs goes on."""
        merged = Case.with_merged.filter(customer_id=customer_id, merged_into__isnull=False)
        return self.filter(models.Q(customer_id=customer_id) | models.Q(pk__in=merged.values("merged_into")))

    def of_person(self, customer_id: int) -> Self:
        """The same of all customers who are one person, for us alone: on their pages each has their own."""
        same = Customer.objects.same_as(customer_id).order_by().values("pk")
        theirs = Case.with_merged.filter(customer__in=same).order_by()
        # Where they go on, by id: two conditions with "or" between them would have PostgreSQL read all cases.
        return self.filter(pk__in=theirs.values(root=Coalesce("merged_into_id", "pk")))

    def of_organisation(self, organisation_id: int) -> Self:
        """Cases of the people of an organisation, and of those that go on in it."""
        firms = Organisation.objects.same_as(organisation_id).order_by().values("pk")
        people = Customer.objects.filter(organisation__in=firms).order_by()
        # Whoever goes on in one of them belongs to it as well, whatever their own row says.
        same = people.values(root=Coalesce("merged_into_id", "pk"))
        theirs = Case.with_merged.filter(
            models.Q(customer__in=people.values("pk")) | models.Q(customer__merged_into__in=same)
        ).order_by()
        return self.filter(pk__in=theirs.values(root=Coalesce("merged_into_id", "pk")))

    def beyond(self, order: str, at: datetime, case_id: int) -> Self:
        """Cases after the given one in a list in this order, a column of time with a minus sign for falling order.

        Of equal times the ids go the same way (keyset page).
        """
        column, beyond = order.lstrip("-"), "lt" if order.startswith("-") else "gt"
        # The last condition says nothing new; it is the one an index can begin at.
        further = models.Q(**{f"{column}__{beyond}": at}) | models.Q(**{f"id__{beyond}": case_id})
        return self.filter(further, **{f"{column}__{beyond}e": at})


class _NotMerged(models.Manager["Case"]):
    """Cases without those that were merged into another: these are counted, listed and found as that one."""

    def get_queryset(self) -> models.QuerySet[Case]:
        return super().get_queryset().filter(merged_into=None)


CaseManager = _NotMerged.from_queryset(CaseQuerySet)


class Case(QuickModel):
    """One matter of one customer. ``status`` is derived from the records and stored for lists and counters.

    ``wakes_at`` is set while it is snoozed, a copy of its ``Snooze``; ``NO_MOMENT`` where only a reply wakes it.

    ``entrance_id`` is the channel through which it came, without a foreign key: channels lie above. ``merged_into`` is
    the case in which a merged one goes on, the last of a chain; such a case is closed, and ``Case.objects`` hides it.
    """

    class Priority(models.IntegerChoices):
        """How urgent the matter is in our eyes."""

        LOW = -1, _("low")
        NORMAL = 0, _("normal")
        HIGH = 1, _("high")
        URGENT = 2, _("urgent")

    number = models.CharField(_("number"), max_length=20, unique=True)
    # The planner would take these single indexes and sort thousands of rows: the ones below fit the lists.
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="cases", db_index=False)
    subject = models.CharField(_("subject"), max_length=300)
    status = models.CharField(_("status"), max_length=20, choices=STATUS_CHOICES, default=CaseStatus.NEW.value)
    is_open = models.BooleanField(default=True)
    assignee = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="cases", verbose_name=_("accountable"), db_index=False
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, related_name="cases", verbose_name=_("team"), db_index=False
    )
    channel = models.CharField(_("channel"), max_length=20)
    entrance_id = models.BigIntegerField(null=True)
    priority = models.SmallIntegerField(_("priority"), choices=Priority.choices, default=Priority.NORMAL)
    goal = models.CharField(_("goal"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=2, default="de")
    preview = models.CharField(max_length=160, blank=True)
    has_files = models.BooleanField(default=False)
    opened_at = models.DateTimeField(default=now)
    last_entry_at = models.DateTimeField(default=now)
    waiting_since = models.DateTimeField(null=True)
    wakes_at = models.DateTimeField(null=True)
    tags = models.ManyToManyField(Tag, blank=True, related_name="cases")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)

    objects = CaseManager()
    with_merged = CaseQuerySet.as_manager()

    class Meta:
        # One for each order in which lists are read (decision 9); tests/cases/test_order_of_lists.py reads the plans.
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-last_entry_at", "-id"], name="case_newest"),
            models.Index(fields=["-last_entry_at", "-id"], name="case_open", condition=models.Q(is_open=True)),
            models.Index(fields=["status", "-last_entry_at", "-id"], name="case_by_status"),
            models.Index(
                fields=["assignee", "-last_entry_at", "-id"],
                name="case_open_by_person",
                condition=models.Q(is_open=True),
            ),
            models.Index(fields=["team", "-last_entry_at", "-id"], name="case_by_team"),
            models.Index(
                fields=["team", "-last_entry_at", "-id"], name="case_open_by_team", condition=models.Q(is_open=True)
            ),
            models.Index(
                fields=["team", "assignee", "-last_entry_at", "-id"],
                name="case_open_by_team_person",
                condition=models.Q(is_open=True),
            ),
            # In the order in which they were opened, walked from either end.
            models.Index(fields=["opened_at", "id"], name="case_opened"),
            models.Index(fields=["opened_at", "id"], name="case_open_opened", condition=models.Q(is_open=True)),
            models.Index(
                fields=["assignee", "opened_at", "id"],
                name="case_open_by_person_opened",
                condition=models.Q(is_open=True),
            ),
            models.Index(fields=["team", "opened_at", "id"], name="case_by_team_opened"),
            models.Index(
                fields=["team", "opened_at", "id"], name="case_open_by_team_opened", condition=models.Q(is_open=True)
            ),
            models.Index(
                fields=["team", "assignee", "opened_at", "id"],
                name="case_open_by_place_opened",
                condition=models.Q(is_open=True),
            ),
            models.Index(
                fields=["assignee", "-last_entry_at", "-id"],
                name="case_closed_by_person",
                condition=models.Q(is_open=False),
            ),
            models.Index(fields=["channel", "id"], name="case_by_channel"),
            models.Index(fields=["brand", "id"], name="case_by_brand"),
            models.Index(
                fields=["waiting_since", "id"], name="case_waiting", condition=models.Q(waiting_since__isnull=False)
            ),
            models.Index(
                fields=["team", "waiting_since", "id"],
                name="case_waiting_by_team",
                condition=models.Q(waiting_since__isnull=False),
            ),
            models.Index(
                fields=["assignee", "waiting_since", "id"],
                name="case_waiting_by_person",
                condition=models.Q(waiting_since__isnull=False),
            ),
            models.Index(
                fields=["team", "assignee", "waiting_since", "id"],
                name="case_waiting_in_team",
                condition=models.Q(waiting_since__isnull=False),
            ),
            # Few at any time: what is pressing and with nobody.
            models.Index(
                fields=["team", "waiting_since", "id"],
                name="case_pressing_in_pile",
                condition=models.Q(assignee=None, priority__gt=0, waiting_since__isnull=False, is_open=True),
            ),
            models.Index(
                fields=["assignee", "wakes_at", "id"],
                name="case_snoozed_by_person",
                condition=models.Q(wakes_at__isnull=False),
            ),
            models.Index(
                fields=["team", "assignee", "wakes_at", "id"],
                name="case_snoozed_in_team",
                condition=models.Q(wakes_at__isnull=False),
            ),
            models.Index(fields=["customer", "-opened_at"], name="case_by_customer"),
            # Without the many that are not merged: else SQLite would begin at these and read them all.
            models.Index(fields=["merged_into"], name="case_merged", condition=models.Q(merged_into__isnull=False)),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(is_open=True) ^ models.Q(status__in=_CLOSED_VALUES), name="open_follows_status"
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | models.Q(is_open=False), name="merged_is_closed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"

    @property
    def state(self) -> CaseStatus:
        """The status as the enum that rules speak."""
        return CaseStatus(self.status)

    @property
    def is_snoozed(self) -> bool:
        """Whether somebody has put it aside."""
        return self.wakes_at is not None

    @property
    def snoozed_until(self) -> datetime | None:
        """When it comes back by itself (aware); ``None`` where only a reply brings it back."""
        return self.wakes_at if self.wakes_at != NO_MOMENT else None


class CaseCount(QuickModel):
    """How many cases stand where: one row per team, person and status. 0 stands for no team and no person.

    What is snoozed counts under ``SNOOZED``, whatever its status.
    """

    # Nobody is 0 and not NULL: a unique constraint takes NULLs for different, so no move would meet its row.
    team_id = models.BigIntegerField(default=0)
    assignee_id = models.BigIntegerField(default=0)
    status = models.CharField(max_length=20)
    amount = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["team_id", "assignee_id", "status"], name="one_count_per_place")
        ]

    def __str__(self) -> str:
        return f"{self.team_id}/{self.assignee_id}/{self.status}: {self.amount}"
