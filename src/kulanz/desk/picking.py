"""One step on many cases: each case gets its own action, and what was done can be undone for half a minute."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kulanz.cases import actions, errors
from kulanz.cases.models import Case
from kulanz.checklists.actions import remove_lines, restore_lines, tick_line
from kulanz.core.refusals import Refused
from kulanz.events.actor import Actor
from kulanz.fields.actions import restore_field
from kulanz.notify.actions import resume_day
from kulanz.promises.actions import unannounce_promise
from kulanz.rules.actions import undo_macro

from .ending import EndingWish

# What puts one case back: the name of a step below and what it needs.
UndoStep = tuple[str, dict[str, Any]]


@dataclass(slots=True)
class SelectionOutcome:
    """What became of a step: how many cases it changed, the ways back, and how many were left out and why."""

    done: int = 0
    back: list[UndoStep] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SelectionStep:
    """What to do to every picked case. The other fields as the step needs them; ``until`` says when it is woken.

    ``words`` is a sentence for whoever gets them.
    """

    name: str
    user_id: int | None = None
    team_id: int | None = None
    tag: str = ""
    priority: int = 0
    ends: EndingWish | None = None
    until: datetime | None = None
    words: str = ""


def take_step(step: SelectionStep, case_ids: list[int], *, by: Actor) -> SelectionOutcome:
    """Do a step to each case. A case that cannot take it is left out: "gone", "refused", "held", "state" or "same"."""
    outcome = SelectionOutcome()
    cases = {case.pk: case for case in Case.objects.visible_to(by).filter(pk__in=case_ids)}
    for case_id in dict.fromkeys(case_ids):
        why = _try(step, cases.get(case_id), by, outcome)
        if why:
            outcome.skipped[why] = outcome.skipped.get(why, 0) + 1
    return outcome


def _try(step: SelectionStep, case: Case | None, by: Actor, outcome: SelectionOutcome) -> str:
    if case is None:
        return "gone"
    try:
        undo_step = STEPS[step.name](case, step, by)
    except errors.NotFound:
        return "gone"
    except errors.NotAllowed:
        return "refused"
    except (errors.UnknownTag, errors.ArchivedTag):
        raise  # it concerns all of them alike, and has a sentence of its own
    except errors.EndingStopped:
        return "held"
    except errors.CaseError:
        return "state"
    if undo_step is None:
        return "same"
    outcome.done += 1
    outcome.back += [undo_step] if undo_step[0] else []
    return ""


def take_back(undo_step: UndoStep, *, by: Actor) -> bool:
    """Put one case back; ``False`` where it has moved on since."""
    name, values = undo_step
    try:
        BACK[name](by=by, **values)
    except Refused:  # also where the case is gone, or with another team
        return False
    return True


def _take(case: Case, step: SelectionStep, by: Actor) -> UndoStep | None:
    return _hand_over(case, SelectionStep("hand", user_id=by.user_id), by)


def _hand_over(case: Case, step: SelectionStep, by: Actor) -> UndoStep | None:
    team_id = case.team_id if step.team_id is None else step.team_id
    if (case.assignee_id, case.team_id) == (step.user_id, team_id):
        return None
    actions.assign_case(
        case_id=case.pk, by=by, user_id=step.user_id, team_id=team_id, keep_team=False, reason=step.words
    )
    # The case as it was read before the step: with whom it was then.
    return "return", {"case_id": case.pk, "user_id": case.assignee_id, "team_id": case.team_id}


def _tag(case: Case, step: SelectionStep, by: Actor) -> UndoStep | None:
    change = actions.change_tags(case_id=case.pk, by=by, add=[step.tag])
    return untag(case, change) if change else None


def untag(case: Case, change: actions.TagChange) -> UndoStep:
    """Return the way back from a change of tags."""
    return "untag", {"case_id": case.pk, "add": [*change.removed], "remove": [*change.added]}


def _prioritise(case: Case, step: SelectionStep, by: Actor) -> UndoStep | None:
    if case.priority == step.priority:
        return None
    actions.set_priority(case_id=case.pk, by=by, priority=step.priority)
    return "priority", {"case_id": case.pk, "priority": case.priority}


def _read(case: Case, step: SelectionStep, by: Actor) -> UndoStep:
    actions.mark_read(case_id=case.pk, by=by)
    return "", {}


def _end(case: Case, step: SelectionStep, by: Actor) -> UndoStep | None:
    wish = step.ends
    if wish is None or case.pk == wish.of_id:
        return None
    actions.end_case(
        case_id=case.pk,
        by=by,
        reason=wish.reason,
        of_id=wish.of_id,
        blocks_sender=wish.blocks_sender,
        named_id=wish.named_id,
    )
    return "end", {"case_id": case.pk}


def _snooze(case: Case, step: SelectionStep, by: Actor) -> UndoStep:
    actions.snooze_case(case_id=case.pk, by=by, until=step.until)
    return "snooze", {"case_id": case.pk}


STEPS: dict[str, Callable[[Case, SelectionStep, Actor], UndoStep | None]] = {
    "take": _take,
    "hand": _hand_over,
    "tag": _tag,
    "priority": _prioritise,
    "read": _read,
    "end": _end,
    "snooze": _snooze,
}
BACK: dict[str, Callable[..., object]] = {
    "return": actions.return_case,
    "keep-draft": actions.keep_draft,
    "unannounce": unannounce_promise,
    "on-duty": resume_day,
    "untag": actions.change_tags,
    "wait": actions.undo_waiting,
    "end": actions.undo_ending,
    "snooze": actions.undo_snooze,
    "postpone": actions.withdraw_reply,
    "discard": actions.undo_discarding,
    "merge": actions.unmerge_case,
    "move": actions.undo_move,
    "relate": actions.undo_relating,
    "deny": actions.undo_denial,
    "merge-again": actions.merge_cases,
    "priority": actions.set_priority,
    "save-view": actions.save_view,
    "field": restore_field,
    "tick": tick_line,
    "take-off-lines": remove_lines,
    "restore-lines": restore_lines,
    "macro": undo_macro,
}
