"""Answering: write, and what becomes of an answer on its way out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q, QuerySet

from kulanz.core.clock import now
from kulanz.core.newlines import unix_newlines
from kulanz.core.prepared import prepared
from kulanz.events import log
from kulanz.events.actor import SYSTEM, Actor
from kulanz.events.catalogue import DomainEvent
from kulanz.people.rules import mail_key

from .. import events
from ..access import locked_case, needs_approval, require_user_id
from ..arrival import Upload
from ..audience import Person, any_may_read, lines_of
from ..errors import AlreadyGone, EmptyText, RecipientsRefused
from ..models import Case, CaseWords, DraftFile, Message, Note
from ..queries import files_of_draft
from ..rules import UNSAID, Delivery, Direction
from ..vetoes import Attempt, let_pass
from ._effects import take_effect
from ._linking import link_beyond
from ._outside import goes_outside
from ._recipients import Addressed, addressed
from ._unseen import check_seen
from ._uploads import attach_all
from .approving import ask_approval
from .draft_files import check_together, let_go, take_over
from .drafts import end_draft
from .postponing import PostponementWish, postpone
from .read_marks import remember_read
from .repeats import held_for, letter_said, wish_of
from .taking_back import undo_letter
from .undelivered import follow, is_lost


def send_reply(
    *,
    case_id: int,
    by: Actor,
    text: str,
    waits: bool = False,
    proposes_solution: bool = False,
    seen_message_id: int | None = None,
    seen_note_id: int | None = None,
    uploads: Sequence[Upload] = (),
    recipients: Sequence[Person] | None = None,
    answers_id: int | None = None,
    gaps_are_meant: bool = False,
    stops_are_known: bool = False,
    later: PostponementWish | None = None,
    regained: Collection[int] | None = None,
    is_signed: bool = True,
) -> Message:
    """Write an answer. It is on screen at once and goes when its author's time to take it back is over, or ``later``.

    The files that its writer has kept in the draft go with it. The same words to the same people again within that time
    are the same answer, which is returned as it is. With another wish (``waits``, ``proposes_solution``, ``later``) the
    newer wish counts: the held letter is taken back for a new one. ``waits`` lets the case wait for the customer,
    ``proposes_solution`` asks whether it is solved, each as soon as the letter goes. ``answers_id`` is the letter it
    answers, by default the newest of somebody else; ``recipients`` are all it goes to ("name", "address", "role"), by
    default whom that letter asks for. ``regained`` as for ``save_draft``.

    Raises ``EmptyText``, ``NotAllowed``, ``RecipientsRefused``, ``LetterTooLarge``, ``UnseenEntries`` where something
    newer than the ``seen`` ids is in the case, ``AlreadyGone`` where the same answer has left with another wish,
    ``OpenGaps`` where a place is left open, unless its writer says that it is to be read so (``gaps_are_meant``),
    ``ReplyStopped`` where something speaks against it that its writer does not know yet (``stops_are_known``), and
    ``WrongState`` where ``later`` is over.
    """
    user_id, text = require_user_id(by), unix_newlines(text).strip()
    if not text:
        raise EmptyText
    with transaction.atomic():
        # One time for all that this writes: taking the letter back finds by it what it began and ended.
        case, at = locked_case(case_id, by), now()
        people = addressed(case, recipients, answers_id)
        kept = files_of_draft(case.pk, user_id)
        # Before anybody may object: the second press of a button has its answer, whatever speaks against the text.
        said = letter_said(case, by, text, at, uploads, kept, people.audience)
        if said is not None and wish_of(said) == (waits, proposes_solution, later.until if later is not None else None):
            let_go(kept)
            return said
        check_together(uploads, kept)
        has_files = bool(uploads or kept) if said is None else said.has_files
        attempt = _attempt(case, by, text, recipients, has_files, proposes_solution)
        let_pass(attempt, gaps_are_meant=gaps_are_meant, stops_are_known=stops_are_known)
        if said is not None:
            _replace(case, said, by, at)
        check_seen(case, seen_message_id, seen_note_id)
        message = _written(case, people, text, by, at)
        if proposes_solution and goes_outside(message):
            raise RecipientsRefused("outside")
        message.proposes_solution, message.is_signed = proposes_solution, is_signed
        message.has_files = has_files
        message.save()
        _bring_files(message, said, uploads, kept, later.until if later is not None else at)
        CaseWords.objects.add({case.pk: text})
        end_draft(case, user_id, "reply", regained)
        if needs_approval(case, by):
            ask_approval(case, message, by, waits=waits, later=later)
        elif later is None:
            take_effect(case, message, by, waits=waits)
        else:
            postpone(case, message, by, later, waits=waits)
        notes = _newest_note(case.pk)
        remember_read(
            case_id=case.pk, user_id=user_id, message_id=message.pk, note_id=notes[0] if notes else 0, seen_at=at
        )
    return message


@prepared
def _newest_note(case_id: int) -> QuerySet[Note, int]:
    return Note.objects.filter(case_id=case_id).order_by("-id").values_list("id", flat=True)[:1]


def _attempt(
    case: Case, by: Actor, text: str, recipients: Sequence[Person] | None, has_files: bool, proposes_solution: bool
) -> Attempt:
    addresses = tuple(mail_key(each["address"]) for each in recipients or ())
    return Attempt(case, by, text, addresses, has_files, proposes_solution)


def _written(case: Case, people: Addressed, text: str, by: Actor, at: datetime) -> Message:
    """Return the answer as it is held, not saved yet."""
    return Message(
        case=case,
        merged_from_id=people.answers.merged_from_id if people.answers is not None else None,
        direction=Direction.OUT.value,
        delivery=Delivery.HELD.value,
        channel=case.channel,
        author_id=by.user_id,
        sender_name=by.name,
        recipients=people.recipients,
        audience=people.audience,
        answers=people.answers,
        subject=_subject(case, people),
        text=text,
        at=at,
        held_until=at + held_for(by),
    )


def _bring_files(
    message: Message, said: Message | None, uploads: Sequence[Upload], kept: Sequence[DraftFile], due: datetime
) -> None:
    """Let the files go with their letter: those of the form and of the draft, or those that its first writing has."""
    if said is None:
        attach_all([(message, uploads)])
        take_over(kept, message)
    else:
        said.attachments.update(message=message)
        let_go(kept)
    link_beyond(message, due)


def _replace(case: Case, held: Message, by: Actor, at: datetime) -> None:
    """Take a letter back that is written anew in the same breath. Raises ``AlreadyGone``."""
    held_back = Message.objects.filter(pk=held.pk, delivery__in=[Delivery.AWAITING, Delivery.LATER, Delivery.HELD])
    # Whoever has the letter waits for the case that is locked here: waiting for the letter would never end.
    if not held_back.select_for_update(skip_locked=True).values_list("pk").first():
        raise AlreadyGone
    held_back.update(delivery=Delivery.WITHDRAWN.value)
    undo_letter(case, held, at)
    log.record(events.ReplyWithdrawn(case.pk, held.pk), by=by)


def _subject(case: Case, people: Addressed) -> str:
    """Return the subject of the letter that is answered: that of the case where its customer wrote it.

    Nobody learns the words of a letter from its subject: where no recipient has read it, the case's number stands in.
    """
    letter, addresses = people.answers, [each["address"] for each in people.recipients]
    if letter is None or not addresses:
        return case.subject
    is_known = any_may_read(letter.audience, addresses)
    if is_known and letter.subject == case.subject:
        return case.subject
    is_theirs = letter.customer_id == case.customer_id
    if (is_theirs or not is_known) and _is_subject_known(case, addresses):
        return case.subject
    return letter.subject if is_known and letter.subject else case.number


def _is_subject_known(case: Case, addresses: Sequence[str]) -> bool:
    """Whether one of them has read a letter with the subject of the case; without such a letter, its first one."""
    letters = case.messages.exclude(delivery__in=UNSAID).order_by("at", "id")
    named = letters.filter(subject=case.subject)
    by_one = reduce(or_, (Q(audience__contains=lines_of([address])) for address in addresses))
    if named.filter(by_one).exists():
        return True
    first = letters.values_list("audience", "subject").first()
    if first is None or not any_may_read(first[0], addresses):
        return False
    return first[1] != case.subject and not named.exists()


def mark_queued(*, message_id: int, again: bool = False) -> bool:
    """Let an answer go: its time to be taken back is over. Returns whether it is still wanted.

    ``again`` takes one that failed, or whose arrival nobody knows, because a person decided to send it once more.
    """
    with transaction.atomic():
        states = [Delivery.HELD, Delivery.QUEUED, *((Delivery.FAILED, Delivery.UNCERTAIN) if again else ())]
        waiting = Message.objects.filter(pk=message_id, delivery__in=[state.value for state in states])
        letter = waiting.select_for_update().first() if again else None
        # The first time no lock is needed: one statement decides between going out and being taken back.
        if letter is None:
            return waiting.update(delivery=Delivery.QUEUED.value) == 1
        was_lost = is_lost(letter)
        letter.delivery, letter.missed = Delivery.QUEUED.value, []
        letter.save(update_fields=["delivery", "missed"])
        follow(letter, was_lost=was_lost)
        return True


def mark_sent(*, message_id: int) -> None:
    """Record that an answer left the house."""
    _delivered(message_id, Delivery.SENT, lambda case_id: events.ReplySent(case_id, message_id))


def mark_failed(*, message_id: int, reason: str, final: bool) -> None:
    """Record that an answer did not reach the customer, in plain words; ``final`` where trying again cannot help.

    Then the case is ours again: whoever waits for us knows nothing of the answer.
    """
    state = Delivery.FAILED if final else Delivery.QUEUED
    _delivered(message_id, state, lambda case_id: events.DeliveryFailed(case_id, message_id, reason, final))


def mark_uncertain(*, message_id: int, reason: str) -> None:
    """Record that nobody knows whether an answer arrived: a person decides whether it goes again."""
    _delivered(
        message_id, Delivery.UNCERTAIN, lambda case_id: events.DeliveryFailed(case_id, message_id, reason, False)
    )


def _delivered(message_id: int, delivery: Delivery, domain_event: Callable[[int], DomainEvent]) -> None:
    with transaction.atomic():
        message = Message.objects.select_for_update().filter(pk=message_id).first()
        if message is None or message.delivery in {delivery.value, Delivery.WITHDRAWN.value}:
            return
        was_lost, message.delivery = is_lost(message), delivery.value
        message.save(update_fields=["delivery"])
        follow(message, was_lost=was_lost)
        log.record(domain_event(message.case_id), by=SYSTEM)
