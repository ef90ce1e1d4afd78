"""What a form of the case page gives back when it was refused, so that nothing anybody wrote is lost."""

from __future__ import annotations

from dataclasses import dataclass

from kulanz.coach.advising import Advice


@dataclass(frozen=True, slots=True)
class Approving:
    """A letter of somebody else that was to be sent: its words as they were sent, and what speaks against it.

    ``known`` is the name of the button that sends it all the same, empty where there is none.
    """

    message_id: int
    text: str
    stops: tuple[str, ...]
    known: str = ""


@dataclass(frozen=True, slots=True)
class Composer:
    """The writing place of a case page: the text as it was sent, and what there is to say about it.

    ``reply_text`` is ``None`` where no answer was sent: then the draft stands there. ``stops`` are sentences why the
    letter should not go out as it is, ``has_gaps`` says that an open gap is among them, ``holds`` that knowing them is
    no answer, ``unseen`` that news came first, ``then`` which of the ways to send was meant. The ``seen`` ids are what
    the writer had before them.
    """

    reply_text: str | None = None
    reply_error: str = ""
    people_error: str = ""
    stops: tuple[str, ...] = ()
    has_gaps: bool = False
    holds: bool = False
    unseen: bool = False
    then: str = ""
    seen_message: int | None = None
    seen_note: int | None = None
    note_error: str = ""
    note_warning: str = ""
    advice: Advice | None = None
    approving: Approving | None = None
