"""The same thing twice by one hand: a double press, a page sent again, a save that comes late. It counts once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from kulanz.core.clock import now
from kulanz.core.prepared import prepared
from kulanz.events.actor import Actor
from kulanz.events.catalogue import kind_of
from kulanz.events.models import Event

from ..access import require_user_id
from ..arrival import Upload
from ..audience import readers_of
from ..events import ReplyWritten
from ..models import Case, DraftFile, Message, Note, Submission
from ..rules import SLACK, Delivery

RACE = timedelta(seconds=10)  # how late a second press or a save can come after the letter it belongs to
# The toast that offers to undo a step lasts 30 s; the rest is for slow lines and late presses.
TAKE_BACK = timedelta(seconds=40)
KEPT = timedelta(days=2)
MOST_LIKE_IT = 20  # letters of the same words that are looked at, the newest


def held_for(by: Actor) -> timedelta:
    """Return how long an answer of this person is held: their time to take it back, and what slow lines need."""
    return timedelta(seconds=by.undo_seconds) + SLACK if by.undo_seconds else timedelta()


def letter_said(
    case: Case,
    by: Actor,
    text: str,
    at: datetime,
    uploads: Sequence[Upload],
    kept: Sequence[DraftFile],
    audience: str,
    hidden: str = "",
) -> Message | None:
    """Return the answer that says the same, written by the same person so shortly before ``at`` that it is this one.

    ``text`` is stripped, with plain line ends, ``kept`` are the files of its draft, ``hidden`` is what it passes on.
    The same words with another file, above another letter or to somebody else are another letter.
    """
    since = at - max(held_for(by), RACE)
    alike = _same_words(case.pk, require_user_id(by), text)
    said = [each for each in alike if each.at >= since and each.hidden == hidden]
    newest = next((each for each in said if readers_of(each.audience) == readers_of(audience)), None)
    if newest is None:
        return None
    brought = {hashlib.sha256(upload.data).hexdigest() for upload in uploads} | {each.sha256 for each in kept}
    # Fewer make no difference: what the draft held went along with the first letter. One that is new does.
    return newest if brought <= set(newest.attachments.values_list("sha256", flat=True)) else None


@prepared
def _same_words(case_id: int, author_id: int, text: str) -> QuerySet[Message]:
    said = Message.objects.filter(case_id=case_id, author_id=author_id, text=text)
    return said.exclude(delivery=Delivery.WITHDRAWN.value).order_by("-at", "-id")[:MOST_LIKE_IT]


def wish_of(letter: Message) -> tuple[bool, bool, datetime | None]:
    """Return what was wanted with an answer: that the case waits for the customer, that it proposes a solution, when.

    ``None`` is at once.
    """
    if letter.delivery == Delivery.AWAITING.value:
        return letter.approval.waits, letter.proposes_solution, letter.approval.until
    if letter.delivery == Delivery.LATER.value:
        return letter.postponed.waits, letter.proposes_solution, letter.postponed.until
    # The letter does not keep what the case should wait for, and not every such wish became a waiting: its event knows.
    written = Event.objects.filter(subject_kind="case", subject_id=letter.case_id, kind=kind_of(ReplyWritten).name)
    rows = written.order_by("-id").values_list("data", flat=True)
    waits = next((bool(data["waits"]) for data in rows if data["message_id"] == letter.pk), False)
    return waits, letter.proposes_solution, None


def note_said(case: Case, by: Actor, text: str, at: datetime) -> Note | None:
    """Return the note that says the same, written by the same person so shortly before ``at`` that it is this one."""
    since = at - max(held_for(by), RACE)
    return case.notes.filter(author_id=by.user_id, text=text, at__gte=since).order_by("-at", "-id").first()


def is_late_save(case: Case, user_id: int, kind: str, text: str, seen_id: int | None) -> bool:
    """Say whether a draft is what was sent a moment ago, or its beginning: a save that its letter has overtaken.

    ``seen_id`` is the newest entry that the page knew on which it was written; such a page is older than its letter.
    """
    said = case.messages.exclude(delivery=Delivery.WITHDRAWN.value) if kind != "note" else case.notes.all()
    recent = said.filter(author_id=user_id, at__gte=now() - RACE, pk__gt=seen_id or 0).values_list("text", flat=True)
    return any(words.startswith(text) for words in recent)


def claim_submission(*, by: Actor, key: str) -> Case | None:
    """Take the id of a filled-in page for oneself. Returns the case it has opened where it was sent before.

    To be called inside the transaction that opens the case: a second press waits for the first to end.
    """
    user_id = require_user_id(by)
    # Swept here, where a new one comes in anyway: no job has to look after them.
    Submission.objects.filter(user_id=user_id, at__lt=now() - KEPT).delete()
    try:
        # A savepoint: on PostgreSQL the conflict would spoil the caller's transaction as well.
        with transaction.atomic():
            Submission.objects.create(user_id=user_id, key=key)
    except IntegrityError:
        return Submission.objects.select_related("case").get(user_id=user_id, key=key).case
    return None


def opened_by(*, by: Actor, key: str) -> Case | None:
    """Return the case that a filled-in page has opened already; ``None`` where it is sent for the first time."""
    sent = Submission.objects.select_related("case").filter(user_id=require_user_id(by), key=key).first()
    return sent.case if sent is not None else None


def settle_submission(*, by: Actor, key: str, case: Case) -> None:
    """Remember which case a page has opened."""
    Submission.objects.filter(user_id=require_user_id(by), key=key).update(case=case)
