"""Everything that can be done to a case. One action, one transaction, one event."""

from .details import change_tags, edit_story, set_goal, set_priority, set_subject
from .links import create_link, link_for, link_token, revoke_link
from .moving import move_message, take_sender_in
from .reading import mark_read, mark_unread, remember_read, save_draft
from .receive import Received, receive_messages
from .reply import mark_failed, mark_queued, mark_sent, mark_uncertain, send_reply, withdraw_reply
from .rereading import reread_message
from .solve import accept_confirmation, confirm_solved, decline_solution, lapse_silent_cases
from .work import assign_case, open_case, reopen_case, resume_case, take_case, wait_for, write_note

__all__ = [
    "Received",
    "accept_confirmation",
    "assign_case",
    "change_tags",
    "confirm_solved",
    "create_link",
    "decline_solution",
    "edit_story",
    "lapse_silent_cases",
    "link_for",
    "link_token",
    "mark_failed",
    "mark_queued",
    "mark_read",
    "mark_sent",
    "mark_uncertain",
    "mark_unread",
    "move_message",
    "open_case",
    "receive_messages",
    "remember_read",
    "reopen_case",
    "reread_message",
    "resume_case",
    "revoke_link",
    "save_draft",
    "send_reply",
    "set_goal",
    "set_priority",
    "set_subject",
    "take_case",
    "take_sender_in",
    "wait_for",
    "withdraw_reply",
    "write_note",
]
