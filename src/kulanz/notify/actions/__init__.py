"""What is done in the room, each verb keyword-only with the acting person as ``by``."""

from .choosing import save_choices, subscribe_browser, unsubscribe_browser
from .day_end import DayEndWish, end_day, resume_day
from .mailing import send_digests
from .pushing import push_notices, send_push, switch_push, try_push
from .raising import forget_notices, raise_due_promises, raise_notices, release_waiting, settle_notices
from .reading import read_all_notices, read_notices_of
from .webhooks import post_webhook, remove_webhook, save_webhook, tell_webhooks, try_webhook

__all__ = [
    "DayEndWish",
    "end_day",
    "forget_notices",
    "post_webhook",
    "push_notices",
    "raise_due_promises",
    "raise_notices",
    "read_all_notices",
    "read_notices_of",
    "release_waiting",
    "remove_webhook",
    "resume_day",
    "save_choices",
    "save_webhook",
    "send_digests",
    "send_push",
    "settle_notices",
    "subscribe_browser",
    "switch_push",
    "tell_webhooks",
    "try_push",
    "try_webhook",
    "unsubscribe_browser",
]
