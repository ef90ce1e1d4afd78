"""The interface behind which every way to a customer stands. Five members; a new room implements them and is listed
in the registry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from kulanz.cases.arrival import Arrival
from kulanz.cases.models import Message

from .models import RawMail


@dataclass(frozen=True, slots=True)
class Reading:
    """What a room makes of one original.

    ``arrival`` goes to the cases, unless ``ignored`` is a reason code for leaving it out until a person wants it.
    ``effect`` is done instead (a bounce marks its letter); ``waits`` means that it answers an earlier original of the
    same batch and wants to be matched again once that one has its case. ``same_as`` is the message that holds this very
    mail already, because it was delivered to another address of ours too; ``later`` means that somebody else is reading
    that other delivery just now. ``sender``, ``verdicts`` (about the sender's address), ``is_automatic`` and
    ``warnings`` are kept with the original.
    """

    raw_id: int
    arrival: Arrival | None = None
    ignored: str = ""
    effect: Callable[[], None] | None = None
    waits: bool = False
    later: bool = False
    same_as: int | None = None
    warnings: tuple[str, ...] = ()
    sender: str = ""
    verdicts: str = ""
    is_automatic: bool = False


class Room(Protocol):
    """One way to reach customers."""

    answers_through: str
    """The kind of the room that carries our answers to what came in here."""

    def read(self, originals: Sequence[RawMail]) -> list[Any]:
        """Parse originals, outside of any transaction. Whatever it returns goes to ``match``, one item each."""
        ...

    def match(self, parsed: Sequence[Any]) -> list[Reading]:
        """Decide where each belongs, inside the transaction that stores it, with a constant number of queries."""
        ...

    def prepare(self, message: Message) -> None:
        """Make the outgoing form of an answer, ready to leave at ``held_until``. Runs at least once."""
        ...

    def acknowledge(self, message: Message) -> None:
        """Tell who wrote that their message began a case, where that is wise. Runs at least once."""
        ...
