"""What cases do by the clock. Doorways only: each calls one action."""

from __future__ import annotations

from kulanz.events.jobs import job

from . import actions


@job("lapse-silent-cases")
def lapse_silent_cases() -> None:
    """End the cases in which we asked whether it is solved and heard nothing until the announced day."""
    actions.lapse_silent_cases()


@job("wake-case")
def wake_case(snooze_id: int) -> None:
    """Bring a snoozed case back whose moment has come."""
    actions.wake_when_due(snooze_id=snooze_id)


@job("release-letter")
def release_letter(message_id: int) -> None:
    """Let a postponed answer go whose moment has come."""
    actions.release_when_due(message_id=message_id)


@job("sweep-draft-files")
def sweep_draft_files() -> None:
    """Forget the files of drafts that nobody will send, and what is stored for them alone."""
    actions.sweep_draft_files()


@job("forget-absent")
def forget_absent() -> None:
    """Delete the signs of life of people who have left a case."""
    actions.forget_absent()
