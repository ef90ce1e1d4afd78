"""Who is accountable for a case: hand it over, take it, take a hand-over back."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from kulanz.core.clock import now
from kulanz.events import log
from kulanz.events.actor import Actor
from kulanz.people.actors import sight_of
from kulanz.people.models import Team, User

from .. import events
from ..access import locked_case, require_staff, require_user_id
from ..errors import NotAllowed, NotFound, WrongState
from ..models import Assignment, Case
from ._steps import refresh_status
from .repeats import TAKE_BACK


def assign_case(
    *,
    case_id: int,
    by: Actor,
    user_id: int | None,
    team_id: int | None = None,
    keep_team: bool = True,
    reason: str = "",
    because: Sequence[str] = (),
) -> None:
    """Make a person accountable, or with ``None`` hand the case back to its team. No change, no event.

    ``team_id`` counts only with ``keep_team=False``; ``reason`` is a sentence for whoever has it then, ``because`` are
    codes of reasons where the house does it. Raises ``NotAllowed`` where the person could not see the case,
    ``NotFound`` where there is no such person or team.
    """
    require_staff(by)
    with transaction.atomic():
        case = locked_case(case_id, by)
        team = case.team_id if keep_team else team_id
        if (case.assignee_id, case.team_id) == (user_id, team):
            return
        _hand_to(case, by, user_id, team, reason, because)


def _hand_to(case: Case, by: Actor, user_id: int | None, team: int | None, reason: str, because: Sequence[str]) -> None:
    user = assignable(user_id, team)
    words = " ".join(reason.split())[:300]
    Assignment.objects.create(case=case, user=user, team_id=team, by_id=by.user_id, reason=words, at=now())
    _with(case, by, user, team, words=words, because=because)


def _with(
    case: Case,
    by: Actor,
    user: User | None,
    team: int | None,
    *,
    undone: bool = False,
    words: str = "",
    because: Sequence[str] = (),
) -> None:
    """Write with whom a case is, and tell it."""
    team_name = _team_name(team)
    refresh_status(case, assignee_id=user.pk if user else None, team_id=team)
    names = (user.name, user.shown_name) if user else ("", "")
    whom = user.pk if user else None
    log.record(
        events.CaseAssigned(case.pk, whom, names[0], team, team_name, names[1], undone, words, list(because)), by=by
    )


def take_case(*, case_id: int, by: Actor) -> None:
    """Make oneself accountable."""
    assign_case(case_id=case_id, by=by, user_id=require_user_id(by))


def return_case(*, case_id: int, by: Actor, user_id: int | None, team_id: int | None) -> None:
    """Undo a hand-over of one's own: the case goes to whom it was with before, as the caller remembers it.

    A case to which nothing else was done is new again. Allowed for ``TAKE_BACK`` although the case may have left one's
    teams. Raises ``WrongState`` later, or when somebody else has handed it on since.
    """
    me = require_user_id(by)
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).filter(pk=case_id).first()
        if case is None:
            raise NotFound
        # The newest must be one's own: a case that was handed on since is out of their hands.
        last = Assignment.objects.filter(case=case, withdrawn_at=None).last()
        if last is None or last.by_id != me or now() - last.at > TAKE_BACK:
            raise WrongState
        user = assignable(user_id, team_id)
        Assignment.objects.filter(pk=last.pk).update(withdrawn_at=now())
        _with(case, by, user, team_id, undone=True)


def _team_name(team_id: int | None) -> str:
    if team_id is None:
        return ""
    name = Team.objects.filter(pk=team_id).values_list("name", flat=True).first()
    if name is None:
        raise NotFound
    return name


def assignable(user_id: int | None, team_id: int | None) -> User | None:
    """Return who could have a case of a team. Raises ``NotFound``, and ``NotAllowed`` where they could not see it."""
    if user_id is None:
        return None
    user: User | None = User.objects.filter(pk=user_id, is_active=True).prefetch_related("memberships").first()
    if user is None:
        raise NotFound
    if not sight_of(user).covers(team_id):
        raise NotAllowed
    return user
