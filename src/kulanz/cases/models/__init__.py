"""The spine: cases, what was said in them, and the records from which their state follows."""

from .approvals import Approval
from .case import SNOOZED, STATUS_CHOICES, Case, CaseCount, CaseQuerySet
from .desk import Draft, DraftFile, ReadMark, Story, Submission
from .entries import Attachment, Message, Note
from .mentions import Mention
from .presence import Presence
from .reasons import OwnReason
from .records import (
    Assignment,
    CaseLink,
    Confirmation,
    Denial,
    Ending,
    Lapse,
    Merge,
    Postponement,
    Relation,
    Reopening,
    Snooze,
    Solution,
    Waiting,
)
from .saved import SavedView
from .tags import Tag
from .words import CaseWords

__all__ = [
    "SNOOZED",
    "STATUS_CHOICES",
    "Approval",
    "Assignment",
    "Attachment",
    "Case",
    "CaseCount",
    "CaseLink",
    "CaseQuerySet",
    "CaseWords",
    "Confirmation",
    "Denial",
    "Draft",
    "DraftFile",
    "Ending",
    "Lapse",
    "Mention",
    "Merge",
    "Message",
    "Note",
    "OwnReason",
    "Postponement",
    "Presence",
    "ReadMark",
    "Relation",
    "Reopening",
    "SavedView",
    "Snooze",
    "Solution",
    "Story",
    "Submission",
    "Tag",
    "Waiting",
]
