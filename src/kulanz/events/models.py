"""The append-only log of what happened, and the jobs that follow from it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from kulanz.core.clock import now
from kulanz.core.quick import QuickModel

from . import catalogue
from .actor import Actor, ActorKind
from .catalogue import DomainEvent


class Event(QuickModel):
    """One thing that happened. Written in the transaction of the change it tells of, never changed again.

    ``subject_kind`` and ``subject_id`` name what it is about ("case", 17), no foreign key: events lie below all rooms.
    """

    at = models.DateTimeField(default=now)
    kind = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    actor_kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in ActorKind])
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["subject_kind", "subject_id", "id"], name="event_by_subject"),
            models.Index(fields=["kind", "id"], name="event_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_kind} {self.subject_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row once; an event is never changed."""
        if self.pk is not None and not kwargs.get("force_insert"):
            raise TypeError("Events are append-only.")
        super().save(*args, **kwargs)

    def domain_event(self) -> DomainEvent | None:
        """Return what happened as its room wrote it; ``None`` for a kind that this version does not know."""
        return catalogue.read(self.kind, self.data)

    @property
    def by(self) -> Actor:
        """Who caused it, as the log knows them: without teams and rights."""
        return Actor(ActorKind(self.actor_kind), self.actor_id, self.actor_name)


class Job(QuickModel):
    """Work to be done after the commit: the queue on SQLite; on both databases what failed for good.

    On PostgreSQL, Procrastinate's own tables hold what waits and runs.
    """

    class State(models.TextChoices):
        """Where a job stands."""

        WAITING = "waiting"
        RUNNING = "running"
        FAILED = "failed"

    name = models.CharField(max_length=100)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    priority = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField(default=now)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    key = models.CharField(max_length=200, null=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            # Two that begin with the state, so that no planner prefers a third and sorts all that wait for each look.
            models.Index(fields=["state", "-priority", "due_at", "id"], name="job_in_turn"),
            models.Index(fields=["state", "due_at"], name="job_by_time"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(state="waiting", key__isnull=False), name="job_waits_once_per_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.arguments}"


class NextRun(QuickModel):
    """When an entry of the schedule is due again. Of many processes, the one that moves the row on runs it."""

    name = models.CharField(max_length=100, unique=True)
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.due_at:%Y-%m-%d %H:%M}"


class Heartbeat(QuickModel):
    """When a role (pages, mail, work, schedule) last gave a sign of life, whichever process plays it."""

    role = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.role} {self.at:%Y-%m-%d %H:%M:%S}"
