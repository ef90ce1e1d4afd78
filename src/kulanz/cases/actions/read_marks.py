"""What somebody has read and is writing. No events: nobody else's business."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from kulanz.core.clock import now
from kulanz.core.newlines import unix_newlines
from kulanz.events.actor import Actor

from ..access import case_of, locked_case, require_user_id
from ..audience import Person
from ..models import Case, Draft, Message, Note, ReadMark
from .mentioning import see_mentions
from .repeats import is_late_save


def mark_read(*, case_id: int, by: Actor) -> None:
    """Remember that a person has seen everything in the case up to now. Raises ``NotAllowed`` for others than ours."""
    user_id = require_user_id(by)
    # Two looks into an index. Joining both tables for a maximum would walk every pair of letter and note.
    message, note = (rows.filter(case=OuterRef("pk")).order_by("-id") for rows in (Message.objects, Note.objects))
    newest = Case.objects.filter(pk=case_id).values_list(
        Coalesce(Subquery(message.values("pk")[:1]), 0), Coalesce(Subquery(note.values("pk")[:1]), 0), "last_entry_at"
    )
    if (found := newest.first()) is None:
        return
    message_id, note_id, seen_at = found
    remember_read(case_id=case_id, user_id=user_id, message_id=message_id, note_id=note_id, seen_at=seen_at)
    see_mentions(case_id=case_id, user_id=user_id)


def see_case(*, case_id: int, by: Actor, message_id: int, note_id: int, until: datetime) -> None:
    """Remember that a person had a case before their eyes, with all entries up to these and to ``until`` (aware).

    What was seen already stays seen: a page from earlier takes nothing back. Raises ``NotFound`` and ``NotAllowed``.
    """
    user_id, case = require_user_id(by), case_of(case_id, by)
    # The page says until when: a moment yet to come would mark as read what nobody has seen.
    until = min(until, case.last_entry_at)
    with transaction.atomic():
        if not ReadMark.objects.filter(case=case, user_id=user_id, seen_at__gte=until).exists():
            remember_read(case_id=case.pk, user_id=user_id, message_id=message_id, note_id=note_id, seen_at=until)
        see_mentions(case_id=case.pk, user_id=user_id, note_id=note_id)


def remember_read(*, case_id: int, user_id: int, message_id: int, note_id: int, seen_at: datetime) -> None:
    """Remember that a person has seen the case up to these entries and to ``seen_at`` (aware). One statement."""
    mark = ReadMark(case_id=case_id, user_id=user_id, message_id=message_id, note_id=note_id, seen_at=seen_at)
    ReadMark.objects.bulk_create(
        [mark],
        update_conflicts=True,
        unique_fields=["user", "case"],
        update_fields=["message_id", "note_id", "seen_at"],
    )


def mark_unread(*, case_id: int, by: Actor) -> None:
    """Let a case look new to a person again. Raises ``NotAllowed`` for others than ours."""
    ReadMark.objects.filter(case_id=case_id, user_id=require_user_id(by)).delete()


def save_draft(
    *,
    case_id: int,
    by: Actor,
    kind: str,
    text: str,
    recipients: Sequence[Person] = (),
    answers_id: int | None = None,
    seen_id: int | None = None,
) -> Draft | None:
    """Keep what a person is writing ("reply" or "note") and whom they chose for it; with neither, the draft goes.

    A save that was on its way while its text was sent comes too late and leaves no draft behind. ``seen_id`` is the
    newest entry of the kind that its page knew.
    """
    user_id, text = require_user_id(by), unix_newlines(text)
    with transaction.atomic():
        case = locked_case(case_id, by)
        # Behind the lock of the case: a save that meets the sending of its own text waits, and then finds the letter.
        is_late = bool(text.strip()) and is_late_save(case, user_id, kind, text.strip(), seen_id)
        if is_late or not (text.strip() or recipients):
            Draft.objects.filter(case=case, user_id=user_id, kind=kind).delete()
            return None
        draft, _ = Draft.objects.update_or_create(
            case=case,
            user_id=user_id,
            kind=kind,
            defaults={"text": text, "saved_at": now(), "recipients": list(recipients), "answers_id": answers_id},
        )
    return draft
