"""Turning kept originals into messages, batch by batch: exactly once each, whatever happens in between."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from kulanz.cases.actions import Received, receive_messages
from kulanz.cases.arrival import Arrival
from kulanz.cases.models import Message
from kulanz.people.models import Brand

from . import taking
from .adapter import ChannelAdapter, Decision
from .apart import Verdict, read_apart
from .models import Original
from .patience import TookTooLong, within
from .registry import adapter_for, kind_of_source, kinds

log = logging.getLogger(__name__)
BATCH = 50
CAREFUL_FROM = 3  # the try from which an original is read in a process of its own first
# Readings of one original that may begin without coming to an end. From the third on it has been read apart without
# harm, so most that die then die of something else: a machine that loses its power eight times in a row is rare enough.
MOST_TRIES = 8
LONGEST_READING = 60.0  # seconds for reading a batch; one that needs more is read mail by mail
# Raised when readers have become better: the office then offers to read again what older ones read in part.
READER_VERSION = 3


def read_waiting(limit: int = BATCH) -> int:
    """Turn up to ``limit`` kept originals into messages. Returns how many are settled; 0 where none is left for now.

    May be called by any number of workers. Raises only where the database is not there; then everything is as before.
    """
    if not has_waiting():
        return 0
    tries = taking.begin(limit)
    hopeless = {raw_id: "tried-too-often" for raw_id, times in tries.items() if times > MOST_TRIES}
    try:
        for suspect in [raw_id for raw_id, times in tries.items() if CAREFUL_FROM <= times <= MOST_TRIES]:
            if (reason := _try_apart(suspect)) is None:
                return 0
            hopeless.update({suspect: reason} if reason else {})
        with _taken(tries) as originals:
            settled = _read_all([raw for raw in originals if raw.pk not in hopeless])
            for original in (raw for raw in originals if raw.pk in hopeless):
                _give_up(original, hopeless[original.pk])
                settled.add(original.pk)
            taking.give_back({raw.pk for raw in originals} - settled)
    except (OperationalError, InterfaceError):
        taking.try_to_give_back(set(tries))
        raise
    return len(settled)


def _try_apart(raw_id: int) -> str | None:
    """Read an original in a process of its own, during whose reading ours has died twice. Returns why it is given up,
    "" where it may be read here, ``None`` where nothing was found out.

    Meanwhile the try does not count: whoever kills us now means something else.
    """
    trials = {source: kind.trial for kind in kinds().values() if kind.trial for source in kind.sources}
    original = Original.objects.filter(pk=raw_id, source__in=trials).first()
    if original is None:
        return ""
    taking.give_back({raw_id})
    verdict = read_apart(trials[original.source], bytes(original.raw), LONGEST_READING)
    if verdict is Verdict.NONE:
        return None
    taking.count_again(raw_id)
    return {Verdict.DIED: "tried-too-often", Verdict.TOO_LONG: "took-too-long"}.get(verdict, "")


def has_waiting() -> bool:
    """Say whether an original waits to be read: work that can wait lets it go first."""
    return Original.objects.filter(state=Original.State.KEPT).exists()


def read_one(raw_id: int, *, by_hand: bool = False) -> None:
    """Turn one kept original into a message now; ``by_hand`` also what the sieves would leave out."""
    for original in Original.objects.filter(pk=raw_id, state=Original.State.KEPT):
        _read(original.source, [original], by_hand=by_hand)


@contextmanager
def _taken(ids: Collection[int]) -> Iterator[list[Original]]:
    """Take originals so that no other worker reads them at the same time: on PostgreSQL their rows are locked."""
    rows = Original.objects.waiting().filter(pk__in=ids)
    if connection.features.has_select_for_update_skip_locked:
        with transaction.atomic():
            yield list(rows.select_for_update(skip_locked=True))
    else:
        # A lock would keep senders waiting while we parse, and on SQLite there is one worker. Should there be two, the
        # state is looked at again inside the transaction that stores.
        yield list(rows)


def _read_all(originals: Sequence[Original]) -> set[int]:
    """Read each channel's originals. Returns the ids of those that are settled."""
    settled: set[int] = set()
    # Neighbours only, not sorted by source: the order of their coming stays.
    for source, group in groupby(originals, key=lambda original: original.source):
        settled |= _read(source, list(group))
    return settled


def _read(source: str, originals: Sequence[Original], *, by_hand: bool = False) -> set[int]:
    try:
        return _store(adapter_for(kind_of_source(source).key), originals, by_hand=by_hand)
    # The database is away or busy: no fault of these, so none of them is given up.
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        if len(originals) > 1:
            log.warning("a batch of %s originals failed; reading them one by one", len(originals), exc_info=True)
            return set().union(*(_read(source, [original]) for original in originals))
        original = originals[0]
        if isinstance(error, OSError) and not isinstance(error, TookTooLong):
            # A full or broken disk is no fault of the mail: it waits until there is room for its files.
            log.exception("the files of original %s cannot be stored; it is tried again in a while", original.pk)
            taking.put_off(original.pk)
            return set()
        log.exception("original %s could not be read", original.pk)
        _give_up(original, "took-too-long" if isinstance(error, TookTooLong) else traceback.format_exc(limit=-3))
        return {original.pk}


