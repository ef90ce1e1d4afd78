"""The doors of the house and what came and went through them: channels, kept originals, the outbox."""

from .channel import Channel, Mailbox, MailCount
from .mail import OutgoingMail, RawMail

__all__ = ["Channel", "MailCount", "Mailbox", "OutgoingMail", "RawMail"]
