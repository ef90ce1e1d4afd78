"""Stamps in words: for the desk, and for the customer who may read the letter."""

from __future__ import annotations

from kulanz.events.catalogue import Face
from kulanz.events.models import Event
from kulanz.events.telling import Told, tells

from .events import StampPut


@tells(Face.DESK, StampPut)
def _put(it: StampPut, event: Event) -> Told:
    return Told("bookmark", f"{event.actor_name} stamped the letter: {it.motto}")


@tells(Face.PORTAL, StampPut)
def _for_you(it: StampPut, event: Event) -> Told:
    return Told("done", f"Our letter has a stamp: {it.motto}")
