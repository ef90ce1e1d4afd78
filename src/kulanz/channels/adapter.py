"""The interface behind which every way to a customer stands, and the plain values that pass through it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from kulanz.cases.arrival import Arrival
from kulanz.cases.models import Message

from .models import Original, Outgoing

# Python's name of that error: it stands at the beginning of what is stored, and the outbox looks for it there.
SILENCE = "TimeoutError"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a channel makes of one original.

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


@dataclass(frozen=True, slots=True)
class NewOutgoing:
    """Something ready to leave: the very bytes, whom they go to, and what the outbox shows of it.

    ``mail_id`` is the id under which it will be known outside, of our making and nobody else's: a mail's Message-ID.
    ``envelope_from`` is the address that hears when it cannot be delivered; empty where nobody should.
    """

    mail_id: str
    recipients: Sequence[str]
    raw: bytes
    subject: str = ""
    envelope_from: str = ""


class NoWay(Exception):
    """There is no way to the customer; the text says why, in the language of the brand."""


@dataclass(frozen=True, slots=True)
class Sent:
    """It was taken, with these ``words``, but not for everybody: each of the others stands with the words about them.

    ``missed`` do not get it; for ``later`` another attempt may succeed.
    """

    words: str = ""
    missed: tuple[tuple[str, str], ...] = ()
    later: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Later:
    """Nothing was taken; another attempt may succeed.

    Words that begin with ``SILENCE`` say that the other side gave no sign of life: nobody calls it for a while then.
    """

    words: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """Nothing was taken, and no other attempt would help. ``code`` where we know better than the other side why."""

    words: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Uncertain:
    """It may have been taken: the connection broke after the data. It is never sent again by itself."""

    words: str


Receipt = Sent | Later | Rejected | Uncertain
"""How one attempt to send ended."""


class ChannelAdapter:
    """One way to reach customers. A channel that only takes in leaves out the lower half."""

    def read(self, originals: Sequence[Original]) -> list[Any]:
        """Parse originals, outside of any transaction. Whatever it returns goes to ``match``, one item each."""
        raise NotImplementedError

    def match(self, parsed: Sequence[Any]) -> list[Decision]:
        """Decide where each belongs, inside the transaction that stores it, with a constant number of queries."""
        raise NotImplementedError

    def compose(self, message: Message) -> NewOutgoing:
        """Make the outgoing form of an answer. Runs at least once. Raises ``NoWay``."""
        raise NotImplementedError

    def can_send(self) -> bool:
        """Say whether there is a way out at all. Without one everything waits in the outbox, where it can be read."""
        return True

    def send(self, outgoing: Outgoing) -> Receipt:
        """Hand something over to ``outgoing.due_list``, once, outside of any transaction.

        "Being sent" is on record by then. Never raises for what a server or a network can do.
        """
        raise NotImplementedError

    def explain(self, receipt: Later | Rejected | Uncertain, recipient: str = "") -> str:
        """Say in the active language why something did not get through; ``recipient`` where others have it."""
        return receipt.words

    def text_of(self, outgoing: Outgoing) -> str:
        """Return the words of something in the outbox, for people who look after it."""
        return bytes(outgoing.raw).decode("utf-8", "replace")

    def as_sent(self, address: str) -> str:
        """Return a recipient of a message in the form in which ``NewOutgoing.recipients`` names them."""
        return address

    def acknowledge(self, message: Message) -> None:
        """Tell who wrote that their message began a case, where that is wise. Runs at least once."""

    def answer_by_rule(self, message: Message, words: str) -> bool:
        """Answer a message by ``words`` of the house, where that is wise; inside a transaction. Says whether it did."""
        return False
