"""Putting a case aside until a moment or until a reply, and bringing it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kulanz.core.clock import now
from kulanz.events import log
from kulanz.events.actor import SYSTEM, Actor

from .. import events
from ..access import locked_case, require_staff, require_user_id
from ..errors import WrongState
from ..models import Case, ReadMark, Snooze
from ..rules import CLOSED
from ._steps import end_snooze, give_back_snooze, take_up_snooze, update_case
from .repeats import TAKE_BACK


def snooze_case(*, case_id: int, by: Actor, until: datetime | None) -> None:
    """Put an open case aside ``until`` a moment (aware), or with ``None`` until its customer writes.

    Whatever they write brings it back at once, unless it is a mere thank-you. Their page says nothing of it, and where
    the case stands does not change. Raises ``WrongState`` when it is closed, or where the moment is over.
    """
    require_staff(by)
    with transaction.atomic():
        case, at = locked_case(case_id, by), now()
        if case.state in CLOSED or (until is not None and until <= at):
            raise WrongState
        end_snooze(case, at)
        take_up_snooze(case, Snooze.objects.create(case=case, until=until, by_id=by.user_id, at=at))
        log.record(events.CaseSnoozed(case.pk, until.isoformat() if until is not None else ""), by=by)


def undo_snooze(*, case_id: int, by: Actor) -> None:
    """Undo a snooze of one's own: the case stands where it stood before, snoozed as before where it was.

    Raises ``WrongState`` after ``TAKE_BACK``, or where the case is back already.
    """
    me = require_user_id(by)
    with transaction.atomic():
        case = locked_case(case_id, by)
        last = _standing(case)
        if last is None or last.by_id != me or now() - last.at > TAKE_BACK:
            raise WrongState
        end_snooze(case, last.at)
        # Before giving back, which takes up what ended in this instant: as one withdrawn it is none of that.
        Snooze.objects.filter(pk=last.pk).update(withdrawn_at=now())
        give_back_snooze(case, last.at)
        log.record(events.CaseSnoozed(case.pk, undone=True), by=by)


def wake_case(*, case_id: int, by: Actor) -> None:
    """Take a snoozed case back before its moment. Raises ``WrongState`` where it is not snoozed."""
    require_staff(by)
    with transaction.atomic():
        case = locked_case(case_id, by)
        snooze = _standing(case)
        if snooze is None:
            raise WrongState
        end_snooze(case, now())
        log.record(events.CaseWoken(case.pk, _wished_by(snooze), early=True), by=by)


def wake_when_due(*, snooze_id: int) -> None:
    """Bring a case back whose moment has come. Where it is back already, or put aside anew, nothing happens."""
    with transaction.atomic():
        # Only which case it concerns: the record is looked at again under the lock of its case.
        case_id = Snooze.objects.filter(pk=snooze_id, ended_at=None).values_list("case_id", flat=True).first()
        if case_id is None:
            return
        case, at = locked_case(case_id, SYSTEM), now()
        snooze = _standing(case)
        if snooze is None or snooze.pk != snooze_id or snooze.until is None or snooze.until > at:
            return
        snooze.ended_at, snooze.returned_to_id = at, case.assignee_id or snooze.by_id
        snooze.save(update_fields=["ended_at", "returned_to"])
        update_case(case, wakes_at=None)
        ReadMark.objects.filter(case=case, user_id=snooze.returned_to_id or 0).delete()  # it looks new to them again
        log.record(events.CaseWoken(case.pk, _wished_by(snooze)), by=SYSTEM)


def _wished_by(snooze: Snooze) -> str:
    return snooze.by.name if snooze.by is not None else ""


def _standing(case: Case) -> Snooze | None:
    return Snooze.objects.filter(case=case, ended_at=None).select_related("by").last()
