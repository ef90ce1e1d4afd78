"""Doorways for jobs and the schedule."""

from __future__ import annotations

from kulanz.events.jobs import work

from .email import sender


@work("send-mail", attempts=5)
def send_mail(outgoing_id: int) -> None:
    """Send one mail of the outbox. Retries are the sender's own: every attempt is on record."""
    sender.send(outgoing_id)


@work("send-due-mails")
def send_due_mails() -> None:
    """Look every minute for mails that are due and have no job."""
    sender.send_due()


@work("settle-interrupted-mails")
def settle_interrupted_mails() -> None:
    """Look every few minutes for mails whose sending was cut off."""
    sender.settle_interrupted()
