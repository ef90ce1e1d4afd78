"""Taking the next case from the pile."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction

from kulanz.cases.access import require_user_id
from kulanz.cases.actions import assign_case
from kulanz.cases.models import Case
from kulanz.events.actor import Actor

from ..queries.pile import next_in_pile, pile
from ..rules import InPile


@dataclass(frozen=True, slots=True)
class TakenCase:
    """A case that was the next, as it was before; ``place`` says what made it that."""

    case: Case
    place: InPile


def take_next(*, by: Actor) -> TakenCase | None:
    """Make the actor accountable for the most pressing case of the pile they may see; ``None`` where nobody waits.

    Of several who press at once each gets another one: what somebody else is taking is passed over.
    """
    me = require_user_id(by)
    for place in next_in_pile(by):
        with transaction.atomic():
            case = still_free(place.case_id)
            if case is not None:
                assign_case(case_id=case.pk, by=by, user_id=me)
                return TakenCase(case, place)
    return None


def still_free(case_id: int) -> Case | None:
    """Lock a case of the pile; ``None`` where somebody has it by now or is about to. Inside a transaction."""
    rows = pile().filter(pk=case_id)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    return rows.first()
