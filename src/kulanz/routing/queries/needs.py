"""What a case needs: the skills that are bound to its team, brand, tags or channel."""

from __future__ import annotations

from collections.abc import Mapping

from kulanz.cases.models import Case

from ..models import Skill


class Needs:
    """The skills of the house with what they are bound to, read once for any number of cases. Four queries."""

    def __init__(self) -> None:
        skills = Skill.objects.prefetch_related("teams", "brands", "tags")
        self._bound = [
            (
                skill,
                {team.pk for team in skill.teams.all()},
                {brand.pk for brand in skill.brands.all()},
                {tag.name for tag in skill.tags.all()},
                set(skill.channels),
            )
            for skill in skills
        ]

    def of(self, case: Case) -> Mapping[int, str]:
        """Return the ids and names of the skills that a case needs; none where nothing of it is bound to any."""
        return {
            skill.pk: skill.name
            for skill, teams, brands, tags, channels in self._bound
            if case.team_id in teams
            or case.brand_id in brands
            or case.channel in channels
            or not tags.isdisjoint(case.tag_names)
        }
