"""What an action can refuse. Faces turn these into words in the person's language."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

from kulanz.core.refusals import NotAllowed, NotFound, Refused

__all__ = [
    "AlreadyGone",
    "ArchivedTag",
    "BrandsDiffer",
    "CaseError",
    "CustomersDiffer",
    "DuplicateRefused",
    "EmptyText",
    "EndingStopped",
    "LetterTooLarge",
    "NotAllowed",
    "NotFound",
    "OpenGaps",
    "RecipientsRefused",
    "ReplyStopped",
    "Stop",
    "TagTaken",
    "TooManyViews",
    "UnknownTag",
    "UnseenEntries",
    "UploadRefused",
    "WrongState",
]


class CaseError(Refused):
    """Something about a case, its letters or notes was refused."""


class EmptyText(CaseError):
    """A message or note without a word."""

    code = "empty-text"


class WrongState(CaseError):
    """The case or message is in a state in which this makes no sense, for example taking back a sent answer."""

    code = "wrong-state"


class UnknownTag(CaseError):
    """There is no such tag, and whoever typed it makes no new ones."""

    code = "unknown-tag"


class ArchivedTag(CaseError):
    """A tag was archived: it stays where it is and is put on no further case."""

    code = "archived-tag"


class TagTaken(CaseError):
    """Another tag bears this name already."""

    code = "tag-taken"


class TooManyViews(CaseError):
    """A person or a team has as many saved views as a column holds."""

    code = "too-many-views"


class DuplicateRefused(CaseError):
    """A case cannot be a duplicate of itself, nor of one that is a duplicate of it."""

    code = "duplicate-refused"


class BrandsDiffer(CaseError):
    """Cases of two brands cannot be one: customers know us there under another name."""

    code = "brands-differ"


class CustomersDiffer(CaseError):
    """Two cases to be merged are of two customers, ``names``: whoever merges them must know and say so."""

    code = "customers-differ"
    again = True

    def __init__(self, *names: str) -> None:
        super().__init__(", ".join(names))
        self.names = names


class AlreadyGone(CaseError):
    """The very letter has left already, with another wish for the case: nothing goes out twice."""

    code = "already-gone"


class UnseenEntries(CaseError):
    """Something new is in the case that the writer has not seen: look, send anyway, or keep the draft."""

    code = "unseen-entries"
    again = True

    def __init__(self, messages: int, notes: int) -> None:
        super().__init__(f"{messages} unseen messages, {notes} unseen notes")
        self.messages = messages
        self.notes = notes


@dataclass(frozen=True, slots=True)
class Stop:
    """One reason why an answer should not go out as it is: a public code, and a sentence for its writer (lazy).

    One that ``holds`` cannot be answered by knowing it. ``where`` is the id on the case's page of what puts it right.
    """

    code: str
    words: str | Promise
    holds: bool = False
    where: str = ""


class OpenGaps(CaseError):
    """A letter still holds places that were to be filled in, ``gaps`` as they stand; "‹day, time›" is no promise.

    ``stops`` is what else speaks against it.
    """

    code = "open-gaps"

    def __init__(self, gaps: tuple[str, ...], stops: tuple[Stop, ...] = ()) -> None:
        super().__init__(" ".join(gaps))
        self.gaps = gaps
        self.stops = stops


class ReplyStopped(CaseError):
    """Something speaks against an answer as it is: ``stops``. Its writer may send it all the same, knowing them."""

    code = "reply-stopped"

    def __init__(self, stops: tuple[Stop, ...]) -> None:
        super().__init__(" ".join(stop.code for stop in stops))
        self.stops = stops


class EndingStopped(CaseError):
    """Something is to be done before a case ends: ``stops``."""

    code = "ending-stopped"

    def __init__(self, stops: tuple[Stop, ...]) -> None:
        super().__init__(" ".join(stop.code for stop in stops))
        self.stops = stops


class UploadRefused(CaseError):
    """A file is too large or empty (``is_empty``); ``name`` says which."""

    code = "upload-refused"

    def __init__(self, name: str, *, is_empty: bool = False) -> None:
        super().__init__(name)
        self.name = name
        self.is_empty = is_empty


class LetterTooLarge(CaseError):
    """The files of an answer are too large together; ``name`` is the one that made it too much."""

    code = "letter-too-large"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class RecipientsRefused(CaseError):
    """An answer cannot go to these people. ``reason`` says why, ``address`` which of them is meant.

    "none": nobody is written to; "address": it is no mail address; "own": it leads back to ourselves; "too-many";
    "outside": only its customer can say whether a case is solved, and no part of it is written to.
    """

    code = "recipients-refused"

    def __init__(self, reason: str, address: str = "") -> None:
        super().__init__(f"{reason} {address}".strip())
        self.reason = reason
        self.address = address
