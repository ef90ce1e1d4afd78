"""What people decide about channels, originals and the outbox, in the past tense."""

from __future__ import annotations

from dataclasses import dataclass, field

from kulanz.cases.events import CaseEvent
from kulanz.events.catalogue import Face, event
from kulanz.events.changes import Change


@event("channel-saved", subject="channel", shown_to={Face.AUDIT})
@dataclass(frozen=True, slots=True)
class ChannelSaved:
    """A channel or one of its mailboxes was set up or changed.

    ``thing`` is "channel" or "mailbox", ``what`` "made" or "changed"; of a password only that it changed is kept.
    """

    channel_id: int
    thing: str = "channel"
    name: str = ""
    what: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


@event("mail-read-again", subject="raw-mail", id_field="raw_mail_id")
@dataclass(frozen=True, slots=True)
class MailReadAgain:
    """An original that could not be read was read again."""

    raw_mail_id: int


@event("mail-resent", subject="outgoing-mail", id_field="outgoing_id")
@dataclass(frozen=True, slots=True)
class MailResent:
    """A person decided that a mail goes out again."""

    outgoing_id: int


@event("mail-treated-as-sent", subject="outgoing-mail", id_field="outgoing_id")
@dataclass(frozen=True, slots=True)
class MailTreatedAsSent:
    """A person decided that a mail which was perhaps sent has arrived."""

    outgoing_id: int


@event("case-acknowledged", shown_to={Face.DESK})
@dataclass(frozen=True, slots=True)
class CaseAcknowledged(CaseEvent):
    """Who wrote first was told by mail that it has arrived; ``before`` says that this was in a case dissolved since."""

    outgoing_id: int
    before: bool = False
