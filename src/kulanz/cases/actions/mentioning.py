"""Calling colleagues into a case by a note."""

from __future__ import annotations

from kulanz.core.clock import now
from kulanz.events.actor import Actor

from ..access import require_user_id
from ..models import Case, Mention, Note
from ..queries.mentions import meant_by


def record_mentions(note: Note, case: Case) -> None:
    """Tell those whom a note calls. Its author and those who may not see the case are left out."""
    told = meant_by(text=note.text, case=case).told
    Mention.objects.bulk_create([Mention(note=note, user=user) for user in told if user.pk != note.author_id])


def see_mentions(*, case_id: int, by: Actor) -> None:
    """Remember that a person has seen where they are called in a case. One statement."""
    Mention.objects.filter(user_id=require_user_id(by), note__case_id=case_id, seen_at=None).update(seen_at=now())
