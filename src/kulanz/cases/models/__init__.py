"""The spine: cases, what was said in them, and the records from which their state follows."""

from .case import STATUS_CHOICES, Case, CaseCount, CaseQuerySet, Tag
from .desk import Draft, DraftFile, ReadMark, Story, Submission
from .entries import Attachment, Message, Note
from .mentions import Mention
from .presence import Presence
from .records import (
    Assignment,
    CaseLink,
    Confirmation,
    Denial,
    Ending,
    Lapse,
    Merge,
    Relation,
    Reopening,
    Solution,
    Waiting,
)
from .words import CaseWords

__all__ = [
    "STATUS_CHOICES",
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
    "Presence",
    "ReadMark",
    "Relation",
    "Reopening",
    "Solution",
    "Story",
    "Submission",
    "Tag",
    "Waiting",
]