def _store(adapter: ChannelAdapter, originals: Sequence[Original], *, by_hand: bool) -> set[int]:
    """Read and store. Returns the ids of those that are settled."""
    parsed = within(LONGEST_READING, lambda: adapter.read(originals))
    # Parsed once, before any transaction; what waits for a neighbour is only matched again.
    rest = list(zip(originals, parsed, strict=True))
    settled = {raw.pk for raw in originals}
    while rest:
        with transaction.atomic():
            rest, later = _store_round(adapter, rest, by_hand=by_hand)
        settled -= later
    return settled


def _store_round(
    adapter: ChannelAdapter, pairs: list[tuple[Original, Any]], *, by_hand: bool
) -> tuple[list[tuple[Original, Any]], set[int]]:
    """Store what can be matched now. Returns those that answer one of this round (the first never waits), and the ids
    of those that must wait for what another worker is doing."""
    waiting = set(
        Original.objects.waiting().filter(pk__in=[raw.pk for raw, parsed in pairs]).values_list("pk", flat=True)
    )
    pairs = [pair for pair in pairs if pair[0].pk in waiting]
    decisions = adapter.match([parsed for raw, parsed in pairs])
    if by_hand:
        decisions = [_wanted(raw, decision) for (raw, _parsed), decision in zip(pairs, decisions, strict=True)]
    arrivals = [
        (decision, _as_notice(decision, decision.arrival))
        for decision in decisions
        if decision.arrival is not None and not decision.ignored
    ]
    received = receive_messages([arrival for _, arrival in arrivals])
    results = {decision.raw_id: result for (decision, _), result in zip(arrivals, received, strict=True)}
    for decision in decisions:
        if decision.effect is not None:
            decision.effect()
    _mark(decisions, results)
    waits = {decision.raw_id for decision in decisions if decision.waits}
    later = {decision.raw_id for decision in decisions if decision.later}
    return [pair for pair in pairs if pair[0].pk in waits], later


def _as_notice(decision: Decision, arrival: Arrival) -> Arrival:
    """What could be read in part only stands for its original until it is read again: it claims no source."""
    return replace(arrival, source_id=None) if _state(decision) is Original.State.FAILED else arrival


def _wanted(original: Original, decision: Decision) -> Decision:
    """A person wants it: nothing is left out, and it joins the notice that stood for it."""
    stood_for_it = Message.objects.filter(pk=original.message_id) if original.message_id else Message.objects.none()
    notice = stood_for_it.values_list("case_id", flat=True).first()
    arrival = decision.arrival
    if arrival is not None and arrival.case_id is None and notice is not None:
        arrival = replace(arrival, case_id=notice)
    return replace(decision, ignored="", arrival=arrival)


_MARK = (
    "UPDATE channels_original SET state = %s, reason = %s, sender = %s, verdicts = %s, is_automatic = %s,"
    " reader_version = %s, message_id = %s WHERE id = %s"
)


def _mark(decisions: Sequence[Decision], results: Mapping[int, Received]) -> None:
    """Write with each original what became of it. One prepared statement: a bulk update costs ten times as much."""
    rows = [
        (
            _state(decision).value,
            decision.ignored or " ".join(decision.warnings),
            decision.sender[:254],
            decision.verdicts[:120],
            decision.is_automatic,
            READER_VERSION,
            results[decision.raw_id].message_id if decision.raw_id in results else decision.same_as,
            decision.raw_id,
        )
        for decision in decisions
        if not decision.waits and not decision.later
    ]
    with connection.cursor() as cursor:
        cursor.executemany(_MARK, rows)


def _state(decision: Decision) -> Original.State:
    if decision.ignored:
        return Original.State.IGNORED
    return Original.State.FAILED if "unreadable" in decision.warnings else Original.State.READ


def _give_up(original: Original, error: str) -> None:
    """Keep the original as failed and open a case that says so: nobody's word disappears because of our fault."""
    message_id = None
    try:
        with transaction.atomic():
            message_id = receive_messages([_notice(original)])[0].message_id
            _fail(original, error, message_id)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("no case could be opened for original %s", original.pk)
        _fail(original, error, None)


def _fail(original: Original, error: str, message_id: int | None) -> None:
    Original.objects.filter(pk=original.pk).update(
        state=Original.State.FAILED, reason=error[-2000:], reader_version=READER_VERSION, message_id=message_id
    )


def _notice(original: Original) -> Arrival:
    """The message that stands for an original that could not be read. It has no source: reading again replaces it."""
    channel = original.channel
    brand = channel.brand if channel is not None else Brand.oldest()
    with translation.override(brand.language):
        return Arrival(
            channel=channel.kind if channel is not None else "email",
            brand_id=brand.pk,
            team_id=channel.team_id if channel is not None else None,
            entrance_id=original.channel_id,
            sender_address=original.envelope_from,
            sender_name="",
            subject=_("A message could not be read"),
            text=_(
                "This message arrived, but Kulanz could not read it. The original is kept unchanged: it can be "
                "downloaded and read again in the office."
            ),
            at=original.received_at,
            language=brand.language,
            hints=({"code": "unreadable", "raw_mail_id": original.pk},),
        )
