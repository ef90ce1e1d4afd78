"""What administrators set for giving out cases: skills, weights, how each team wants it. Each change is an event."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import models, transaction

from kulanz.cases.models import Tag
from kulanz.events import log
from kulanz.events.actor import Actor
from kulanz.events.changes import compared, values_of
from kulanz.people.access import require_admin
from kulanz.people.events import SetupChanged
from kulanz.people.models import Brand, Team

from ..models import CaseWeights, Skill, TeamRouting

WEIGHTS = ("low", "normal", "high", "urgent", "elsewhere", "heavy", "capacity")


def save_weights(*, by: Actor, **points: int) -> None:
    """Set what cases weigh and what a person carries as usual. No change, no event."""
    require_admin(by)
    with transaction.atomic():
        row, _made = CaseWeights.objects.select_for_update().get_or_create(pk=CaseWeights.ONLY)
        before = values_of(row, WEIGHTS)
        for name, value in points.items():
            setattr(row, name, value)
        row.save(update_fields=list(points))
        _tell(by, "weights", "", row.pk, before, values_of(row, WEIGHTS))


def save_team_routing(*, by: Actor, team: Team, mode: str, silent_hours: int | None) -> None:
    """Set how a team's cases find their person, and when one that lies still comes back. No change, no event."""
    require_admin(by)
    fields = ("mode", "silent_hours")
    with transaction.atomic():
        row, _made = TeamRouting.objects.select_for_update().get_or_create(team=team)
        before = values_of(row, fields)
        row.mode, row.silent_hours = mode, silent_hours
        row.save(update_fields=fields)
        _tell(by, "routing", team.name, team.pk, before, values_of(row, fields))


def save_skill(
    *,
    by: Actor,
    skill: Skill,
    teams: Collection[Team],
    brands: Collection[Brand],
    tags: Collection[Tag],
    channels: Sequence[str],
) -> None:
    """Save a skill and what it is bound to: a case needs it that has any of these."""
    require_admin(by)
    with transaction.atomic():
        before = _bound(Skill.objects.filter(pk=skill.pk).first())
        skill.channels = list(channels)
        skill.save()
        skill.teams.set(teams)
        skill.brands.set(brands)
        skill.tags.set(tags)
        _tell(by, "skill", skill.name, skill.pk, before, _bound(skill))


def remove_skill(*, by: Actor, skill_id: int) -> None:
    """Take a skill out of the list of the house: nobody has it any more and no case needs it."""
    require_admin(by)
    with transaction.atomic():
        skill = Skill.objects.filter(pk=skill_id).first()
        if skill is not None:
            name, key = skill.name, skill.pk
            skill.delete()
            log.record(SetupChanged("skill", name, ["removed"], key), by=by)


def _bound(skill: Skill | None) -> dict[str, str]:
    if skill is None:
        return {}
    several: dict[str, Any] = {"teams": skill.teams, "brands": skill.brands, "tags": skill.tags}
    names = {key: _names(relation.all()) for key, relation in several.items()}
    return {"name": skill.name, **names, "channels": ", ".join(skill.channels)}


def _names(things: Iterable[models.Model]) -> str:
    return ", ".join(sorted(str(thing) for thing in things))


def _tell(by: Actor, thing: str, name: str, key: int, before: dict[str, str], after: dict[str, str]) -> None:
    if changes := compared(before, after):
        log.record(SetupChanged(thing, name, [each["field"] for each in changes], key, changes), by=by)
