"""One mail that was delivered more than once, because it was written to several addresses of ours."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kulanz.cases.models import Message
from kulanz.people.rules import mail_key, plain_forms

from ..models import Channel, Original
from .letters import Facts, Letter

_MOST_PLACES = 5


@dataclass(frozen=True, slots=True)
class Twin:
    """Another delivery of the same mail: its message (``None``: it was left out), or that it is being read."""

    channel_id: int | None
    message_id: int | None = None
    is_in_work: bool = False


def find_twins(letters: Sequence[Letter]) -> dict[int, Twin]:
    """Find, by the id of each original, another delivery that goes before it. One query where there is none."""
    ids = [letter.original.pk for letter in letters]
    wanted = {letter.original.dedupe for letter in letters} - {""}
    fields = ("pk", "dedupe", "state", "channel_id", "message_id")
    rows = list(
        Original.objects.filter(dedupe__in=wanted).exclude(pk__in=ids).order_by("-pk").values_list(*fields, named=True)
    )
    if not rows:
        return {}
    in_work = _in_work([row.pk for row in rows if row.state == Original.State.KEPT])
    there = set(
        Message.objects.filter(pk__in=[row.message_id for row in rows if row.message_id]).values_list("pk", flat=True)
    )
    found: dict[str, Twin] = {}
    for row in rows:
        is_open = row.state == Original.State.KEPT
        if is_open and row.pk not in in_work:
            continue  # nobody has begun with it: it will come after this one
        if row.dedupe in found and found[row.dedupe].message_id is not None:
            continue
        message_id = row.message_id if row.message_id in there else None
        if is_open or message_id is not None or row.state == Original.State.IGNORED:
            found[row.dedupe] = Twin(row.channel_id, message_id, is_open)
    return {letter.original.pk: found[letter.original.dedupe] for letter in letters if letter.original.dedupe in found}


def _in_work(ids: Sequence[int]) -> set[int]:
    """Which of these waiting originals another worker reads just now; the others it cannot take until our commit."""
    if not ids:
        return set()
    free = Original.objects.select_for_update(skip_locked=True).filter(pk__in=ids).values_list("pk", flat=True)
    return set(ids) - set(free)


def noted_elsewhere(letter: Letter, channels: Mapping[int, Channel], facts: Facts) -> Letter:
    """Say on the letter which other brands or teams of ours it was delivered to in the same breath."""
    places = places_elsewhere(letter, letter.original.channel_id, channels, facts)
    hint = also_to(places)
    return letter.hinted(**hint) if places else letter


def places_elsewhere(
    letter: Letter, channel_id: int | None, channels: Mapping[int, Channel], facts: Facts
) -> tuple[str, ...]:
    """Return the addresses it was delivered to that belong to another brand or team than ``channel_id`` does."""
    here = channels.get(channel_id or 0)
    if here is None:
        return ()
    found = {}
    for address in _ours(letter.original.recipient_list, facts.channel_by_address):
        there = channels.get(facts.channel_by_address[address])
        if there is not None and (there.brand_id, there.team_id) != (here.brand_id, here.team_id):
            found[address] = f"{address} ({there.name})"
    return tuple(found.values())[:_MOST_PLACES]


def also_to(places: Sequence[str]) -> dict[str, Any]:
    """Return the hint that names these places."""
    return {"code": "also-to", "places": list(places)}


def _ours(recipients: Iterable[str], ours: Collection[str]) -> list[str]:
    """The addresses of ours that these lead to, without the token of a case."""
    found = (
        next((form for form in plain_forms(mail_key(each) or each.lower()) if form in ours), "") for each in recipients
    )
    return [each for each in found if each]
