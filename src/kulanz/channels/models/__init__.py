"""The doors of the house and what came and went through them: channels, kept originals, the outbox."""

from .channel import Channel, FormUse, Mailbox, MailCount
from .mail import MailOnServer, Original, Outgoing

__all__ = ["Channel", "FormUse", "MailCount", "MailOnServer", "Mailbox", "Original", "Outgoing"]
