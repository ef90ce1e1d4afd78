"""Macros: written by who uses them, applied to one case or to many, and undone in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from kulanz.cases.access import locked_case, require_user_id
from kulanz.cases.actions import save_draft
from kulanz.cases.errors import CaseError, NotAllowed, NotFound, WrongState
from kulanz.cases.models import Case, Draft
from kulanz.core.clock import now
from kulanz.core.refusals import Refused
from kulanz.events import log
from kulanz.events.actor import Actor
from kulanz.people.models import User

from ..content import ContentWrong, checked_effects
from ..events import MacroSaved, OwnMacroSaved
from ..facts import facts_of
from ..kinds import EFFECTS, EffectStep
from ..models import Macro
from ..outlooks import GONE, SAME, code_of
from ..rules import RulePart, added_to, part_of, taken_out
from ..sources import Sources
from ..texts import OF_WRITER, written_by, wrong_places

MOST = 200  # macros of one person, of one team, of all


class NothingToDo(CaseError):
    """A macro would change nothing in this case and has no words for it."""

    code = "nothing-to-do"


def may_write_for_teams(by: Actor) -> bool:
    """Say whether somebody writes macros that others use."""
    return by.is_lead or by.is_admin


def may_change(macro: Macro, by: Actor) -> bool:
    """Say whether somebody changes a macro: their own, or as a lead or administrator those of several."""
    if macro.owner_id is not None:
        return macro.owner_id == by.user_id
    return may_write_for_teams(by)


def save_macro(*, macro: Macro, by: Actor, effects: Sequence[RulePart]) -> Macro:
    """Save a macro with other words and changes. Raises ``NotAllowed`` and ``ContentWrong``."""
    require_user_id(by)
    kept = [part.as_json() for part in checked_effects(effects, Sources())]
    if wrong := wrong_places(macro.texts, OF_WRITER):
        raise ContentWrong("text", wrong[0])
    if not kept and not macro.text.strip():
        raise ContentWrong("text", "")
    is_new = macro.pk is None
    with transaction.atomic():
        before = Macro.objects.select_for_update().filter(pk=macro.pk).first() if not is_new else None
        if not may_change(macro, by) or (before is not None and not may_change(before, by)):
            raise NotAllowed
        if is_new and Macro.objects.filter(owner=macro.owner, team=macro.team).count() >= MOST:
            raise ContentWrong("name", "full")
        macro.effects = kept
        macro.save()
        _tell(macro, by, "made" if is_new else "changed")
    return macro


def archive_macro(*, macro_id: int, by: Actor, archived: bool) -> None:
    """Take a macro out of use, or back into it. Raises ``NotFound`` and ``NotAllowed``."""
    require_user_id(by)
    with transaction.atomic():
        macro = Macro.objects.select_for_update().filter(pk=macro_id).first()
        if macro is None:
            raise NotFound
        if not may_change(macro, by):
            raise NotAllowed
        macro.archived_at = now() if archived else None
        macro.save(update_fields=["archived_at"])
        _tell(macro, by, "archived" if archived else "in use again")


def _tell(macro: Macro, by: Actor, what: str) -> None:
    shared = macro.owner_id is None
    log.record(MacroSaved(macro.pk, macro.name, what) if shared else OwnMacroSaved(macro.pk, what), by=by)


@dataclass(frozen=True, slots=True)
class MacroDone:
    """What a macro did in a case: how many changes, which it left out by code, and what undoes all of it (JSON)."""

    case_id: int
    changed: int
    left_out: tuple[tuple[RulePart, str], ...] = ()
    has_text: bool = False
    back: dict[str, Any] = field(default_factory=dict)


def apply_macro(*, case_id: int, macro_id: int, by: Actor) -> MacroDone:
    """Put the words of a macro into the actor's draft of an answer and make its changes. It sends nothing.

    What cannot be done is left out. Raises ``NotFound`` for a macro that is not theirs to use or of another brand, and
    ``NothingToDo`` where nothing would happen.
    """
    user_id = require_user_id(by)
    with transaction.atomic():
        case = locked_case(case_id, by)
        macro = Macro.objects.usable_by(by).for_brand(case.brand_id).filter(pk=macro_id).first()
        if macro is None:
            raise NotFound
        # First the words: a change may lead the case out of sight.
        text = written_by(case, macro.texts, User.objects.get(pk=user_id))
        steps, left_out = [], []
        draft = _put_into_draft(case, by, text) if text else None
        for part in map(part_of, macro.effects):
            back, problem = _do(part, case.pk, by)
            if back is not None:
                steps.append([part.kind, back])
            elif problem:
                left_out.append((part, problem))
        if not steps and draft is None:
            raise NothingToDo
    back = {"case_id": case.pk, "steps": steps, "draft": draft}
    return MacroDone(case.pk, len(steps), tuple(left_out), draft is not None, back)


def _put_into_draft(case: Case, by: Actor, text: str) -> dict[str, Any]:
    """Add words to a draft. Returns what takes them out again."""
    there = _draft(case, by)
    before = there.text if there is not None else None
    more = _people_of(there)
    save_draft(case_id=case.pk, by=by, kind="reply", text=added_to(before or "", text), **more)
    return {"text": text, "before": before}


def _draft(case: Case, by: Actor) -> Draft | None:
    return Draft.objects.filter(case=case, user_id=by.user_id or 0, kind="reply").first()


def _people_of(draft: Draft | None) -> dict[str, Any]:
    if draft is None:
        return {}
    return {"recipients": draft.recipients, "answers_id": draft.answers_id, "is_signed": draft.is_signed}


def _do(part: RulePart, case_id: int, by: Actor) -> tuple[dict[str, Any] | None, str]:
    """Do one change. Returns its way back, or why there is none."""
    sources = Sources()
    kind, facts = EFFECTS.named(part.kind, sources), facts_of([case_id]).get(case_id)
    if kind is None or facts is None or not kind.in_macros:
        return None, GONE
    try:
        with transaction.atomic():
            done = kind.do(EffectStep(facts, by, sources), part.values)
    except Refused as refused:
        return None, code_of(refused)
    return (done.back, "") if done is not None else (None, SAME)


def undo_macro(*, case_id: int, by: Actor, steps: Sequence[tuple[str, Mapping[str, Any]]], draft: Any) -> None:
    """Undo all that a macro did, the last step first. Where one of them cannot be undone any more, none is.

    Raises ``WrongState`` or what the way back of a step raises.
    """
    require_user_id(by)
    sources = Sources()
    with transaction.atomic():
        for key, values in reversed(steps):
            kind = EFFECTS.named(key, sources)
            if kind is None or kind.undo is None:
                raise WrongState
            kind.undo(case_id=case_id, by=by, **values)
        if draft is not None:
            _take_out(locked_case(case_id, by), by, draft["text"], draft["before"])


def _take_out(case: Case, by: Actor, text: str, before: str | None) -> None:
    there = _draft(case, by)
    if there is None:
        return
    as_it_was = there.text == added_to(before or "", text)
    rest = (before or "") if as_it_was else taken_out(there.text, text)
    if not rest.strip() and before is None:
        there.delete()
    else:
        save_draft(case_id=case.pk, by=by, kind="reply", text=rest, **_people_of(there))
