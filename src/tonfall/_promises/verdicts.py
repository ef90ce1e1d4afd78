"""Verdicts: which clauses of a sentence can promise at all, and how one clause decides over its neighbour."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import ModuleType

from tonfall._promises import english as english_tests
from tonfall._promises import german as german_tests
from tonfall._promises.clauses import Clause
from tonfall._promises.due import Due


def verdicts(parts: Sequence[Clause], tests: ModuleType) -> list[str]:
    """Judge every clause of a sentence with the tests of its language.

    Each gives ``"ours"`` (a statement of ours, so a due phrase in it binds), ``"no"``, or ``"event"`` when
    its moment hangs on an event ('sobald ...').
    """
    own: list[str] = []
    for place, part in enumerate(parts):
        before = parts[place - 1] if place else None
        own.append(_verdict(part, before, own[-1] if own else "", tests))
    for place, part in enumerate(parts):
        if not _is_condition(part, parts[place - 1] if place else None, tests):
            continue
        own[place] = "no"
        if place + 1 < len(parts) and (place == 0 or not part.cut.isspace()):
            own[place + 1] = "no"
        if place and not _starts_anew(part) and not _waits(part, parts[place - 1], tests):
            own[place - 1] = "no"
    for place in range(len(parts)):
        beside = [*parts[max(place - 1, 0) : place], *parts[place + 1 : place + 2]]
        if own[place] == "event" and not any(tests.speaks_for_us(other) for other in beside):
            own[place] = "no"
    for place in range(1, len(parts)):
        if own[place - 1] == "event" and own[place] == "ours" and all(due.counted for due in parts[place].dues):
            own[place] = "event" if parts[place].dues else "ours"
    return own


def _waits(condition: Clause, main: Clause, tests: ModuleType) -> bool:
    """'Wir geben Bescheid, wenn die Ware da ist' waits for an event rather than setting a condition."""
    is_open = all(due.moment is None for due in main.dues)
    return tests is german_tests and is_open and not tests.is_customers(condition)


def _is_condition(part: Clause, before: Clause | None, tests: ModuleType) -> bool:
    if not tests.is_condition(part):
        return False
    return not (tests is english_tests and before is not None and english_tests.asks_whether(before))


def _starts_anew(part: Clause) -> bool:
    return part.cut.isspace() or part.cut in {";", ":"} or part.lead in {"und", "aber", "and", "but"}


def _verdict(part: Clause, before: Clause | None, verdict_before: str, tests: ModuleType) -> str:
    if tests.is_question(part) or (before is not None and _is_denied_content(part, before, tests)):
        return "no"
    if tests.is_temporal(part):
        return "event"
    if tests.explains(part) or (verdict_before == "no" and tests.depends(part)):
        return "no"
    if tests.is_request(part) and not (verdict_before == "ours" and tests.continues(part)):
        return "no"
    refusals: tuple[Callable[[Clause], bool], ...] = (
        tests.is_customers,
        tests.is_past,
        tests.is_negated,
        tests.is_wish,
        tests.is_policy,
        tests.is_reported,
    )
    return "no" if any(refuse(part) for refuse in refusals) else "ours"


def _is_denied_content(part: Clause, before: Clause, tests: ModuleType) -> bool:
    """'Ich kann nicht versprechen, dass ...', 'Denken Sie daran, dass ...': the frame decides on its content."""
    frames: tuple[Callable[[Clause], bool], ...] = (
        tests.is_reported,
        tests.is_wish,
        tests.is_question,
        tests.is_negated,
    )
    if not tests.opens_content(part):
        return False
    reminds = tests.is_request(before) and not tests.speaks_for_us(part)
    return reminds or any(frame(before) for frame in frames)


def dues_before(parts: Sequence[Clause], place: int, tests: ModuleType) -> tuple[Due, ...]:
    """Return the due phrases of the clause before, unless it speaks of what the customer does."""
    if not place or tests.is_customers(parts[place - 1]) or tests.is_request(parts[place - 1]):
        return ()
    return parts[place - 1].dues
