"""Who may hold an answer back, or the end of a case. What speaks against it is known above the cases: the wiring says.

Every answer is looked at, whoever writes it: the desk, a program, a ready-made text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kulanz.events.actor import Actor

from .errors import EndingStopped, OpenGaps, ReplyStopped, Stop
from .models import Case
from .rules import EndingReason, open_gaps


@dataclass(frozen=True, slots=True)
class Attempt:
    """An answer that is about to be written. ``recipients`` are those its writer chose, in compared form."""

    case: Case
    by: Actor
    text: str
    recipients: tuple[str, ...] = ()
    has_files: bool = False
    proposes_solution: bool = False


Veto = Callable[[Attempt], Sequence[Stop]]
_vetoes: list[Veto] = []


def register(*vetoes: Veto) -> None:
    """Take who looks at every answer, in the order in which they are heard. Called by the wiring table.

    A veto is called inside the transaction that would write the answer, while its case is locked.
    """
    _vetoes[:] = vetoes


EndingVeto = Callable[[Case, EndingReason], Sequence[Stop]]
_of_endings: list[EndingVeto] = []


def register_endings(*vetoes: EndingVeto) -> None:
    """Take who looks at every case that is ended without a letter. Called by the wiring table."""
    _of_endings[:] = vetoes


def let_end(case: Case, reason: EndingReason) -> None:
    """Raise ``EndingStopped`` where a case should not end yet."""
    if stops := tuple(stop for veto in _of_endings for stop in veto(case, reason)):
        raise EndingStopped(stops)


def let_pass(attempt: Attempt, *, gaps_are_meant: bool, stops_are_known: bool) -> None:
    """Raise ``OpenGaps`` or ``ReplyStopped`` where an answer should not go out as it is.

    Gaps are another matter than all else: only ``gaps_are_meant`` answers them. All that stops is told together.
    """
    gaps = () if gaps_are_meant else open_gaps(attempt.text)
    found = tuple(stop for veto in _vetoes for stop in veto(attempt))
    stops = tuple(stop for stop in found if stop.holds) if stops_are_known else found
    if gaps:
        raise OpenGaps(gaps, stops)
    if stops:
        raise ReplyStopped(stops)
