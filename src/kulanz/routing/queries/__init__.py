"""Reads of the room: who is here and free, whom somebody stands in for."""

from .colleagues import ColleagueNow, colleagues, last_handed_to
from .load import loads_of, weights
from .own import OwnWork, StandIn, absences_to_come, own_work, stood_in_for

__all__ = [
    "ColleagueNow",
    "OwnWork",
    "StandIn",
    "absences_to_come",
    "colleagues",
    "last_handed_to",
    "loads_of",
    "own_work",
    "stood_in_for",
    "weights",
]
