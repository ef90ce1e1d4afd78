"""What people do with channels, kept originals and the outbox."""

from .forms import FormTaken, receive_form
from .outbox import keep_acknowledgement, resend, treat_as_sent
from .rereading import read_again, read_all_again
from .setting_up import AddressTaken, save_channel, save_mailbox

__all__ = [
    "AddressTaken",
    "FormTaken",
    "keep_acknowledgement",
    "read_again",
    "read_all_again",
    "receive_form",
    "resend",
    "save_channel",
    "save_mailbox",
    "treat_as_sent",
]
