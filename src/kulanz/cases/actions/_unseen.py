"""What came into a case that somebody who sends a letter has not seen."""

from __future__ import annotations

from ..errors import UnseenEntries
from ..models import Case, Note


def check_seen(case: Case, message_id: int | None, note_id: int | None) -> None:
    """Raise ``UnseenEntries`` where a letter or a colleague's note is newer than these ids; ``None``: not asked."""
    messages = notes = 0
    if message_id is not None:
        messages = case.messages.filter(pk__gt=message_id, is_automatic=False).exclude(delivery="withdrawn").count()
    if note_id is not None:
        notes = Note.objects.filter(case=case, pk__gt=note_id).count()
    if messages or notes:
        raise UnseenEntries(messages, notes)
