"""What a letter that is passed on does to its case when it begins its way out."""

from __future__ import annotations

from kulanz.events import log
from kulanz.events.actor import Actor

from .. import events
from ..errors import WrongState
from ..models import Case, Message, Waiting
from ..rules import CLOSED, WaitingFor
from ._outside import names_of
from ._steps import end_waiting, refresh_status, withdraw_proposal


def take_forward(case: Case, message: Message, by: Actor, *, waits: bool) -> None:
    """Let a locked case follow what was passed on, and tell it. An ended case cannot wait: ``WrongState``."""
    if waits:
        if case.state in CLOSED:
            raise WrongState
        end_waiting(case, message.at)
        withdraw_proposal(case, message.at)
        reason, whom = names_of(message.recipients), WaitingFor.OTHERS.value
        Waiting.objects.create(case=case, whom=whom, reason=reason, by_id=by.user_id, at=message.at)
    refresh_status(case, last_entry_at=message.at)
    to = [each["address"] for each in message.recipients]
    log.record(events.LetterForwarded(case.pk, message.pk, to, waits), by=by)
