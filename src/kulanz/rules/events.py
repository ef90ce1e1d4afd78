"""What rules can do, in the past tense. What they changed in a case has its own events as well."""

from __future__ import annotations

from dataclasses import dataclass, field

from kulanz.cases.events import CaseEvent
from kulanz.events.catalogue import Face, event


@event("rule-applied", shown_to={Face.DESK})
@dataclass(frozen=True, slots=True)
class RuleApplied(CaseEvent):
    """A rule did something in a case: ``did`` is a list of [effect, words], as in ``RuleRun.did``."""

    rule_id: int
    run_id: int
    name: str
    did: list[list[str]] = field(default_factory=list)


@event("colleague-notified")
@dataclass(frozen=True, slots=True)
class ColleagueNotified(CaseEvent):
    """The house called one of us, ``user_id``, to a case, by the note ``note_id``."""

    user_id: int
    note_id: int


@event("macro-saved", subject="macro", shown_to={Face.AUDIT})
@dataclass(frozen=True, slots=True)
class MacroSaved:
    """A macro that several use was ``what``: "made", "changed", "archived" or "in use again"."""

    macro_id: int
    name: str
    what: str


@event("own-macro-saved", subject="macro")
@dataclass(frozen=True, slots=True)
class OwnMacroSaved:
    """The same for a macro of one person, which is nobody else's business."""

    macro_id: int
    what: str
