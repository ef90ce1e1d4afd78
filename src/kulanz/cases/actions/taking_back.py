"""Taking an answer back while it is held: it is a draft again, and its case stands where it stood before."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kulanz.core.clock import now
from kulanz.events import log
from kulanz.events.actor import Actor

from .. import events
from ..access import locked_case, require_user_id
from ..errors import WrongState
from ..models import (
    Approval,
    Case,
    CaseWords,
    Confirmation,
    Draft,
    Ending,
    Lapse,
    Message,
    Postponement,
    Reopening,
    Solution,
    Waiting,
)
from ..rules import UNSAID, Delivery
from ._outside import goes_outside
from ._settling import called_since
from ._steps import give_back, refresh_status
from .draft_files import give_back_files

_TAKEN_BACK = (Delivery.AWAITING.value, Delivery.HELD.value, Delivery.LATER.value)
_SAY_WHERE_IT_STANDS = (Waiting, Solution, Confirmation, Reopening, Lapse)


def withdraw_reply(*, message_id: int, by: Actor) -> str:
    """Take a held or postponed answer back: it is a draft again. Returns its text. Raises ``WrongState`` when gone.

    Its files come with it. What its author has begun to write since then stands below it.
    """
    user_id = require_user_id(by)
    with transaction.atomic():
        found = Message.objects.select_for_update().filter(pk=message_id, author_id=user_id).first()
        if found is None or found.delivery not in _TAKEN_BACK:
            raise WrongState
        case, at = locked_case(found.case_id, by), now()
        found.delivery = Delivery.WITHDRAWN.value
        found.save(update_fields=["delivery"])
        undo_letter(case, found, at)
        back_into_draft(found, at)
        log.record(events.ReplyWithdrawn(case.pk, found.pk), by=by)
    return found.text


def undo_letter(case: Case, letter: Message, at: datetime) -> None:
    """Let the case be as if a letter that was taken back had not been written, where nothing has come since."""
    # One for later, or that waits to be approved, has changed nothing before.
    withdrawn = {"outcome": Approval.Outcome.WITHDRAWN.value, "decided_at": at, "decided_by_id": letter.author_id}
    if Approval.objects.filter(message=letter, outcome="").update(**withdrawn):
        pass
    elif not Postponement.objects.filter(message=letter, ended_at=None).update(ended_at=at):
        _undo_effect(case, letter, at)
    CaseWords.objects.rewrite([case.pk])


def _undo_effect(case: Case, letter: Message, at: datetime) -> None:
    stands = not _has_moved_on(case, letter)
    Solution.objects.filter(message=letter, withdrawn_at=None).update(withdrawn_at=at)
    # A waiting names no letter: the instant that both bear tells which one began it.
    waited = Waiting.objects.filter(case=case, at=letter.at)
    waited.filter(ended_at=None).update(ended_at=at)
    waited.update(withdrawn_at=at)
    if stands:
        give_back(case, letter.at)
    if goes_outside(letter):  # it has not touched since when its customer waits
        refresh_status(case)
    else:
        refresh_status(case, waiting_since=_waiting_since(case))


def _waiting_since(case: Case) -> datetime | None:
    newest = case.messages.exclude(delivery__in=UNSAID).exclude(is_forward=True).order_by("-at", "-id").first()
    if not case.is_open or (newest is not None and (newest.is_automatic and newest.is_incoming)):
        return None
    if newest is not None and newest.is_incoming:
        return newest.at
    return called_since(case, newest.at if newest is not None else None)


def _has_moved_on(case: Case, letter: Message) -> bool:
    """Whether anything has said where the case stands since the letter, or ended what the letter itself began."""
    later = case.messages.filter(pk__gt=letter.pk, is_automatic=False)
    return (
        any(each.objects.filter(case=case, at__gt=letter.at).exists() for each in _SAY_WHERE_IT_STANDS)
        or Ending.objects.filter(case=case, at__gt=letter.at, withdrawn_at=None).exists()
        or later.exclude(delivery__in=UNSAID).exists()
        or Waiting.objects.filter(case=case, at=letter.at).exclude(ended_at=None).exists()
        or Solution.objects.filter(message=letter).exclude(withdrawn_at=None).exists()
    )


def back_into_draft(letter: Message, at: datetime) -> None:
    """Put a letter that does not go into its author's draft, with its files, above what they have begun since."""
    user_id = letter.author_id or 0
    _draft_again(letter, user_id, at)
    if not letter.is_forward:  # those of a forward are in the case, and are ticked again there
        give_back_files(letter, user_id)


def _draft_again(letter: Message, user_id: int, at: datetime) -> None:
    kind = "forward" if letter.is_forward else "reply"
    of_author = Draft.objects.filter(case_id=letter.case_id, user_id=user_id, kind=kind)
    there = of_author.values_list("text", "regained").first()
    begun, regained = (there[0].strip(), there[1]) if there is not None else ("", [])
    # A save that its letter has overtaken is the letter's beginning.
    text = letter.text if letter.text.startswith(begun) else f"{letter.text}\n\n{begun}"
    people = {"recipients": letter.recipients, "answers_id": letter.answers_id, "is_signed": letter.is_signed}
    Draft.objects.update_or_create(
        case_id=letter.case_id,
        user_id=user_id,
        kind=kind,
        defaults={"text": text, "saved_at": at, "regained": [*regained, letter.pk], **people},
    )
