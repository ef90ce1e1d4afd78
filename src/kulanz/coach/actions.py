"""Reading letters, and setting a brand's voice. Nothing here changes a case, and nothing is read of our own people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from kulanz.cases.models import Message
from kulanz.core.clock import now
from kulanz.events import log
from kulanz.events.actor import SYSTEM, Actor
from kulanz.people.access import require_admin
from kulanz.people.events import SetupChanged
from kulanz.people.models import Brand
from tonfall import Reading, Span, read_message

from .events import LetterRead
from .models import BrandVoice, CaseMood, LetterReading, Mood

# Reading aids are for letters. Of a log file or a book its beginning is read, and the desk says so.
READ_AHEAD = 50_000  # characters


def read_letter(*, message_id: int) -> LetterReading | None:
    """Read a letter and keep what was read; again is the same. ``None`` for everything a customer did not write."""
    message = Message.objects.select_related("case__customer").filter(pk=message_id).first()
    if message is None or not message.is_incoming or message.is_automatic:
        return None
    # Two ears only: whatever is not English is listened to in German.
    language = message.case.customer.language or message.case.language
    # Before the transaction: a long letter takes its time, and on SQLite mail coming in would wait for it.
    found = read_message(message.text[:READ_AHEAD], at=message.at, language="en" if language == "en" else "de")
    with transaction.atomic():
        reading, is_new = LetterReading.objects.update_or_create(message=message, defaults=_kept(found))
        _remember_mood(message, reading)
        if is_new and (reading.mood != Mood.CALM or reading.abuse):
            log.record(LetterRead(message.case_id, message.pk), by=SYSTEM)
    return reading


def _kept(found: Reading) -> dict[str, Any]:
    brief = found.summary
    return {
        "language": found.language or "",
        "address": found.address.kind,
        "mood": found.mood.level,
        "mood_cues": [[*_pair(cue.span), cue.kind] for cue in found.mood.cues],
        "abuse": found.abuse.kind or "",
        "abuse_spans": [_pair(span) for span in found.abuse.spans],
        "questions": [
            {"start": each.span.start, "end": each.span.end, "topics": list(each.topics), "asked_for": each.asked_for}
            for each in found.questions
        ],
        "summary": {
            "lines": [_pair(line) for line in brief.lines],
            "matter": _pair(brief.matter) if brief.matter else None,
            "wish": _pair(brief.wish) if brief.wish else None,
        },
        "sides": [
            {"side": each.side, "key": each.key, "start": each.span.start, "end": each.span.end} for each in found.sides
        ],
        "expertise": found.expertise.level or "",
        "expertise_cues": [[*_pair(cue.span), cue.side] for cue in found.expertise.cues],
        "read_at": now(),
    }


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def _remember_mood(message: Message, reading: LetterReading) -> None:
    """Letters are read in any order: only the newest one speaks for its case."""
    known = CaseMood.objects.select_for_update().filter(case_id=message.case_id).first()
    if known is not None and not known.is_older_than(message.at, message.pk):
        return
    CaseMood.objects.update_or_create(
        case_id=message.case_id,
        defaults={
            "level": reading.mood,
            "is_veiled": bool(reading.abuse_spans),
            "message_id": message.pk,
            "message_at": message.at,
        },
    )


def recall_mood(*, case_id: int) -> None:
    """Let the newest letter that is in a case now speak for it: letters come and go when they are moved."""
    with transaction.atomic():
        known = CaseMood.objects.select_for_update().filter(case_id=case_id).first()
        letters = LetterReading.objects.filter(message__case_id=case_id, message__is_automatic=False)
        newest = letters.select_related("message").order_by("-message__at", "-message__pk").first()
        if (known.message_id if known else None) == (newest.message_id if newest else None):
            return
        # Deleted first: the letter that left may be newer than all that stay, and only a newer one would win.
        CaseMood.objects.filter(case_id=case_id).delete()
        if newest is not None:
            _remember_mood(newest.message, newest)
        said = newest.message_id if newest is not None else known.message_id if known is not None else 0
        log.record(LetterRead(case_id, said), by=SYSTEM)


def save_voice(
    *,
    brand: Brand,
    by: Actor,
    words: Mapping[str, str],
    phrases: Sequence[Mapping[str, str]],
    levels: Mapping[str, str],
) -> BrandVoice:
    """Set how a brand wants to sound (see ``BrandVoice``). Raises ``NotAllowed``. No change, no event."""
    require_admin(by)
    fresh = {"words": dict(words), "phrases": [dict(each) for each in phrases], "levels": dict(levels)}
    with transaction.atomic():
        voice, _ = BrandVoice.objects.select_for_update().get_or_create(brand=brand)
        changed = sorted(name for name, value in fresh.items() if getattr(voice, name) != value)
        if changed:
            BrandVoice.objects.filter(pk=voice.pk).update(**fresh)
            log.record(SetupChanged("voice", brand.name, changed, brand.pk), by=by)
    return BrandVoice.objects.get(pk=voice.pk)
