"""A case that lies still comes back: its person has seen it on Today, and nobody is reproached or counted."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.timezone import localdate

from kulanz.cases.access import locked_case
from kulanz.cases.actions import assign_case
from kulanz.cases.errors import NotAllowed, NotFound
from kulanz.events.actor import SYSTEM

from ..models import Absence, TeamRouting
from ..queries.still import StillCase, still_cases
from ..rules import GRACE, Because


def return_still_cases(*, team_id: int) -> int:
    """Put a team's cases back that lie still for longer than it has set, and ``GRACE``. Returns how many went.

    Where its person is away today and somebody stands in, the case goes to them, else into the pile.
    """
    hours = TeamRouting.objects.filter(team_id=team_id).values_list("silent_hours", flat=True).first()
    if hours is None:
        return 0
    return sum(_return(each) for each in still_cases(team_id, timedelta(hours=hours) + GRACE))


def _return(still: StillCase) -> bool:
    with transaction.atomic():
        try:
            case = locked_case(still.case.pk, SYSTEM)
        except NotFound:
            return False
        # Somebody took it up in this moment: then it does not lie still.
        if (case.assignee_id, case.waiting_since) != (still.case.assignee_id, still.case.waiting_since):
            return False
        to = _stand_in_of(case.assignee_id or 0)
        try:
            assign_case(case_id=case.pk, by=SYSTEM, user_id=to, because=[Because.STILL.value])
        except (NotAllowed, NotFound):  # the stand-in may not see it
            assign_case(case_id=case.pk, by=SYSTEM, user_id=None, because=[Because.STILL.value])
        return True


def _stand_in_of(user_id: int) -> int | None:
    """Who stands in for somebody today; nobody where they are away themselves."""
    day = localdate()
    found = Absence.objects.current(day).filter(user_id=user_id).order_by("-ends", "-id").first()
    if found is None or found.stand_in_id is None:
        return None
    return None if Absence.objects.current(day).filter(user_id=found.stand_in_id).exists() else found.stand_in_id
