"""What somebody has read. No events: nobody else's business."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from kulanz.events.actor import Actor

from ..access import case_of, require_user_id
from ..models import Case, Message, Note, ReadMark
from .mentioning import see_mentions


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
