"""What goes with a received message: its event, a colleague's note round it, the words by which its case is found."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from kulanz.events import log
from kulanz.events.actor import SYSTEM, Actor, ActorKind
from kulanz.people.actors import customer_actor
from kulanz.people.models import Customer, User

from .. import events
from ..arrival import Arrival
from ..models import Case, Message, Note
from ..models.words import LONGEST_READ
from ..rules import Delivery


def event_of(case: Case, message: Message, customer: Customer | None, *, opened: bool, reopened: bool) -> log.Recorded:
    """Return the event of a received message; a mail server is nobody, and one of ours has answered."""
    if message.author_id is not None:
        by = Actor(kind=ActorKind.USER, id=message.author_id, name=message.sender_name)
        written = events.ReplySent if message.is_answer else events.AsideWritten
        return log.Recorded(written(case.pk, message.pk), by)
    received = events.MessageReceived(case.pk, message.pk, opened, reopened, message.is_automatic)
    return log.Recorded(received, customer_actor(customer) if customer is not None else SYSTEM)


def write_notes(arrivals: Sequence[Arrival], messages: Sequence[Message]) -> list[log.Recorded]:
    """Keep what colleagues wrote round messages that they passed on. Returns the events that tell of it."""
    said = [(arrival, letter) for arrival, letter in zip(arrivals, messages, strict=True) if arrival.note.strip()]
    if not said:
        return []
    writers = {arrival.note_by_id for arrival, _letter in said if arrival.note_by_id is not None}
    names: dict[int | None, str] = dict(User.objects.filter(pk__in=writers).values_list("pk", "name"))
    notes = Note.objects.bulk_create([note_of(arrival, letter) for arrival, letter in said])
    return [
        log.Recorded(
            events.NoteWritten(note.case_id, note.pk),
            Actor(ActorKind.USER, note.author_id, names.get(note.author_id, "")),
        )
        for note in notes
    ]


def note_of(arrival: Arrival, letter: Message) -> Note:
    """Return the note that goes with the letter of an arrival, not saved yet."""
    return Note(
        case=letter.case, author_id=arrival.note_by_id, came_with=letter, text=arrival.note.strip(), at=arrival.at
    )


def words_said(arrivals: Sequence[Arrival], cases: Sequence[Case], new: Collection[int]) -> dict[int, str]:
    """Return what was said in each case: of a new one its number and subject, too."""
    said = {case.pk: f"{case.number} {case.subject}" if case.pk in new else "" for case in cases}
    for arrival, case in zip(arrivals, cases, strict=True):
        said[case.pk] += f" {arrival.text[:LONGEST_READ]} {arrival.note[:LONGEST_READ]}"
    return said


def delivery_of(arrival: Arrival) -> Delivery:
    """Return what has become of what came: ours by mail is sent already, or said to nobody we know of."""
    if arrival.author_id is None:
        return Delivery.RECEIVED
    return Delivery.ASIDE if arrival.is_aside else Delivery.SENT


def said_at(arrival: Arrival, case: Case) -> datetime:
    """When it was written. In a case with a past nothing new slips in between what has been read."""
    told = arrival.written_at
    return told if told is not None and (arrival.case_id is None or told > case.last_entry_at) else arrival.at
