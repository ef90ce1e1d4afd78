"""Customers' messages enter the house here, whatever the channel.

Plural on purpose (docs/decisions/0007-receiving-in-batches.md): a batch shares one transaction and a constant number of
statements, which is what makes hundreds of mails a second possible. Each message still has its own event.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection, transaction

from kulanz.core.clock import now
from kulanz.core.ids import LONGEST_MAIL_ID
from kulanz.events import log
from kulanz.people.models import Brand, Customer

from .. import counting
from ..arrival import Arrival
from ..audience import audience_of, is_outside, marked
from ..confirming import sounds_solved
from ..models import SNOOZED, Case, CaseWords, Message, Reopening, Waiting
from ..ours import own_among
from ..rules import CaseStatus, Direction, is_long_closed, status_after_message
from ._beside import delivery_of, event_of, said_at, words_said, write_notes
from ._blocked import end_blocked, is_blocked, marked_blocked
from ._joined import cases_joined
from ._senders import phone_hints, senders_for
from ._steps import end_snoozes
from ._uploads import attach_all

PREVIEW = 160
LONGEST_GREETING = 6  # words: Sehr geehrte Frau Professorin von Arnsberg,


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one arrival. ``duplicate`` means that it was here already and nothing was written."""

    case_id: int
    case_number: str
    message_id: int
    opened: bool
    duplicate: bool = False


def receive_messages(arrivals: Sequence[Arrival]) -> list[Received]:
    """Put messages into their cases, opening new ones. One transaction, one event each; answers in the given order."""
    with transaction.atomic():
        known = _known(arrivals)
        fresh = [arrival for arrival in arrivals if arrival.source_id not in known]
        # By identity: two arrivals may say the very same, and one without an original has no other key.
        results = dict(zip(map(id, fresh), _receive(fresh), strict=True)) if fresh else {}
    return [results.get(id(arrival)) or known[arrival.source_id or 0] for arrival in arrivals]


def _known(arrivals: Sequence[Arrival]) -> dict[int | None, Received]:
    """Find arrivals whose raw original has a message already: a repeat after a crash changes nothing."""
    sources = [arrival.source_id for arrival in arrivals if arrival.source_id is not None]
    if not sources:
        return {}
    rows = Message.objects.filter(source_id__in=sources).values_list("source_id", "case_id", "case__number", "id")
    return {
        source: Received(case, number, message, opened=False, duplicate=True) for source, case, number, message in rows
    }


def _receive(arrivals: list[Arrival]) -> list[Received]:
    arrivals, joined = marked_blocked(arrivals), cases_joined(arrivals)
    arrivals = [_as_theirs(each) if each.author_id and each.case_id not in joined else each for each in arrivals]
    customers = senders_for(arrivals, joined)
    before = {case.pk: counting.place_of(case) for case in joined.values()}
    opened = _open_cases(
        [
            (arrival, customer)
            for arrival, customer in zip(arrivals, customers, strict=True)
            if arrival.case_id not in joined and customer is not None
        ]
    )
    fresh = iter(opened)
    cases = [joined[a.case_id] if a.case_id in joined else next(fresh) for a in arrivals]
    phones = phone_hints(arrivals, customers)
    named = "".join(audience_of("", arrival.recipients, arrival.reply_to) for arrival in arrivals)
    own = own_among(named) if named else frozenset()
    messages = Message.objects.bulk_create(
        [_message(*each, own) for each in zip(arrivals, cases, customers, phones, strict=True)]
    )
    reopened = _join(arrivals, cases, messages, before)
    _count(opened, list({case.pk: case for case in joined.values()}.values()), before)
    attach_all([(message, arrival.uploads) for message, arrival in zip(messages, arrivals, strict=True)])
    new = {case.pk for case in opened}
    notes = write_notes(arrivals, messages)
    CaseWords.objects.add(words_said(arrivals, cases, new), fresh=new)
    log.record_all(
        [
            event_of(case, message, customer, opened=case.pk in new, reopened=message.pk in reopened)
            for case, message, customer in zip(cases, messages, customers, strict=True)
        ]
        + notes
        + end_blocked(arrivals, cases, new)
    )
    return [
        Received(case.pk, case.number, message.pk, opened=case.pk in new)
        for case, message in zip(cases, messages, strict=True)
    ]


