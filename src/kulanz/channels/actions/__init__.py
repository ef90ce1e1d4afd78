"""What people do with channels, kept originals and the outbox."""

from .outbox import keep_acknowledgement, resend, treat_as_sent
from .rereading import read_again, read_all_again
from .setting_up import save_channel

__all__ = [
    "keep_acknowledgement",
    "read_again",
    "read_all_again",
    "resend",
    "save_channel",
    "treat_as_sent",
]
