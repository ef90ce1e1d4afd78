"""What pages ask about rules and macros: what would follow, and what has."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from kulanz.cases.models import Case
from kulanz.core.prepared import prepared
from kulanz.events.actor import Actor
from kulanz.events.models import Event

from .content import in_words, plan_in_words
from .facts import SINCE, CaseFacts, facts_of, in_state
from .kinds import CONDITIONS, TIME, TRIGGERS, listening_to
from .models import Macro, Rule, RuleRun
from .outlooks import words_of
from .rules import Content, part_of
from .sources import Sources
from .thinking import Foreseen, failing_condition, foreseen

LAST_CASES = 200
LAST_RUNS = 100
_LAST_EVENTS = 4000  # of the last cases: more happened in them only where programs did it


@dataclass(frozen=True, slots=True)
class Ahead:
    """What the changes of a macro would do in a case, each with why it would change nothing ("": it would)."""

    facts: CaseFacts
    effects: list[Foreseen]


def heard_now(events: Sequence[Event]) -> list[Event]:
    """Return to which of some events a rule listens that is switched on. One query."""
    listening = set(_listening())
    return [event for event in events if not listening.isdisjoint(listening_to(event.kind))] if listening else []


@prepared
def _listening() -> QuerySet[Rule, str]:
    return Rule.objects.active().order_by().values_list("trigger", flat=True).distinct()


def macros_for(by: Actor, case: Case) -> list[Macro]:
    """Return the macros that somebody can use in a case. One query."""
    return list(Macro.objects.usable_by(by).for_brand(case.brand_id).select_related("team", "owner"))


def look_ahead(macro: Macro, case_ids: Collection[int]) -> list[Ahead]:
    """Return what a macro would do in cases, newest first. Nine queries at most, and it changes nothing."""
    parts, sources = [part_of(each) for each in macro.effects], Sources()
    return [Ahead(facts, foreseen(parts, facts, sources)) for facts in facts_of(case_ids).values()]


@dataclass(frozen=True, slots=True)
class Tried:
    """What a rule would have done in a case: ``why_not`` in words where it would not have run, else its ``steps``.

    A step is what it would do, and why that would change nothing (empty: it would).
    """

    case: Case
    why_not: str
    steps: list[tuple[str, str]]


def try_out(content: Content, by: Actor) -> list[Tried]:
    """Return what a rule would have done in the last 200 cases that somebody may see: first where it would have run.

    Its event is the last one of its kind in each case; everything else is asked as it is now. Changes nothing, and
    asks the same number of questions whatever it finds.
    """
    sources = Sources()
    rows = Case.objects.visible_to(by).order_by("-id").values_list("pk", flat=True)
    ids = list(rows[:LAST_CASES])
    return sorted(_try_out(content, ids, sources), key=lambda tried: bool(tried.why_not))


def _try_out(content: Content, ids: list[int], sources: Sources) -> list[Tried]:
    if content.when.kind == TIME:
        since = dict(in_state(content.when.values["state"]).filter(pk__in=ids).values_list("pk", SINCE))
        return [_tried(content, facts, _is_due(content, facts, since), sources) for facts in facts_of(ids).values()]
    events = _last_events(content, ids, sources)
    letters = {case_id: data["message_id"] for case_id, data in events.items() if "message_id" in data}
    return [_tried(content, facts, facts.case.pk in events, sources) for facts in facts_of(ids, letters).values()]


def _is_due(content: Content, facts: CaseFacts, since: Mapping[int, datetime]) -> bool:
    begun, when = since.get(facts.case.pk), content.when.values
    return begun is not None and facts.passed(begun, when["clock"]) >= timedelta(hours=when["hours"])


def _last_events(content: Content, ids: list[int], sources: Sources) -> dict[int, Mapping[str, Any]]:
    kind = TRIGGERS.named(content.when.kind, sources)
    if kind is None:
        return {}
    rows = Event.objects.filter(subject_kind="case", subject_id__in=ids, kind__in=kind.events).order_by("-id")
    found: dict[int, Mapping[str, Any]] = {}
    for event in rows[:_LAST_EVENTS]:
        if event.subject_id not in found and kind.fits(event.data, event.kind, content.when.values, sources):
            found[event.subject_id] = event.data
    return found


def _tried(content: Content, facts: CaseFacts, is_meant: bool, sources: Sources) -> Tried:
    why_not = _why_not(content, facts, is_meant, sources)
    if why_not:
        return Tried(facts.case, why_not, [])
    steps = foreseen(content.effects, facts, sources)
    told = [(plan_in_words(step.part, sources), words_of(step.problem) if step.problem else "") for step in steps]
    return Tried(facts.case, "", told)


def _why_not(content: Content, facts: CaseFacts, is_meant: bool, sources: Sources) -> str:
    if not is_meant:
        return in_words(TRIGGERS, content.when, sources)
    failing = failing_condition(content, facts, sources)
    return in_words(CONDITIONS, content.conditions[failing], sources) if failing is not None else ""


def last_runs(rule_id: int) -> list[RuleRun]:
    """Return the last runs of a rule that fitted, newest first. One query."""
    rows = RuleRun.objects.filter(rule_id=rule_id, fits=True).select_related("case")
    return list(rows.order_by("-id")[:LAST_RUNS])