def _as_theirs(arrival: Arrival) -> Arrival:
    """The case is gone meanwhile: then the words are nobody's answer."""
    return replace(arrival, author_id=None)


def _open_cases(pairs: Sequence[tuple[Arrival, Customer]]) -> list[Case]:
    numbers = _numbers(Counter(arrival.brand_id for arrival, _ in pairs))
    return Case.objects.bulk_create(
        [
            Case(
                number=numbers[arrival.brand_id].pop(0),
                brand_id=arrival.brand_id,
                customer=customer,
                subject=subject_of(arrival),
                team_id=arrival.team_id,
                channel=arrival.channel,
                entrance_id=arrival.entrance_id,
                language=customer.language or arrival.language or "de",
                preview=preview_of(arrival.text or arrival.note),
                has_files=arrival.brings_files,
                opened_at=arrival.at,
                last_entry_at=arrival.at,
                status=(CaseStatus.ENDED if is_blocked(arrival) else CaseStatus.NEW).value,
                is_open=not is_blocked(arrival),
                waiting_since=None if arrival.is_automatic or is_blocked(arrival) else arrival.at,
            )
            for arrival, customer in pairs
        ]
    )


def next_number(brand_id: int) -> str:
    """Take the next case number of a brand, inside the open transaction."""
    return _numbers(Counter([brand_id]))[brand_id][0]


def _numbers(wanted: Counter[int]) -> dict[int, list[str]]:
    """Take the next numbers of each brand. The row stays locked until the commit: no number twice, none missing."""
    table = connection.ops.quote_name(Brand._meta.db_table)
    numbers: dict[int, list[str]] = {}
    # One statement that counts on and tells where it is: the ORM's update returns no values. Brands in one order, too.
    with connection.cursor() as cursor:
        for brand_id, amount in sorted(wanted.items()):
            cursor.execute(
                f"UPDATE {table} SET last_number = last_number + %s WHERE id = %s "  # noqa: S608 - our own name
                "RETURNING prefix, last_number",
                [amount, brand_id],
            )
            prefix, last = cursor.fetchall()[0]
            numbers[brand_id] = [f"{prefix}-{number}" for number in range(last - amount + 1, last + 1)]
    return numbers


def _message(
    arrival: Arrival, case: Case, customer: Customer | None, more: Sequence[dict[str, Any]], own: frozenset[str]
) -> Message:
    hints = [*arrival.hints, *more]
    ours = arrival.author_id is not None
    if arrival.case_id is not None and not ours and is_long_closed(case.state, case.last_entry_at, arrival.at):
        hints.append({"code": "long-closed"})
    return Message(
        case=case,
        merged_from_id=arrival.case_id if arrival.case_id not in {None, case.pk} else None,
        direction=(Direction.OUT if ours else Direction.IN).value,
        delivery=delivery_of(arrival).value,
        channel=arrival.channel,
        author_id=arrival.author_id,
        customer=customer,
        sender_verified=arrival.verified,
        sender_name=arrival.sender_name[:200],
        sender_address=arrival.sender_address[:254],
        recipients=marked(arrival.recipients, own),
        reply_to=marked(arrival.reply_to, own),
        audience=audience_of(arrival.sender_address, arrival.recipients, arrival.reply_to),
        subject=arrival.subject[:300],
        text=arrival.text,
        hidden=arrival.hidden,
        html=arrival.html,
        at=said_at(arrival, case),
        mail_id=arrival.mail_id[:LONGEST_MAIL_ID],
        source_id=arrival.source_id,
        is_automatic=arrival.is_automatic,
        sounds_solved=_sounds_solved(arrival),
        has_files=bool(arrival.uploads),
        hints=hints,
    )


def _sounds_solved(arrival: Arrival) -> bool:
    """Whether its customer may mean that it is solved: of an outside party thanks are only thanks."""
    is_nobodys = arrival.author_id is not None or arrival.is_automatic
    return not is_nobodys and not is_outside(arrival.hints) and sounds_solved(arrival.text)


