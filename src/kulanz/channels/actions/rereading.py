"""Reading originals again, after an upgrade or because a person wants what was left out."""

from __future__ import annotations

from django.db import transaction

from kulanz.cases.actions import reread_message
from kulanz.cases.errors import NotFound, WrongState
from kulanz.cases.models import Message
from kulanz.events import jobs, log
from kulanz.events.actor import Actor
from kulanz.people.access import require_admin

from .. import events, ingest, queries
from ..models import Original
from ..registry import adapter_for, kind_of_source

# What a reading says of a letter; other hints come from where it belongs and from people, and stay.
_OF_READING = frozenset({"forward-unsplit", "read-with-warnings", "invitation", "signed", "encrypted", "unreadable"})


def read_again(*, raw_mail_id: int, by: Actor) -> None:
    """Read an original again.

    One that failed takes the place of the notice that stood for it, one that was left out becomes a letter, and one
    that was read in part puts what is found now into the letter that it became. Raises ``NotFound`` and ``WrongState``.
    """
    require_admin(by)
    with transaction.atomic():
        original = Original.objects.select_for_update().defer("raw").filter(pk=raw_mail_id).first()
        if original is None:
            raise NotFound
        partly = original.state == Original.State.READ and bool(original.reason)
        if not partly and original.state not in {Original.State.FAILED, Original.State.IGNORED}:
            raise WrongState
        log.record(events.MailReadAgain(raw_mail_id), by=by)
        if partly:
            _renew(raw_mail_id, by)
            return
        Original.objects.filter(pk=raw_mail_id).update(state=Original.State.KEPT, tries=0)
    # After the commit: parsing may take long, and on SQLite nobody could write meanwhile.
    ingest.read_one(raw_mail_id, by_hand=True)


def read_all_again(*, by: Actor) -> int:
    """Read again, one job each, what failed and what an older reader read in part. Returns how many."""
    require_admin(by)
    with transaction.atomic():
        ids = list(queries.worth_reading_again().values_list("pk", flat=True))
        jobs.enqueue_all(
            [jobs.NewJob("read-mail-again", {"raw_mail_id": raw_mail_id, "user_id": by.id}) for raw_mail_id in ids]
        )
    return len(ids)


def _renew(raw_mail_id: int, by: Actor) -> None:
    original = Original.objects.get(pk=raw_mail_id)
    original.dedupe = ""  # it is read for itself: another delivery of it became the same letter
    adapter = adapter_for(kind_of_source(original.source).key)
    decision = adapter.match(adapter.read([original]))[0]
    if decision.effect is not None:
        decision.effect()  # each may run once more: what it says is known by then, or was not found the first time
    letter = Message.objects.filter(pk=original.message_id).first() if original.message_id else None
    if letter is not None and decision.arrival is not None and "unreadable" not in decision.warnings:
        kept = [hint for hint in letter.hints if hint.get("code") not in _OF_READING]
        found = [hint for hint in decision.arrival.hints if hint.get("code") in _OF_READING]
        reread_message(message_id=letter.pk, arrival=decision.arrival, hints=[*kept, *found], by=by)
    Original.objects.filter(pk=raw_mail_id).update(
        reason=" ".join(decision.warnings), verdicts=decision.verdicts[:120], reader_version=ingest.READER_VERSION
    )
