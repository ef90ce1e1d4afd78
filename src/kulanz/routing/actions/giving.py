"""Giving out what lies in the pile of teams that want it so. The house acts, with a reason that stands in the case."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from kulanz.cases.access import require_staff
from kulanz.cases.actions import assign_case
from kulanz.cases.errors import CaseError, NotAllowed, NotFound
from kulanz.cases.models import Assignment, Case
from kulanz.cases.queries.tags import tags_along
from kulanz.core.clock import now
from kulanz.events import log
from kulanz.events.actor import SYSTEM, Actor
from kulanz.people.models import Membership, User

from ..events import CaseLeftInPile
from ..models import LeftInPile, TeamRouting, WorkProfile
from ..queries.candidates import TeamNow, last_served_by
from ..queries.pile import pile
from ..rules import Because, Mode, NoOne, choose
from .taking import still_free

MOST = 50  # cases given out in one go; the next minute goes on
LOOKED_AT = 200  # those that nobody fits must not stand before all others for ever


def give_out(*, team_id: int) -> int:
    """Give out a team's pile, the longest wait first. Returns how many cases found their person.

    Each case is a transaction of its own, in which everything is asked anew. A case that nobody fits says so once.
    """
    rows = TeamRouting.objects.filter(team_id=team_id).exclude(mode=Mode.OFF.value)
    if (chosen := rows.values_list("mode", flat=True).first()) is None:
        return 0
    mode, given = Mode(chosen), 0
    waiting = pile().filter(team_id=team_id).select_related("brand", "left_in_pile").annotate(tagged=tags_along())
    team = TeamNow(team_id)
    for case in waiting.order_by("waiting_since", "id")[:LOOKED_AT]:
        outcome = choose(team.candidates(case), mode)
        known: LeftInPile | None = getattr(case, "left_in_pile", None)
        if isinstance(outcome, NoOne) and known is not None and known.why == outcome:
            continue  # as it was a minute ago
        given += _give(case.pk, mode, SYSTEM)
        if given == MOST:
            break
    return given


def give_case(*, case_id: int, by: Actor) -> bool:
    """Give one case of the pile to whoever fits it best. Says whether somebody has it now; else it says in it why not.

    ``False`` as well for a case that lies in no team's pile.
    """
    require_staff(by)
    return _give(case_id, Mode.FIT, by)


def _give(case_id: int, mode: Mode, by: Actor) -> bool:
    """Give one case to whoever it should have, or say in it why nobody gets it."""
    with transaction.atomic():
        case = still_free(case_id)
        if case is None or case.team_id is None:
            return False
        _lock_profiles(case.team_id)
        team = TeamNow(case.team_id)
        chosen = choose(team.candidates(case, but=_gave_it_back(case), known=last_served_by(case)), mode)
        if isinstance(chosen, NoOne):
            _leave(case, chosen, by)
            return False
        because = team.because(case, chosen) if mode is Mode.FIT else [Because.TURN.value]
        assign_case(case_id=case.pk, by=by, user_id=chosen.user_id, because=because)
        WorkProfile.objects.filter(user_id=chosen.user_id).update(given_at=now())
        LeftInPile.objects.filter(case=case).delete()
        return True


def _lock_profiles(team_id: int) -> None:
    """Lock how the people of a team work, in one order: of two cases at once the second sees the load of the first."""
    members = list(Membership.objects.filter(team_id=team_id).values_list("user_id", flat=True))
    known = set(WorkProfile.objects.filter(user_id__in=members).values_list("user_id", flat=True))
    new = [WorkProfile(user_id=each) for each in sorted({*members} - known)]
    WorkProfile.objects.bulk_create(new, ignore_conflicts=True)
    list(WorkProfile.objects.select_for_update().filter(user_id__in=members).order_by("user_id").values_list("pk"))


def _gave_it_back(case: Case) -> Collection[int]:
    """Whoever put the case into the pile, or had it before, does not get it again at once."""
    newest = list(Assignment.objects.filter(case=case, withdrawn_at=None).order_by("-id")[:2])
    if not newest or newest[0].user_id is not None:
        return set()
    whose = [newest[0].by_id, *(each.user_id for each in newest[1:])]
    return {each for each in whose if each is not None}


def _leave(case: Case, why: NoOne, by: Actor) -> None:
    """Say in the case why nobody got it, unless that stands there already and nothing happened since."""
    known = LeftInPile.objects.filter(case=case, why=why.value).first()
    if known is not None and not Assignment.objects.filter(case=case, at__gt=known.at).exists():
        return
    LeftInPile.objects.update_or_create(case=case, defaults={"why": why.value, "at": now()})
    log.record(CaseLeftInPile(case.pk, why.value), by=by)


def give_back_of(*, user_id: int) -> int:
    """Put the open cases of somebody who is no longer with us back into the piles. Returns how many went."""
    if User.objects.filter(pk=user_id, is_active=True).exists():
        return 0
    went = 0
    for case_id in list(Case.objects.open().filter(assignee_id=user_id).values_list("pk", flat=True)):
        try:
            assign_case(case_id=case_id, by=SYSTEM, user_id=None, because=[Because.LEFT.value])
            went += 1
        except (CaseError, NotFound, NotAllowed):  # gone or moved on in this moment
            continue
    return went
