"""Everything that can be done to a case. One action, one transaction, one event."""

from .approving import approve_letter, return_letter
from .assignment import assign_case, return_case, take_case
from .beginning import CallNote, FirstLetter, NewCustomer, begin_case
from .details import edit_story, set_goal, set_priority, set_subject
from .draft_files import attach_to_draft, describe_draft_files, detach_from_draft, sweep_draft_files
from .drafts import save_draft
from .ending import end_case, undo_ending
from .forwarding import forward_message
from .links import create_link, create_short_link, note_link_use, revoke_link
from .merging import merge_cases, unmerge_case
from .moving import move_message, undo_move
from .notes import write_note, write_note_of_house
from .opening import open_case, reopen_case
from .postponing import PostponementWish, discard_postponed, release_when_due, send_postponed, undo_discarding
from .presence import be_present, forget_absent, leave
from .read_marks import mark_read, mark_unread, see_case
from .receive import Received, receive_messages
from .relating import deny_belonging, relate_cases, undo_denial, undo_relating, unrelate_cases
from .repeats import claim_submission, opened_by, settle_submission
from .reply import (
    mark_failed,
    mark_queued,
    mark_sent,
    mark_uncertain,
    send_reply,
)
from .rereading import note_hint, reread_message
from .sharing import keep_draft, share_draft, take_draft
from .snoozing import snooze_case, undo_snooze, wake_case, wake_when_due
from .solve import accept_confirmation, confirm_solved, decline_solution, lapse_silent_cases
from .tags import TagChange, archive_tag, change_tags, merge_tags, save_tag, separate_tag
from .taking_back import withdraw_reply
from .taking_in import Taking, look_at_sender, take_sender_in
from .undelivered import settle_delivery
from .views import change_view, move_view, record_export, remove_view, save_view
from .waiting import resume_case, undo_waiting, wait_for

__all__ = [
    "CallNote",
    "FirstLetter",
    "NewCustomer",
    "PostponementWish",
    "Received",
    "TagChange",
    "Taking",
    "accept_confirmation",
    "approve_letter",
    "archive_tag",
    "assign_case",
    "attach_to_draft",
    "be_present",
    "begin_case",
    "change_tags",
    "change_view",
    "claim_submission",
    "confirm_solved",
    "create_link",
    "create_short_link",
    "decline_solution",
    "deny_belonging",
    "describe_draft_files",
    "detach_from_draft",
    "discard_postponed",
    "edit_story",
    "end_case",
    "forget_absent",
    "forward_message",
    "keep_draft",
    "lapse_silent_cases",
    "leave",
    "look_at_sender",
    "mark_failed",
    "mark_queued",
    "mark_read",
    "mark_sent",
    "mark_uncertain",
    "mark_unread",
    "merge_cases",
    "merge_tags",
    "move_message",
    "move_view",
    "note_hint",
    "note_link_use",
    "open_case",
    "opened_by",
    "receive_messages",
    "record_export",
    "relate_cases",
    "release_when_due",
    "remove_view",
    "reopen_case",
    "reread_message",
    "resume_case",
    "return_case",
    "return_letter",
    "revoke_link",
    "save_draft",
    "save_tag",
    "save_view",
    "see_case",
    "send_postponed",
    "send_reply",
    "separate_tag",
    "set_goal",
    "set_priority",
    "set_subject",
    "settle_delivery",
    "settle_submission",
    "share_draft",
    "snooze_case",
    "sweep_draft_files",
    "take_case",
    "take_draft",
    "take_sender_in",
    "undo_denial",
    "undo_discarding",
    "undo_ending",
    "undo_move",
    "undo_relating",
    "undo_snooze",
    "undo_waiting",
    "unmerge_case",
    "unrelate_cases",
    "wait_for",
    "wake_case",
    "wake_when_due",
    "withdraw_reply",
    "write_note",
    "write_note_of_house",
]
