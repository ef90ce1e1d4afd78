"""What people decide about channels, originals and the outbox, in the past tense."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from kulanz.cases.events import CaseEvent
from kulanz.events.changes import Change


@dataclass(frozen=True, slots=True)
class ChannelSaved:
    """A channel or one of its mailboxes was set up or changed.

    ``thing`` is "channel" or "mailbox", ``what`` "made" or "changed"; of a password only that it changed is kept.
    """

    subject_kind: ClassVar[str] = "channel"
    channel_id: int
    thing: str = "channel"
    name: str = ""
    what: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    @property
    def subject_id(self) -> int:
        """The channel."""
        return self.channel_id


@dataclass(frozen=True, slots=True)
class MailReadAgain:
    """An original that could not be read was read again."""

    subject_kind: ClassVar[str] = "raw-mail"
    raw_mail_id: int

    @property
    def subject_id(self) -> int:
        """The original."""
        return self.raw_mail_id


@dataclass(frozen=True, slots=True)
class MailResent:
    """A person decided that a mail goes out again."""

    subject_kind: ClassVar[str] = "outgoing-mail"
    outgoing_id: int

    @property
    def subject_id(self) -> int:
        """The mail in the outbox."""
        return self.outgoing_id


@dataclass(frozen=True, slots=True)
class MailTreatedAsSent:
    """A person decided that a mail which was perhaps sent has arrived."""

    subject_kind: ClassVar[str] = "outgoing-mail"
    outgoing_id: int

    @property
    def subject_id(self) -> int:
        """The mail in the outbox."""
        return self.outgoing_id


@dataclass(frozen=True, slots=True)
class CaseAcknowledged(CaseEvent):
    """Who wrote first was told by mail that it has arrived; ``before`` says that this was in a case dissolved since."""

    outgoing_id: int
    before: bool = False
