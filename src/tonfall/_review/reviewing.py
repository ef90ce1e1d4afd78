"""Review a draft: run every check, let the house's settings speak, put the most important note first."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tonfall._memory import forgetful
from tonfall._review.checks import CHECKS, STOPPING, Check
from tonfall._review.letter import Letter
from tonfall._review.model import Context, Finding, Language, Level
from tonfall._review.packs import pack
from tonfall._spans import Apart, Places
from tonfall._text import Span

_WEIGHT: dict[str, int] = {"stop": 0, "strong": 1, "hint": 2}
_MAY_STOP = frozenset({"message.unseen", "recipient.stranger", "attachment.missing", "address.mixed"})


@dataclass(frozen=True, slots=True)
class Note:
    """The words shown for a finding: a heading, the reason in one sentence, and what to do instead."""

    title: str
    reason: str
    better: str


@forgetful
def review(draft: str, context: Context | None = None) -> tuple[Finding, ...]:
    """Return the notes on ``draft``, most important first; a polite, complete letter gets none.

    Order: what stops sending, then strong notes, then hints; within a level in the order of the checks. Of
    notes whose spans overlap, the less important are left out. Nothing raises, whatever text and context.
    """
    return _without_overlaps(_found(CHECKS, draft, context))


@forgetful
def review_sending(draft: str, context: Context | None = None) -> tuple[Finding, ...]:
    """Return the findings of the stopping rules alone, most important first: what to ask at the moment of sending.

    These need no promises and no questions in the context. Nothing raises, whatever text and context.
    """
    return tuple(_found(STOPPING, draft, context))


def top_findings(findings: Sequence[Finding], n: int = 3) -> tuple[Finding, ...]:
    """Return the findings to show: all that stop sending, filled up to ``n`` with the next important."""
    stops = sum(finding.level == "stop" for finding in findings)
    return tuple(findings[: max(n, stops)])


def apply_suggestion(draft: str, finding: Finding) -> tuple[str, tuple[Span, ...]]:
    """Return the draft with the finding's span replaced, and the gaps' places in that new draft.

    Raises ``ValueError`` when the finding has no suggestion; trying again does not help.
    """
    if finding.suggestion is None:
        raise ValueError(f"{finding.code} has no suggestion")
    text = draft[: finding.span.start] + finding.suggestion.text + draft[finding.span.end :]
    return text, tuple(gap.shifted(finding.span.start) for gap in finding.suggestion.gaps)


def describe(finding: Finding, language: Language = "de") -> Note:
    """Return the words for ``finding`` in the reader's ``language`` (the interface's, not the draft's)."""
    rule = pack(language or "de").rules[finding.code]
    return Note(rule.title, rule.reason, rule.better)


def _found(checks: Sequence[Check], draft: str, context: Context | None) -> list[Finding]:
    letter = Letter(draft, context or Context())
    rules = pack(letter.language)
    found = [
        placed
        for check in checks
        for finding in check(letter, rules)
        if (placed := _placed(finding, letter.context)) is not None
    ]
    return sorted(found, key=lambda finding: _WEIGHT[finding.level])


def _placed(finding: Finding, context: Context) -> Finding | None:
    """Apply the house's levels; only the four stopping rules may stop."""
    family = finding.code.split(".")[0]
    wanted = context.levels.get(finding.code, context.levels.get(family, finding.level))
    if wanted == "off":
        return None
    level: Level = finding.level
    if wanted in ("hint", "strong"):
        level = "hint" if wanted == "hint" else "strong"
    if level == "stop" and finding.code not in _MAY_STOP:
        level = "strong"
    return replace(finding, level=level)


def _without_overlaps(found: list[Finding]) -> tuple[Finding, ...]:
    """Keep the first of findings that overlap; what stops (it comes first) and what has no place always stays."""
    stops = Places(finding.span for finding in found if finding.level == "stop")
    apart, points = Apart(), list[int]()
    kept: list[Finding] = []
    for finding in found:
        span = finding.span
        if span.start == span.end:
            insort(points, span.start)
        elif finding.level != "stop":
            around = bisect_left(points, span.end) > bisect_right(points, span.start)
            if around or stops.touch(span) or not apart.take(span):
                continue
        kept.append(finding)
    return tuple(kept)
