"""Reads of the room: who is here and free, whom somebody stands in for."""

from .colleagues import Colleague, colleagues, last_handed_to
from .load import loads_of, own_load, weights

__all__ = ["Colleague", "colleagues", "last_handed_to", "loads_of", "own_load", "weights"]
