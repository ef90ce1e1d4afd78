"""What the room does by the clock. Doorways only: each calls one action."""

from __future__ import annotations

from kulanz.events.jobs import job

from . import actions
from .models import TeamRouting
from .rules import Mode


@job("forget-absences")
def forget_absences() -> None:
    """Delete what says when somebody was not here, some days after it is over."""
    actions.forget_absences()


@job("forget-signs-of-life")
def forget_signs() -> None:
    """Delete signs of life that say nothing about now."""
    actions.forget_signs()


@job("give-out-cases")
def give_out() -> None:
    """Give out what lies in the piles of teams that want it so."""
    for team_id in TeamRouting.objects.exclude(mode=Mode.OFF.value).order_by("pk").values_list("team_id", flat=True):
        actions.give_out(team_id=team_id)


@job("return-still-cases")
def return_still_cases() -> None:
    """Let cases that lie still come back, in teams that want it so."""
    for team_id in TeamRouting.objects.exclude(silent_hours=None).order_by("pk").values_list("team_id", flat=True):
        actions.return_still_cases(team_id=team_id)
