"""Who may hold an answer back. What speaks against a letter is known above the cases: the wiring table says who looks.

Every answer is looked at, whoever writes it: the desk, a program, a ready-made text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kulanz.events.actor import Actor

from .errors import OpenGaps, ReplyStopped, Stop
from .models import Case
from .rules import open_gaps


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


def let_pass(attempt: Attempt, *, gaps_are_meant: bool, stops_are_known: bool) -> None:
    """Raise ``OpenGaps`` or ``ReplyStopped`` where an answer should not go out as it is.

    Gaps are another matter than all else: only ``gaps_are_meant`` answers them. All that stops is told together.
    """
    gaps = () if gaps_are_meant else open_gaps(attempt.text)
    stops = () if stops_are_known else tuple(stop for veto in _vetoes for stop in veto(attempt))
    if gaps:
        raise OpenGaps(gaps, stops)
    if stops:
        raise ReplyStopped(stops)
