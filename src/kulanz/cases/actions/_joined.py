"""The cases that messages join."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ..arrival import Arrival
from ..models import Case


def cases_joined(arrivals: Sequence[Arrival]) -> dict[int | None, Case]:
    """Return the cases that arrivals name, locked. One query; one more where some were merged: these lead on."""
    wanted = {arrival.case_id for arrival in arrivals if arrival.case_id is not None}
    if not wanted:
        return {}
    found = _locked(wanted)
    # Whoever answers in the thread of a merged case writes to the one in which it goes on.
    while gone := {pk: case.merged_into_id for pk, case in found.items() if case.merged_into_id is not None}:
        goes_on = found | _locked({*gone.values()} - {*found})
        found |= {pk: goes_on[root] for pk, root in gone.items()}
    return found


def _locked(ids: Collection[int]) -> dict[int | None, Case]:
    # In one order, so that two batches never wait for each other.
    rows = Case.with_merged.select_for_update().filter(pk__in=ids).order_by("pk") if ids else ()
    return {case.pk: case for case in rows}
