"""Calling colleagues into a case by a note."""

from __future__ import annotations

from kulanz.core.clock import now

from ..models import Case, Mention, Note
from ..queries.mentions import meant_by


def record_mentions(note: Note, case: Case) -> None:
    """Tell those whom a note calls. Its author and those who may not see the case are left out."""
    told = meant_by(text=note.text, case=case).told
    Mention.objects.bulk_create([Mention(note=note, user=user) for user in told if user.pk != note.author_id])


def see_mentions(*, case_id: int, user_id: int, note_id: int | None = None) -> None:
    """Remember that a person has seen where they are called in a case, up to a note. One statement."""
    unseen = Mention.objects.filter(user_id=user_id, note__case_id=case_id, seen_at=None)
    (unseen if note_id is None else unseen.filter(note_id__lte=note_id)).update(seen_at=now())
