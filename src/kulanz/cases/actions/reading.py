"""What somebody has read and is writing. No events: nobody else's business."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from kulanz.core.clock import now

from ..models import Case, Draft, Message, Note, ReadMark


def mark_read(*, case_id: int, user_id: int) -> None:
    """Remember that a person has seen everything in the case up to now."""
    newest = Case.objects.filter(pk=case_id).values_list("last_entry_at", flat=True).first()
    if newest is None:
        return
    message_id = Message.objects.filter(case_id=case_id).aggregate(newest=Max("id"))["newest"] or 0
    note_id = Note.objects.filter(case_id=case_id).aggregate(newest=Max("id"))["newest"] or 0
    ReadMark.objects.update_or_create(
        user_id=user_id,
        case_id=case_id,
        defaults={"message_id": message_id, "note_id": note_id, "seen_at": newest},
    )


def mark_unread(*, case_id: int, user_id: int) -> None:
    """Let a case look new to a person again."""
    ReadMark.objects.filter(case_id=case_id, user_id=user_id).delete()


def save_draft(*, case_id: int, user_id: int, kind: str, text: str) -> Draft | None:
    """Keep what a person is writing ("reply" or "note"); an empty text removes the draft."""
    with transaction.atomic():
        if not text.strip():
            Draft.objects.filter(case_id=case_id, user_id=user_id, kind=kind).delete()
            return None
        draft, _ = Draft.objects.update_or_create(
            case_id=case_id, user_id=user_id, kind=kind, defaults={"text": text, "saved_at": now()}
        )
    return draft
