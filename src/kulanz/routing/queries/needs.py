"""What a case needs: the skills that are bound to its team, brand, tags or channel."""

from __future__ import annotations

from collections.abc import Mapping

from kulanz.cases.models import Case
from kulanz.cases.queries.tags import shown_tags, tags_of

from ..models import Skill


class Needs:
    """The skills of the house with what they are bound to, read once for any number of cases. Four queries."""

    def __init__(self) -> None:
        skills = Skill.objects.prefetch_related("teams", "brands", "tags__merged_into")
        self._found: dict[int, Mapping[int, str]] = {}
        self._bound = [
            (
                skill,
                {team.pk for team in skill.teams.all()},
                {brand.pk for brand in skill.brands.all()},
                {(tag.merged_into or tag).name for tag in skill.tags.all()},
                set(skill.channels),
            )
            for skill in skills
        ]

    def of(self, case: Case) -> Mapping[int, str]:
        """Return the ids and names of the skills that a case needs; none where nothing of it is bound to any."""
        if case.pk not in self._found:
            borne = self._borne(case)
            self._found[case.pk] = {
                skill.pk: skill.name
                for skill, teams, brands, tags, channels in self._bound
                if case.team_id in teams
                or case.brand_id in brands
                or case.channel in channels
                or not tags.isdisjoint(borne)
            }
        return self._found[case.pk]

    def _borne(self, case: Case) -> set[str]:
        """The tags of a case; one that was read without them is asked for them where any skill is bound to one."""
        if not any(tags for _, _, _, tags, _ in self._bound):
            return set()
        shown = shown_tags(case) if "tagged" in vars(case) else tags_of([case.pk]).get(case.pk, [])
        return {tag.name for tag in shown}
