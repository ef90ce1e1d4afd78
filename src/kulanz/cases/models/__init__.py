"""The spine: cases, what was said in them, and the records from which their state follows."""

from .case import Case, CaseCount, CaseQuerySet, Tag
from .desk import Draft, ReadMark, Story
from .entries import Attachment, Message, Note
from .records import Assignment, CaseLink, Confirmation, Lapse, Reopening, Solution, Waiting

__all__ = [
    "Assignment",
    "Attachment",
    "Case",
    "CaseCount",
    "CaseLink",
    "CaseQuerySet",
    "Confirmation",
    "Draft",
    "Lapse",
    "Message",
    "Note",
    "ReadMark",
    "Reopening",
    "Solution",
    "Story",
    "Tag",
    "Waiting",
]
