"""How the demo company works: who can what, who is away, and which team gives its cases to whoever fits best."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.timezone import localdate

from kulanz.cases.models import Tag
from kulanz.people.models import Team, User
from kulanz.routing.models import Absence, Skill, TeamRouting, WorkProfile

from . import story


def set_up(people: Mapping[str, User], teams: Mapping[str, Team], at: datetime) -> None:
    """Write down skills, languages, one absence from the day of ``at`` (aware) on, and the wish of one team."""
    told = story.company()
    skills = {each["name"]: Skill.objects.get_or_create(name=each["name"])[0] for each in told["skill"]}
    for each in told["skill"]:
        skills[each["name"]].teams.add(*(teams[key] for key in each.get("teams", ())))
        skills[each["name"]].tags.add(*Tag.objects.filter(name__in=each.get("tags", ())))
    for each in told["person"]:
        user, day = people[each["key"]], localdate(at)
        profile = WorkProfile.objects.create(user=user, languages=each.get("languages", []))
        profile.skills.set(skills[name] for name in each.get("skills", ()))
        if days := each.get("away_days"):
            until = day + timedelta(days=days)
            Absence.objects.create(user=user, begins=day, ends=until, stand_in=people[each["stand_in"]])
    for each in told["team"]:
        if mode := each.get("mode"):
            TeamRouting.objects.create(team=teams[each["key"]], mode=mode)
