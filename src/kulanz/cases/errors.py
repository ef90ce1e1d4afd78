"""What an action can refuse. Faces turn these into words in the person's language."""

from __future__ import annotations


class CaseError(Exception):
    """An action was refused; nothing was changed. ``again`` says whether trying again can help."""

    again = False


class NotAllowed(CaseError):
    """The actor may not do this with this case."""


class NotFound(CaseError):
    """There is no such case, message or link."""


class EmptyText(CaseError):
    """A message or note without a word."""


class WrongState(CaseError):
    """The case or message is in a state in which this makes no sense, for example taking back a sent answer."""


class AlreadyGone(CaseError):
    """The very letter has left already, with another wish for the case: nothing goes out twice."""


class UnseenEntries(CaseError):
    """Something new is in the case that the writer has not seen: look, send anyway, or keep the draft."""

    again = True

    def __init__(self, messages: int, notes: int) -> None:
        super().__init__(f"{messages} unseen messages, {notes} unseen notes")
        self.messages = messages
        self.notes = notes


class OpenGaps(CaseError):
    """A letter still holds places that were to be filled in, ``gaps`` as they stand; "‹day, time›" is no promise."""

    def __init__(self, gaps: tuple[str, ...]) -> None:
        super().__init__(" ".join(gaps))
        self.gaps = gaps


class UploadRefused(CaseError):
    """A file is too large or empty (``is_empty``); ``name`` says which."""

    def __init__(self, name: str, *, is_empty: bool = False) -> None:
        super().__init__(name)
        self.name = name
        self.is_empty = is_empty


class RecipientsRefused(CaseError):
    """An answer cannot go to these people. ``code`` says why, ``address`` which of them is meant.

    "none": nobody is written to; "address": it is no mail address; "own": it leads back to ourselves; "too-many".
    """

    def __init__(self, code: str, address: str = "") -> None:
        super().__init__(f"{code} {address}".strip())
        self.code = code
        self.address = address
