"""Passing a letter, or all that was said with a customer, on to somebody who is not part of the case."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from kulanz.core.clock import now
from kulanz.core.newlines import unix_newlines
from kulanz.events.actor import Actor

from ..access import locked_case, needs_approval, require_user_id
from ..audience import Person, lines_of
from ..errors import EmptyText, LetterTooLarge
from ..models import Attachment, CaseWords, Draft, Message
from ..queries.forwarding import Forwardable, forwardable
from ..rules import Delivery, Direction
from ..vetoes import Attempt, let_pass
from ._linking import link_beyond
from ._passing_on import take_forward
from ._recipients import checked
from ._uploads import same_file
from .approving import ask_approval
from .repeats import held_for, letter_said


def forward_message(
    *,
    case_id: int,
    by: Actor,
    text: str,
    recipients: Sequence[Person],
    letter_id: int | None = None,
    file_ids: Collection[str] | None = None,
    waits: bool = False,
    gaps_are_meant: bool = False,
    stops_are_known: bool = False,
    is_signed: bool = True,
) -> Message:
    """Pass a letter on, or with ``None`` all that was said with the customer, below the remark ``text``.

    It is held like an answer and goes once; the same again within that time is the one that is there. It is none of
    the customer's letters: only ``recipients`` ("name", "address", "role") may read it, and where the case stands stays
    as it is, unless it ``waits`` for their answer. ``file_ids`` are the public ids of the files that go along, ``None``
    is all.

    Raises ``EmptyText``, ``NotFound``, ``NotAllowed``, ``RecipientsRefused``, ``LetterTooLarge``, ``OpenGaps`` and
    ``ReplyStopped`` as ``send_reply`` does, and ``WrongState`` where an ended case should wait.
    """
    user_id, text = require_user_id(by), unix_newlines(text).strip()
    if not text:
        raise EmptyText
    with transaction.atomic():
        # One time for all that this writes: taking it back finds by it what it began and ended.
        case, at = locked_case(case_id, by), now()
        people, passed = checked(recipients), forwardable(case, letter_id, by)
        audience, hidden = lines_of(each["address"] for each in people), passed.text
        said = letter_said(case, by, text, at, (), (), audience, hidden)
        if said is not None:
            return said
        files = _chosen(passed, file_ids)
        # Whoever passes a letter on means somebody who takes no part: nobody is asked about that here.
        attempt = Attempt(case, by, text, has_files=bool(files))
        let_pass(attempt, gaps_are_meant=gaps_are_meant, stops_are_known=stops_are_known)
        message = Message.objects.create(
            case=case,
            direction=Direction.OUT.value,
            delivery=Delivery.HELD.value,
            channel=case.channel,
            author_id=user_id,
            sender_name=by.name,
            recipients=people,
            audience=audience,
            answers_id=letter_id,
            subject=passed.subject,
            text=text,
            hidden=hidden,
            is_forward=True,
            is_signed=is_signed,
            has_files=bool(files),
            at=at,
            held_until=at + held_for(by),
        )
        _attach(message, files, at)
        CaseWords.objects.add({case.pk: text})
        Draft.objects.filter(case=case, user_id=user_id, kind="forward").delete()
        begin = ask_approval if needs_approval(case, by) else take_forward
        begin(case, message, by, waits=waits)
    return message


def _attach(message: Message, files: Sequence[Attachment], at: datetime) -> None:
    Attachment.objects.bulk_create([Attachment(message=message, **same_file(each)) for each in files])
    link_beyond(message, at)


def _chosen(passed: Forwardable, file_ids: Collection[str] | None) -> list[Attachment]:
    """Raise ``LetterTooLarge`` where the files are more than may leave the house in one letter."""
    files = [each for each in passed.files if file_ids is None or each.public_id in file_ids]
    if sum(each.size for each in files) > settings.LINKED_SIZE_LIMIT:
        raise LetterTooLarge(max(files, key=lambda each: each.size).name)
    return files
