"""Files that are too large for a mail: they stay here, and their letter holds a link to each."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from kulanz.people.models import the_house

from ..models import Attachment, Message
from ..rules import beyond


def link_beyond(letter: Message, due: datetime) -> None:
    """Let those files of a letter go as links that do not fit into its mail. They end some days after ``due``."""
    if not letter.has_files:
        return
    files = list(letter.attachments.all())
    large = beyond([file.size for file in files], settings.LETTER_SIZE_LIMIT)
    linked = [file.pk for file, is_linked in zip(files, large, strict=True) if is_linked]
    if linked:
        until = due + timedelta(days=the_house().linked_days)
        Attachment.objects.filter(pk__in=linked).update(linked_until=until)
