"""Doorways for jobs and the schedule."""

from __future__ import annotations

import contextlib

from kulanz.cases.errors import NotFound, WrongState
from kulanz.events.jobs import job
from kulanz.people.actors import actor_for
from kulanz.people.models import User

from . import actions
from .outbox import sending


@job("send-mail", attempts=5)
def send_mail(outgoing_id: int, channel: str = "email") -> None:
    """Send something from the outbox. Retries are the outbox's own: every attempt is on record."""
    sending.send(outgoing_id, channel)


@job("read-mail-again", attempts=1)
def read_mail_again(raw_mail_id: int, user_id: int) -> None:
    """Read one original again in the name of who asked for it. What was settled in between stays settled."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return
    with contextlib.suppress(NotFound, WrongState):
        actions.read_again(raw_mail_id=raw_mail_id, by=actor_for(user))


@job("send-due-mails")
def send_due_mails() -> None:
    """Look every minute for what is due in the outbox and has no job."""
    sending.send_due()


@job("settle-interrupted-mails")
def settle_interrupted_mails() -> None:
    """Look every few minutes for what was cut off while it was sent."""
    sending.settle_interrupted()
