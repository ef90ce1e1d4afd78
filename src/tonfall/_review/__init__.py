"""The coach: advice on a draft before it is sent. A check is one pure function, a rule one entry in a pack."""

from tonfall._review.model import (
    Context,
    CustomerQuestion,
    DraftPromise,
    Finding,
    HouseFact,
    OwnPhrase,
    Suggestion,
)
from tonfall._review.page import ListedRule, RuleGroup, handbook, rule_groups
from tonfall._review.reading import context_from
from tonfall._review.reviewing import Note, apply_suggestion, describe, review, review_sending, top_findings

__all__ = [
    "Context",
    "CustomerQuestion",
    "DraftPromise",
    "Finding",
    "HouseFact",
    "ListedRule",
    "Note",
    "OwnPhrase",
    "RuleGroup",
    "Suggestion",
    "apply_suggestion",
    "context_from",
    "describe",
    "handbook",
    "review",
    "review_sending",
    "rule_groups",
    "top_findings",
]
