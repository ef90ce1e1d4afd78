"""Doorways for jobs. Each calls one action."""

from __future__ import annotations

from datetime import timedelta

from kulanz.core.clock import now
from kulanz.events.jobs import job

from . import actions


@job("push-notices")
def push_notices(user_id: int) -> None:
    """Show what has come for a person in their browsers."""
    actions.push_notices(user_id=user_id)


@job("send-push", attempts=4)
def send_push(subscription_id: int, message: dict[str, str]) -> None:
    """Hand one message to one push service."""
    actions.send_push(subscription_id=subscription_id, message=message)


@job("post-webhook", attempts=5, first_pause=timedelta(seconds=30))
def post_webhook(webhook_id: int, kind: str, case_id: int) -> None:
    """Post one line to one program."""
    actions.post_webhook(webhook_id=webhook_id, kind=kind, case_id=case_id)


@job("release-notices")
def release_waiting() -> None:
    """Let come what waited for somebody's work to begin."""
    actions.release_waiting()


@job("notice-due-promises")
def raise_due_promises() -> None:
    """Tell of promises that are due soon or overdue."""
    for told in actions.raise_due_promises():
        minute = f"{told.kind}-{told.case_id}-{now():%Y%m%d%H%M}"
        actions.tell_webhooks(kind=told.kind, case_id=told.case_id, occasion=minute)


@job("mail-notices")
def send_digests() -> None:
    """Mail what is new to those whose mail is due."""
    actions.send_digests()


@job("forget-notices")
def forget_notices() -> None:
    """Delete notices that are old."""
    actions.forget_notices()
