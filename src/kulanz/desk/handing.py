"""To whom a case can be handed over, in the words of the desk: who is here, free, or not here until when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kulanz.cases.models import Case
from kulanz.core.ids import id_in
from kulanz.events.actor import Actor
from kulanz.people.models import Team
from kulanz.routing.queries import ColleagueNow, colleagues, last_handed_to
from kulanz.ui.templatetags.ui import short_day

LAST_USED = 3  # so many stand above the others
NOBODY, NO_TEAM = "nobody", "no-team"


@dataclass(frozen=True, slots=True)
class Offer:
    """A line to choose: what a form says for it, a name, what is known of it. ``is_first`` is chosen beforehand."""

    value: str
    name: str
    words: str = ""
    is_away: bool = False
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class HandWish:
    """What was chosen: a person, a team, nobody (both ids empty), or with ``leaves_team`` no team."""

    user_id: int | None = None
    team_id: int | None = None
    leaves_team: bool = False


def wish_of(value: str) -> HandWish | None:
    """Return what a line of the form says; ``None`` for what none says."""
    kind, _sign, number = value.partition("-")
    if value in {NOBODY, NO_TEAM}:
        return HandWish(leaves_team=value == NO_TEAM)
    if (chosen := id_in(number)) is None or kind not in {"person", "team"}:
        return None
    return HandWish(user_id=chosen) if kind == "person" else HandWish(team_id=chosen)


def offers_for(cases: Sequence[Case], by: Actor) -> list[Offer]:
    """Return who can take the cases: whom one chose lately first, then who is here and free. Nine queries.

    A person is offered who may see at least one of the cases. One case can go back to its team or to no team at all.
    """
    people = [each for each in colleagues(cases[0].brand) if any(each.sight.covers(case.team_id) for case in cases)]
    holder, place = (cases[0].assignee_id, cases[0].team_id) if len(cases) == 1 else (None, None)
    others = [each for each in people if each.user.pk != holder]
    names = {each.user.pk: each.user.name for each in people}
    lines = [
        *(_person(each, names) for each in sorted(others, key=lambda each: _readiness(each, by))),
        *(Offer(f"team-{team.pk}", team.name, _("Team")) for team in Team.objects.exclude(pk=place or 0)),
        *_back(cases),
    ]
    return _ordered(lines, by)


def _person(each: ColleagueNow, names: dict[int, str]) -> Offer:
    words = state_of(each, names.get(each.stand_in_id or 0, ""))
    return Offer(f"person-{each.user.pk}", each.user.name, words, each.is_away)


def state_of(each: ColleagueNow, stand_in: str = "") -> str:
    """Say whether somebody is here and free, without a number; ``stand_in`` is the name of who stands in for them."""
    if each.away_until is not None:
        away = _("not here until %(day)s") % {"day": short_day(each.away_until)}
        return away + (" · " + _("%(name)s stands in") % {"name": stand_in} if stand_in else "")
    away = _("not at the desk") if each.is_at_work else _("outside working hours")
    here = pgettext("person", "here") if each.is_here else away
    return f"{here} · {pgettext('person', 'free') if each.is_free else pgettext('person', 'full')}"


def _readiness(each: ColleagueNow, by: Actor) -> tuple[bool, ...]:
    # Whoever hands over seldom means themselves: for that there is "i".
    return each.is_away, each.user.pk == by.user_id, not each.is_here, not each.is_at_work, not each.is_free


def _back(cases: Sequence[Case]) -> list[Offer]:
    if len(cases) > 1:
        return []
    freed = [Offer(NOBODY, _("Nobody in particular"), _("back into the pile"))] if cases[0].assignee_id else []
    return [*freed, *([Offer(NO_TEAM, _("No team"), _("everybody sees it"))] if cases[0].team_id else [])]


def _ordered(lines: Iterable[Offer], by: Actor) -> list[Offer]:
    chosen = [f"person-{user}" if user is not None else f"team-{team}" for user, team in last_handed_to(by)]
    rank = {value: place for place, value in enumerate(chosen[:LAST_USED])}
    # Whoever is not here is never the one that Enter takes.
    ordered = sorted(lines, key=lambda line: LAST_USED if line.is_away else rank.get(line.value, LAST_USED))
    return [
        Offer(line.value, line.name, line.words, line.is_away, is_first=place == 0 and not line.is_away)
        for place, line in enumerate(ordered)
    ]
