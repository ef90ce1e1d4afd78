"""Writing rules: every save is a version. Only administrators."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from kulanz.core.clock import now
from kulanz.core.refusals import NotFound
from kulanz.events import log
from kulanz.events.actor import Actor
from kulanz.people.access import require_admin
from kulanz.people.events import SetupChanged

from ..content import ContentWrong, checked
from ..models import Rule, RuleVersion
from ..rules import Content, content_of
from ..sources import Sources

LONGEST_NAME = 60
MOST_RULES = 200


def save_rule(*, by: Actor, name: str, content: Content, stops: bool = False, rule_id: int | None = None) -> Rule:
    """Write a rule, or a new version of one. A new one comes last and is switched off; no change, no version.

    Raises ``ContentWrong``, and ``NotFound`` for one that was removed.
    """
    user_id = require_admin(by)
    plain, sources = " ".join(name.split())[:LONGEST_NAME], Sources()
    if not plain:
        raise ContentWrong("name", "")
    kept = checked(content, sources).as_json()
    with transaction.atomic():
        rule = _locked(rule_id) if rule_id is not None else _new()
        if rule.pk is not None and (rule.name, rule.stops, rule.content) == (plain, stops, kept):
            return rule
        is_new_time = rule.content.get("when") != kept["when"]
        rule.name, rule.stops, rule.content, rule.trigger = plain, stops, kept, kept["when"]["kind"]
        rule.number += 1
        if rule.is_active and is_new_time:
            rule.on_since = now()  # what was due before by its new time does not concern it
        rule.save()
        RuleVersion.objects.create(
            rule=rule, number=rule.number, name=plain, stops=stops, content=kept, saved_at=now(), saved_by_id=user_id
        )
        _tell(rule, by, "made" if rule_id is None else "changed")
    return rule


def _new() -> Rule:
    last = Rule.objects.aggregate(last=Max("place"))["last"] or 0
    if Rule.objects.count() >= MOST_RULES:
        raise ContentWrong("name", "full")
    return Rule(place=last + 1)


def _locked(rule_id: int) -> Rule:
    rule = Rule.objects.select_for_update().filter(pk=rule_id).first()
    if rule is None:
        raise NotFound
    return rule


def bring_back(*, rule_id: int, number: int, by: Actor) -> Rule:
    """Let an earlier version of a rule hold again, as its newest one.

    Raises ``NotFound``, and ``ContentWrong`` where it names what there is no longer.
    """
    require_admin(by)
    version = RuleVersion.objects.filter(rule_id=rule_id, number=number).first()
    if version is None:
        raise NotFound
    content = content_of(version.content)
    return save_rule(by=by, name=version.name, content=content, stops=version.stops, rule_id=rule_id)


def switch_rule(*, rule_id: int, by: Actor, on: bool) -> None:
    """Switch a rule on or off. No change, no event. Raises ``NotFound``."""
    require_admin(by)
    with transaction.atomic():
        rule = _locked(rule_id)
        if rule.is_active == on:
            return
        rule.is_active, rule.on_since = on, now() if on else None
        rule.save(update_fields=["is_active", "on_since"])
        _tell(rule, by, "switched on" if on else "switched off")


def move_rule(*, rule_id: int, by: Actor, up: bool) -> None:
    """Let a rule change places with the one before it, or behind it; the first stays first. Raises ``NotFound``."""
    require_admin(by)
    with transaction.atomic():
        rules = list(Rule.objects.select_for_update().order_by("place", "id"))
        place = next((place for place, rule in enumerate(rules) if rule.pk == rule_id), None)
        if place is None:
            raise NotFound
        other = place - 1 if up else place + 1
        if not 0 <= other < len(rules):
            return
        rules[place], rules[other] = rules[other], rules[place]
        for at, rule in enumerate(rules, 1):
            rule.place = at
        Rule.objects.bulk_update(rules, ["place"])
        _tell(rules[other], by, "moved")


def remove_rule(*, rule_id: int, by: Actor) -> None:
    """Remove a rule with its versions and its log; what it did stays in the cases. Raises ``NotFound``."""
    require_admin(by)
    with transaction.atomic():
        rule = _locked(rule_id)
        _tell(rule, by, "removed")
        rule.delete()


def _tell(rule: Rule, by: Actor, what: str) -> None:
    log.record(SetupChanged("rule", rule.name, [what], rule.pk), by=by)
