"""Rules at work: after an event, and when time has passed. The house acts, and the log says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from kulanz.cases.access import locked_case
from kulanz.cases.errors import NotFound
from kulanz.coach.actions import read_letter
from kulanz.core.clock import now
from kulanz.core.refusals import Refused
from kulanz.events import log
from kulanz.events.actor import SYSTEM, Actor, ActorKind
from kulanz.events.models import Event

from ..events import RuleApplied
from ..facts import CaseFacts, facts_of
from ..kinds import EFFECTS, TRIGGERS, Done, EffectStep, listening_to
from ..models import Rule, RuleRun
from ..outlooks import GONE, SAME, code_of
from ..rules import MOST_A_DAY, Content, RulePart, content_of, may_follow
from ..sources import Sources
from ..thinking import failing_condition

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RuleOccasion:
    """Why a rule looks at a case: an event with its letter, or that time has passed ``since`` a moment."""

    case_id: int
    event_id: int | None = None
    letter_id: int | None = None
    since: datetime | None = None
    chain: tuple[int, ...] = ()


def apply_rules(*, event: Event) -> int:
    """Let the rules that listen to an event run, in their order. Returns how many did. May be called twice.

    One query where no rule listens. Each rule is a transaction of its own, in which everything is asked anew.
    """
    rules = list(Rule.objects.active().filter(trigger__in=listening_to(event.kind)))
    if not rules or event.subject_kind != "case":
        return 0
    sources, chain = Sources(), _chain_of(event)
    fitting = [rule for rule in rules if _is_meant(rule, event, sources) and may_follow(rule.pk, chain)]
    if not fitting:
        return 0
    letter_id = event.data.get("message_id")
    if letter_id is not None and any(_asks_for_mood(rule) for rule in fitting):
        read_letter(message_id=letter_id)  # its own job may come later
    occasion = RuleOccasion(event.subject_id, event.pk, letter_id, chain=chain)
    return run_in_order(fitting, occasion, sources)


def run_in_order(rules: Sequence[Rule], occasion: RuleOccasion, sources: Sources) -> int:
    """Let rules look at a case one after the other, until one stops those behind it. Returns how many ran."""
    ran = 0
    for rule in rules:
        if not _run(rule, occasion, sources):
            continue
        ran += 1
        if rule.stops:
            break
    return ran


def _chain_of(event: Event) -> tuple[int, ...]:
    """Return the rules that led to an event: what a rule does bears the number of its run."""
    if event.actor_kind != ActorKind.SYSTEM.value or event.actor_id is None:
        return ()
    chain = RuleRun.objects.filter(pk=event.actor_id).values_list("chain", flat=True).first()
    return tuple(chain or ())


def _is_meant(rule: Rule, event: Event, sources: Sources) -> bool:
    when = content_of(rule.content).when
    kind = TRIGGERS.named(when.kind, sources)
    return kind is not None and kind.fits(event.data, event.kind, when.values, sources)


def _asks_for_mood(rule: Rule) -> bool:
    return any(part.kind == "mood" for part in content_of(rule.content).conditions)


def _run(rule: Rule, occasion: RuleOccasion, sources: Sources) -> bool:
    """Let one rule look at a case; ``True`` where its conditions hold, now or when the same job ran before."""
    with transaction.atomic():
        try:
            case = locked_case(occasion.case_id, SYSTEM)
        except NotFound:
            return False
        known = _runs(rule, case.pk, occasion).first()
        if known is not None:
            return known.fits
        letters = {case.pk: occasion.letter_id} if occasion.letter_id is not None else {}
        facts = facts_of([case.pk], letters).get(case.pk)
        content = content_of(rule.content)
        if facts is None or failing_condition(content, facts, sources) is not None or _is_too_often(rule, case.pk):
            if occasion.since is not None:
                _begin(rule, case.pk, occasion, fits=False)
            return False
        run = _begin(rule, case.pk, occasion)
        run.did = _do_all(rule, run, content, facts, sources)
        did = [[effect, words] for effect, words, problem in run.did if not problem]
        run.changed = bool(did)
        run.save(update_fields=["did", "changed"])
        if did:
            log.record(RuleApplied(case.pk, rule.pk, run.pk, rule.name, did), by=SYSTEM)
        return True


def _runs(rule: Rule, case_id: int, occasion: RuleOccasion) -> QuerySet[RuleRun]:
    runs = RuleRun.objects.filter(rule=rule)
    if occasion.event_id is not None:
        return runs.filter(event_id=occasion.event_id)
    return runs.filter(case_id=case_id, since=occasion.since)


def _is_too_often(rule: Rule, case_id: int) -> bool:
    """Whether a rule has run in this case so often today that something goes round in circles outside of us."""
    today = RuleRun.objects.filter(case_id=case_id, rule=rule, at__gt=now() - A_DAY, fits=True)
    return today.count() >= MOST_A_DAY


def _begin(rule: Rule, case_id: int, occasion: RuleOccasion, *, fits: bool = True) -> RuleRun:
    return RuleRun.objects.create(
        rule=rule,
        version=rule.number,
        case_id=case_id,
        event_id=occasion.event_id,
        since=occasion.since,
        fits=fits,
        chain=[*occasion.chain, rule.pk],
        at=now(),
    )


def _do_all(rule: Rule, run: RuleRun, content: Content, facts: CaseFacts, sources: Sources) -> list[list[str]]:
    """Do the effects one after the other; what cannot be done is left out and said."""
    by = Actor(ActorKind.SYSTEM, run.pk, rule.name)
    did = []
    for part in content.effects:
        doing = EffectStep(facts, by, sources, rule.name, run.pk)
        words, problem = _do(part, doing)
        did.append([part.kind, words, problem])
        if not problem:
            letters = {facts.case.pk: facts.letter.pk} if facts.letter is not None else {}
            facts = facts_of([facts.case.pk], letters)[facts.case.pk]
    return did


def _do(part: RulePart, doing: EffectStep) -> tuple[str, str]:
    kind = EFFECTS.named(part.kind, doing.sources)
    if kind is None:
        return "", GONE
    try:
        with transaction.atomic():
            done: Done | None = kind.do(doing, part.values)
    except Refused as refused:
        return kind.what(part.values, doing.sources), code_of(refused)
    return (kind.what(part.values, doing.sources), SAME) if done is None else (done.words, "")