def _join(
    arrivals: Sequence[Arrival],
    cases: Sequence[Case],
    messages: Sequence[Message],
    before: dict[int, counting.Place],
) -> set[int]:
    """Let each message take effect on the case it joined. Returns the ids of the messages that brought one back."""
    touched: dict[int, Case] = {}
    reopenings: list[Reopening] = []
    reopened: set[int] = set()
    for arrival, case, message in zip(arrivals, cases, messages, strict=True):
        if case.pk not in before:
            continue
        touched[case.pk] = case
        if arrival.author_id is not None:
            _answered(case, arrival)
            continue
        is_quiet = message.is_automatic or (is_blocked(arrival) and not case.is_open)
        # Stepped, not derived anew as elsewhere (decision 7); tests/cases/test_truth.py compares the two.
        status = status_after_message(case.state, sounds_solved=message.sounds_solved, automatic=is_quiet)
        if status is CaseStatus.WITH_US and case.state in _SETTLED:
            # Not the time of the letter, which may lie before the record that it outweighs: the newest record counts.
            reopenings.append(Reopening(case=case, why="customer-wrote", at=now()))
            reopened.add(message.pk)
        case.status, case.is_open = status.value, status.is_open
        case.last_entry_at = max(case.last_entry_at, arrival.at)
        case.has_files = case.has_files or arrival.brings_files
        if not is_quiet:
            case.preview = preview_of(arrival.text or arrival.note)
            case.waiting_since = case.waiting_since or arrival.at
            case.wakes_at = case.wakes_at if message.sounds_solved else None  # a mere "Danke" wakes nobody
    _write_joined(list(touched.values()), reopenings, before)
    return reopened


def _answered(case: Case, arrival: Arrival) -> None:
    """One of ours has answered: nobody waits for us, and what the case waited for goes on.

    What may have reached nobody changes nothing but the time of the newest entry.
    """
    if arrival.is_aside:
        case.last_entry_at = max(case.last_entry_at, arrival.at)
        return
    if case.state in {CaseStatus.NEW, CaseStatus.WAITING_CUSTOMER, CaseStatus.WAITING_OTHERS}:
        case.status = CaseStatus.WITH_US.value
    case.last_entry_at = max(case.last_entry_at, arrival.at)
    case.preview = preview_of(arrival.text)
    case.waiting_since = case.wakes_at = None


_SETTLED = frozenset({CaseStatus.SOLUTION_PROPOSED, CaseStatus.CONFIRMED, CaseStatus.ENDED})


def _write_joined(cases: list[Case], reopenings: list[Reopening], before: dict[int, counting.Place]) -> None:
    if not cases:
        return
    fields = ["status", "is_open", "last_entry_at", "preview", "has_files", "waiting_since", "wakes_at"]
    Case.objects.bulk_update(cases, fields)
    Reopening.objects.bulk_create(reopenings)
    back = [case.pk for case in cases if case.state is CaseStatus.WITH_US]
    Waiting.objects.filter(case_id__in=back, ended_at=None).update(ended_at=now())
    end_snoozes([case.pk for case in cases if before[case.pk][2] == SNOOZED and not case.is_snoozed], now())


def _count(opened: Sequence[Case], joined: Sequence[Case], before: dict[int, counting.Place]) -> None:
    moves = Counter(counting.place_of(case) for case in opened)
    for case in joined:
        moves[before[case.pk]] -= 1
        moves[counting.place_of(case)] += 1
    counting.shift(moves)


def subject_of(arrival: Arrival) -> str:
    """Return what a new case is called: its subject, else the first words that came, else who wrote.

    A case without a name could not be opened from a list.
    """
    files = [upload.name for upload in arrival.uploads]
    names = [arrival.subject, *arrival.text.splitlines(), *files, arrival.sender_address]
    return next((name.strip() for name in names if name.strip()), "?")[:300]


def preview_of(text: str) -> str:
    """Return the first words of a text for a list row, in one line, without a greeting on a line of its own."""
    shown = text[: PREVIEW * 2].strip()
    greeting, _, rest = shown.partition("\n")
    if rest.strip() and greeting.rstrip().endswith((",", "!")) and len(greeting.split()) <= LONGEST_GREETING:
        shown = rest
    return " ".join(shown.split())[:PREVIEW]
