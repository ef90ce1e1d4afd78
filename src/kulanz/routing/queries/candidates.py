"""Who of a team could be given a case, as rules take it."""

from __future__ import annotations

from collections.abc import Collection

from kulanz.cases.models import Case
from kulanz.people.models import Membership

from ..models import WorkProfile
from ..rules import Because, TeamMember
from .colleagues import ColleagueNow, colleagues
from .needs import Needs


class TeamNow:
    """The people of a team at this moment, read once for any number of cases: seven queries, seven for each brand."""

    def __init__(self, team_id: int) -> None:
        self._needs = Needs()
        self._team = set(Membership.objects.filter(team_id=team_id).values_list("user_id", flat=True))
        profiles = WorkProfile.objects.filter(user_id__in=self._team).prefetch_related("skills")
        self._skills = {each.user_id: {skill.pk for skill in each.skills.all()} for each in profiles}
        self._people: dict[int, list[ColleagueNow]] = {}

    def candidates(self, case: Case, *, but: Collection[int] = (), known: int | None = None) -> list[TeamMember]:
        """Return the agents of the team except ``but`` some; ``known`` is who served the customer last."""
        if case.brand_id not in self._people:
            everybody = colleagues(case.brand)
            self._people[case.brand_id] = [
                each for each in everybody if each.user.pk in self._team and each.user.is_agent
            ]
        return [self._candidate(case, each, known) for each in self._people[case.brand_id] if each.user.pk not in but]

    def _candidate(self, case: Case, each: ColleagueNow, known: int | None) -> TeamMember:
        profile: WorkProfile | None = getattr(each.user, "work_profile", None)
        languages = (profile.languages if profile is not None else []) or [each.user.language]
        return TeamMember(
            user_id=each.user.pk,
            room=each.room,
            is_here=each.is_here,
            is_at_work=each.is_at_work,
            is_away=each.is_away,
            is_known=each.user.pk == known,
            speaks=case.language in languages,
            has_skills=set(self._needs.of(case)) <= self._skills.get(each.user.pk, set()),
            given_at=profile.given_at if profile is not None else None,
        )

    def because(self, case: Case, chosen: TeamMember) -> list[str]:
        """Return the codes of the reasons for somebody, the strongest first."""
        found = [Because.KNOWN.value] if chosen.is_known else []
        found += [f"{Because.SKILL}:{name}" for name in self._needs.of(case).values()]
        if case.language != case.brand.language:
            found.append(f"{Because.LANGUAGE}:{case.language}")
        return [*found, Because.FREE.value]


def last_served_by(case: Case) -> int | None:
    """Return who has, or had, the newest other case of the same customer. One query."""
    others = Case.objects.of_person(case.customer_id).exclude(pk=case.pk).filter(assignee__isnull=False)
    return others.order_by("-opened_at").values_list("assignee_id", flat=True).first()
