"""Files of answers that are being written: nobody but their writer gets them."""

from __future__ import annotations

from django.db.models import QuerySet

from kulanz.core.prepared import prepared
from kulanz.events.actor import Actor

from ..errors import NotFound
from ..models import DraftFile


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
