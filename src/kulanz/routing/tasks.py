"""What the room does by the clock. Doorways only: each calls one action."""

from __future__ import annotations

from kulanz.events.jobs import job

from . import actions


@job("forget-absences")
def forget_absences() -> None:
    """Delete what says when somebody was not here, some days after it is over."""
    actions.forget_absences()


@job("forget-signs-of-life")
def forget_signs() -> None:
    """Delete signs of life that say nothing about now."""
    actions.forget_signs()
