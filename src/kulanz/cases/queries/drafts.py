"""What is being written: its files, which nobody but their writer gets, and whether it has been sent since."""

from __future__ import annotations

from django.db.models import QuerySet

from kulanz.core.newlines import unix_newlines
from kulanz.core.prepared import prepared
from kulanz.events.actor import Actor

from ..errors import NotFound
from ..models import Case, DraftFile
from ..rules import Delivery


@prepared
def files_of_draft(case_id: int, user_id: int) -> QuerySet[DraftFile]:
    """Return the files of a person's draft in a case, in the order in which they were chosen."""
    return DraftFile.objects.filter(case_id=case_id, user_id=user_id).order_by("id")


def file_of_draft(actor: Actor, public_id: str) -> DraftFile:
    """Return a file to the person in whose draft it is. Raises ``NotFound`` for everybody else."""
    found = DraftFile.objects.filter(public_id=public_id, user_id=actor.id or 0).exclude(case=None).first()
    if found is None:
        raise NotFound
    return found


def has_been_said(case: Case, actor: Actor, kind: str, text: str, seen_id: int | None) -> bool:
    """Say whether the person has sent these very words ("reply" or "note") since the entry ``seen_id``.

    It is the newest that the page knew on which they were written: a tab may end before it hears that they arrived.
    """
    said = case.notes.all() if kind == "note" else case.messages.exclude(delivery=Delivery.WITHDRAWN.value)
    return said.filter(author_id=actor.id, text=unix_newlines(text).strip(), pk__gt=seen_id or 0).exists()
