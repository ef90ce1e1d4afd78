"""tonfall: understanding and advising on German and English service text, offline.

Pure Python, no Django. Every result carries its evidence: a span in the text and the rule that saw it.
"""

from tonfall._abuse import Abuse, read_abuse
from tonfall._address import Address, read_address
from tonfall._address_cues import AddressCue
from tonfall._calendar import Calendar, Conventions
from tonfall._expertise import Expertise, ExpertiseCue, read_expertise
from tonfall._facts import Fact, find_facts
from tonfall._language import detect_language
from tonfall._mood import Mood, MoodCue, read_mood
from tonfall._pii import PersonalData, find_personal_data
from tonfall._promises import FoundPromise, find_promises, parse_due, promise_kind
from tonfall._questions import Question, find_questions, match_answers
from tonfall._reading import Reading, read_message
from tonfall._review import (
    Context,
    CustomerQuestion,
    DraftPromise,
    Finding,
    HouseFact,
    ListedRule,
    Note,
    OwnPhrase,
    RuleGroup,
    Suggestion,
    apply_suggestion,
    context_from,
    describe,
    handbook,
    review,
    review_sending,
    rule_groups,
    top_findings,
)
from tonfall._sides import PossibleReading, four_sides
from tonfall._summary import Summary, summarise
from tonfall._text import Span, Word, lines, sentences, words

__all__ = [
    "Abuse",
    "Address",
    "AddressCue",
    "Calendar",
    "Context",
    "Conventions",
    "CustomerQuestion",
    "DraftPromise",
    "Expertise",
    "ExpertiseCue",
    "Fact",
    "Finding",
    "FoundPromise",
    "HouseFact",
    "ListedRule",
    "Mood",
    "MoodCue",
    "Note",
    "OwnPhrase",
    "PersonalData",
    "PossibleReading",
    "Question",
    "Reading",
    "RuleGroup",
    "Span",
    "Suggestion",
    "Summary",
    "Word",
    "apply_suggestion",
    "context_from",
    "describe",
    "detect_language",
    "find_facts",
    "find_personal_data",
    "find_promises",
    "find_questions",
    "four_sides",
    "handbook",
    "lines",
    "match_answers",
    "parse_due",
    "promise_kind",
    "read_abuse",
    "read_address",
    "read_expertise",
    "read_message",
    "read_mood",
    "review",
    "review_sending",
    "rule_groups",
    "sentences",
    "summarise",
    "top_findings",
    "words",
]
