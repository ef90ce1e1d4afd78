"""What is found out about a letter after it came: a reader that knows more, or another delivery of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from kulanz.events import log
from kulanz.events.actor import SYSTEM, Actor
from kulanz.people.rules import mail_key

from .. import events
from ..arrival import Arrival, Upload
from ..audience import audience_of, marked
from ..models import CaseWords, Message, Note
from ..ours import own_among
from ._beside import note_of
from ._uploads import attach_all

_REREAD = ["text", "hidden", "html", "has_files", "hints", "recipients", "reply_to", "audience"]


def reread_message(*, message_id: int, arrival: Arrival, hints: Sequence[dict[str, Any]], by: Actor) -> None:
    """Put what a better reading found in the place of a customer's letter; nothing where the letter is gone.

    Text, quotes, HTML, recipients and ``hints`` are replaced, files that are new are added, none is taken away; what a
    colleague wrote round it becomes a note. The letter stays in its case, and nobody is told that it came: it had come.
    Where the reading names another writer (the colleague who passed it on has left since) the letter stays as it is:
    what that one wrote is not for everybody who may read this one.
    """
    with transaction.atomic():
        message = Message.objects.select_for_update().filter(pk=message_id).first()
        if message is None or not message.is_incoming or not _is_by_the_same(message, arrival):
            return
        known = set(message.attachments.values_list("sha256", flat=True))
        fresh = [each for each in arrival.uploads if _sum(each) not in known]
        attach_all([(message, fresh)])
        for each in arrival.uploads:  # a file that is found to be for us alone is no customer's any more
            message.attachments.filter(sha256=_sum(each)).exclude(kind=each.kind).update(kind=each.kind)
        message.text, message.hidden, message.html = arrival.text, arrival.hidden, arrival.html
        message.has_files = bool(known or fresh)
        message.hints = list(hints)
        own = own_among(audience_of("", arrival.recipients, arrival.reply_to))
        message.recipients, message.reply_to = marked(arrival.recipients, own), marked(arrival.reply_to, own)
        message.audience = audience_of(message.sender_address, arrival.recipients, arrival.reply_to)
        message.save(update_fields=_REREAD)
        _renew_remark(message, arrival)
        CaseWords.objects.rewrite([message.case_id])
        log.record(events.MessageReread(message.case_id, message.pk), by=by)


def _is_by_the_same(message: Message, arrival: Arrival) -> bool:
    found = arrival.sender_address[:254]
    # What is no address has an empty key: two of those are compared as they were written.
    return found == message.sender_address or (mail_key(found) == mail_key(message.sender_address) != "")


def _sum(upload: Upload) -> str:
    return hashlib.sha256(upload.data).hexdigest()


def _renew_remark(message: Message, arrival: Arrival) -> None:
    """Put what a colleague wrote round the letter in the place of what was found before."""
    remark = arrival.note.strip()
    notes = Note.objects.filter(case_id=message.case_id)
    if remark and not notes.filter(came_with=message).update(text=remark) and not notes.filter(text=remark).exists():
        note_of(arrival, message).save()


def note_hint(*, message_id: int, hint: dict[str, Any]) -> None:
    """Put one more hint to a letter; nothing where it stands there already, or the letter is gone."""
    with transaction.atomic():
        message = Message.objects.select_for_update().filter(pk=message_id).first()
        if message is None or hint in message.hints:
            return
        message.hints = [*message.hints, hint]
        message.save(update_fields=["hints"])
        log.record(events.MessageNoted(message.case_id, message.pk), by=SYSTEM)
