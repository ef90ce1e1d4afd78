"""Notes: words for us alone."""

from __future__ import annotations

from django.db import transaction

from kulanz.core.clock import now
from kulanz.core.newlines import unix_newlines
from kulanz.events import log
from kulanz.events.actor import Actor

from .. import events
from ..access import locked_case, require_staff, require_user_id
from ..errors import EmptyText
from ..models import CaseWords, Draft, Mention, Note
from ..rules import Direction
from ._steps import update_case
from .assignment import assignable
from .mentioning import record_mentions
from .read_marks import mark_read
from .repeats import note_said


def write_note_of_house(*, case_id: int, by: Actor, text: str, calls: int | None = None) -> Note:
    """Write a note by the house, which ``calls`` one person of ours, by id. Raises ``EmptyText``.

    Raises ``NotFound`` where that person is not with us, ``NotAllowed`` where they may not see the case.
    """
    require_staff(by)
    if not text.strip():
        raise EmptyText
    with transaction.atomic():
        case = locked_case(case_id, by)
        called = assignable(calls, case.team_id)
        note = Note.objects.create(case=case, text=unix_newlines(text).strip())
        CaseWords.objects.add({case.pk: note.text})
        update_case(case, last_entry_at=max(case.last_entry_at, note.at))
        if called is not None:
            Mention.objects.create(note=note, user=called)
        log.record(events.NoteWritten(case.pk, note.pk), by=by)
    return note


def write_note(*, case_id: int, by: Actor, text: str, call: Direction | None = None, spoke_with: str = "") -> Note:
    """Write a note for us alone. Colleagues it calls by "@name" are told, where they may see the case.

    ``call`` says that it tells of a telephone call, ``spoke_with`` who was at the other end. The same words again at
    once are the same note, which is returned as it is.
    """
    user_id, text = require_user_id(by), unix_newlines(text).strip()
    if not text:
        raise EmptyText
    with transaction.atomic():
        case = locked_case(case_id, by)
        if (said := note_said(case, by, text, now())) is not None:
            return said
        note = Note.objects.create(
            case=case,
            author_id=user_id,
            text=text,
            call=call.value if call is not None else "",
            spoke_with=spoke_with.strip()[:200] if call is not None else "",
        )
        CaseWords.objects.add({case.pk: text})
        update_case(case, last_entry_at=max(case.last_entry_at, note.at))
        Draft.objects.filter(case=case, user_id=user_id, kind="note").delete()
        record_mentions(note, case)
        log.record(events.NoteWritten(case.pk, note.pk), by=by)
        mark_read(case_id=case.pk, by=by)
    return note
